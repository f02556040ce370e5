/* SPDX-License-Identifier: MIT */
/* The device models there are, one row each; devices/models.c makes the table
 * that the configuration is looked up in. */
#ifndef DEVICES_MODELS_H
#define DEVICES_MODELS_H

#include "devices/device.h"

extern const struct device_model model_3215, model_3215c;
extern const struct device_model model_1052, model_1052c;
#define DRIVE(id, name, kind, model, cyls, alt)                                \
    extern const struct device_model model_##id;
#include "image/drives.def"
#undef DRIVE
#define FBA_DRIVE(id, name, type, cu, model, group, position, blocks)          \
    extern const struct device_model model_##id;
#include "image/fbadrives.def"
#undef FBA_DRIVE
extern const struct device_model model_3270;
extern const struct device_model model_3505, model_2501, model_2540r;
extern const struct device_model model_3525, model_2540p;
extern const struct device_model model_1403, model_3203, model_3211;
extern const struct device_model model_3420, model_3088;

#endif
