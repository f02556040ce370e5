/* SPDX-License-Identifier: MIT */
/* Storing the CSW, and with an equipment check the limited channel logout.
 * There is no I/O extended logout: STIDC says that its length is zero, so the
 * mask in control register 14 masks nothing and the CSW's logout-pending bit is
 * never on. GA22-7000-4 "I/O Communications Area". */
#include "devices/subchannel.h"

enum { CSW_AT = 0x40, CSW_STATUS_AT = 0x44, LOGOUT_AT = 0xb0 };
enum {
    CHECKS = CS_CHANNEL_DATA_CHECK | CS_CHANNEL_CONTROL_CHECK |
             CS_INTERFACE_CONTROL_CHECK
};

/* The bits of the logout; there is but one storage control unit, number 0. */
enum {
    DETECT_CHANNEL = 0x04000000,
    SOURCE_CHANNEL = 0x00400000,
    SOURCE_CONTROL_UNIT = 0x00080000,
    VALID = 0x00001f00, /* sequence, unit status, command address and key,
                         * channel address, device address */
    END_DISCONNECT = 0x00000000,
    END_NORMAL = 0x00000040,
    END_SELECTIVE_RESET = 0x00000080,
};

uint8_t
chan_log_trouble(struct subchannel *sub, uint8_t checks,
                 enum logout_sequence sequence)
{
    uint8_t found = sub->dev->trouble & checks;
    uint32_t log = DETECT_CHANNEL | VALID | (uint32_t)sequence;

    if (found == 0)
        return 0;
    sub->dev->trouble &= (uint8_t)~found;
    if (found & CS_INTERFACE_CONTROL_CHECK)
        log |= SOURCE_CONTROL_UNIT | END_SELECTIVE_RESET;
    else if (found & CS_CHANNEL_CONTROL_CHECK)
        log |= SOURCE_CHANNEL | END_DISCONNECT;
    else
        log |= SOURCE_CHANNEL | END_NORMAL;
    if (found & CHECKS)
        sub->logout = log;
    return found;
}

static void
store_logout(const struct subchannel *sub, uint8_t chan)
{
    be32 word;

    if (!(chan & CHECKS))
        return;
    put32(&word, sub->logout);
    chan_store_low(sub->cs, LOGOUT_AT, &word, 4);
}

int
chan_store_status(struct subchannel *sub, uint8_t unit, uint8_t chan)
{
    uint8_t status[2] = {unit, chan};

    chan_store_low(sub->cs, CSW_STATUS_AT, status, 2);
    store_logout(sub, chan);
    return 1;
}

int
chan_store_csw(struct subchannel *sub, const struct csw *csw)
{
    chan_store_low(sub->cs, CSW_AT, csw, sizeof(*csw));
    store_logout(sub, csw->chan);
    return 1;
}
