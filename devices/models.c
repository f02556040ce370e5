/* SPDX-License-Identifier: MIT */
/* The table of device models, by the type names of a configuration line. */
#include "devices/models.h"

#include <stddef.h>

const struct device_model *const device_models[] = {
    &model_3215, &model_3215c, &model_1052, &model_1052c, NULL,
};
