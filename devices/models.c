/* SPDX-License-Identifier: MIT */
/* The table of device models, by the type names of a configuration line. */
#include "devices/models.h"

#include <stddef.h>

const struct device_model *const device_models[] = {
    &model_3215, &model_3215c, &model_1052, &model_1052c,
    &model_2305, &model_2311,  &model_2314, &model_3330,
    &model_3340, &model_3350,  &model_3270, NULL,
};
