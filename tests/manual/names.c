/* SPDX-License-Identifier: MIT */
/* Prints the console commands and the types of the device models, for the test
 * of the manuals. */
#include "config.h"

#include <stdio.h>

#include "devices/device.h"
#include "machine/console.h"

int
main(void)
{
    for (int i = 0; console_cmds[i].name != NULL; i++)
        printf("command %s\n", console_cmds[i].name);
    for (int i = 0; device_models[i] != NULL; i++)
        printf("device %s\n", device_models[i]->type);
    return 0;
}
