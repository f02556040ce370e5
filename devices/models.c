/* SPDX-License-Identifier: MIT */
/* The table of device models, by the type names of a configuration line. */
#include "devices/models.h"

#include <stddef.h>

const struct device_model *const device_models[] = {
    &model_3215, &model_3215c, &model_1052, &model_1052c,
#define DRIVE(id, name, kind, model, cyls, alt) &model_##id,
#include "image/drives.def"
#undef DRIVE
#define FBA_DRIVE(id, name, type, cu, model, group, position, blocks)          \
    &model_##id,
#include "image/fbadrives.def"
#undef FBA_DRIVE
    &model_3270, &model_3505,  &model_2501, &model_2540r,
    &model_3525, &model_2540p, &model_1403, &model_3203,
    &model_3211, &model_3420,  &model_3088, NULL,
};
