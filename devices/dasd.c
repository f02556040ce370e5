/* SPDX-License-Identifier: MIT */
/* CKD disks behind a storage control: the models, mounting and the options of
 * a device line. Which commands there are and what allows them is
 * dasd_command.c's, the track dasd_track.c's and dasd_write.c's, sense
 * dasd_sense.c's, and the option `period`, real mechanics, dasd_time.c's. */
#include "config.h"

#include "devices/dasd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "devices/dasd_state.h"
#include "devices/fba.h"
#include "devices/models.h"

struct options {
    bool read_only, fake_write, mechanics;
    uint16_t cu_type; /* 0: the drive's own */
    uint8_t cu_model;
    const char *shadow; /* sf= */
};

/* Words of Hercules' that say how it caches, or when it writes: accepted, and
 * without a meaning here. */
static bool
is_cache_option(const char *word)
{
    static const char *const words[] = {
        "lazywrite", "nolazywrite",   "fulltrackio", "fulltrkio",
        "ftio",      "nofulltrackio", "nofulltrkio", "noftio",
        "syncio",    "syio",          "nosyncio",    "nosyio",
    };

    for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasecmp(word, words[i]) == 0)
            return true;
    return strncasecmp(word, "lru=", 4) == 0;
}

static bool
control_unit(struct options *o, const char *name)
{
    static const struct {
        const char *name;
        uint16_t type;
        uint8_t model;
    } units[] = {
        {"2314", 0x2314, 0x00},   {"2835", 0x2835, 0x00},
        {"2841", 0x2841, 0x00},   {"3830", 0x3830, 0x02},
        {"3880", 0x3880, 0x05},   {"3990", 0x3990, 0xc2},
        {"3990-3", 0x3990, 0xec}, {"3990-6", 0x3990, 0xe9},
    };

    for (unsigned i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (strcasecmp(name, units[i].name) == 0) {
            o->cu_type = units[i].type;
            o->cu_model = units[i].model;
            return true;
        }
    return false;
}

static bool
one_of(const char *word, const char *a, const char *b, const char *c)
{
    return strcasecmp(word, a) == 0 || strcasecmp(word, b) == 0 ||
           strcasecmp(word, c) == 0;
}

static bool
parse_option(struct options *o, const char *type, const char *word,
             struct err *err)
{
    if (one_of(word, "ro", "readonly", "rdonly"))
        o->read_only = true;
    else if (one_of(word, "fw", "fakewrite", "fakewrt"))
        o->read_only = o->fake_write = true;
    else if (strcasecmp(word, "period") == 0)
        o->mechanics = true;
    else if (strncasecmp(word, "sf=", 3) == 0)
        o->shadow = word + 3;
    else if (strncasecmp(word, "cu=", 3) == 0) {
        if (!control_unit(o, word + 3))
            return err_set(err,
                           "%s: %s: not 2314, 2835, 2841, 3830, 3880, 3990, "
                           "3990-3 or 3990-6",
                           type, word);
    } else if (!is_cache_option(word))
        return err_set(err, "%s: unknown option %s", type, word);
    return true;
}

static bool
fits(const struct device *dev, const struct ckd *img, struct err *err)
{
    const struct ckd_drive *drive = drive_named(dev->model->type);
    const struct ckd_geometry *geo = ckd_geometry(img);
    const char *path = ckd_path(img);

    if (geo->devtype != drive->kind->type)
        return err_set(err, "%s: is a %04X image, not %s", path, geo->devtype,
                       dev->model->type);
    if (strchr(drive->name, '-') && geo->cyls > drive->cyls + drive->alt)
        return err_set(err, "%s: has %u cylinders, more than a %s", path,
                       geo->cyls, drive->name);
    return true;
}

/* Opens the image; its words are taken out of argv by the caller's count. */
static struct ckd *
open_image(struct device *dev, int argc, char **argv, struct options *o,
           struct err *err)
{
    struct ckd *img;
    unsigned flags;

    memset(o, 0, sizeof(*o));
    if (argc < 1) {
        err_set(err, "%s: an image file is wanted", dev->model->type);
        return NULL;
    }
    for (int i = 1; i < argc; i++)
        if (!parse_option(o, dev->model->type, argv[i], err))
            return NULL;
    flags = o->read_only ? CKD_READ_ONLY : 0;
    if (o->fake_write)
        flags |= CKD_NO_WRITES;
    img = dev->media  ? ckd_unpack(dev->media, NULL, err)
          : o->shadow ? ckd_open_chain(argv[0], o->shadow, flags, err)
                      : ckd_open(argv[0], flags, err);
    if (img != NULL && !fits(dev, img, err)) {
        ckd_close(img);
        return NULL;
    }
    return img;
}

/* A type without a suffix is the smallest model that has the image's size. */
static void
install(struct dasd *d, struct ckd *img, const struct options *o)
{
    const struct ckd_drive *drive = drive_named(d->dev->model->type);
    struct sense_id *id = &d->id;

    if (strchr(drive->name, '-') == NULL)
        drive = drive_for(drive->kind->type, ckd_geometry(img)->cyls);
    d->img = img;
    d->drive = drive;
    d->kind = drive->kind;
    d->fake_write = o->fake_write;
    d->mechanics = o->mechanics;
    d->base_ro = o->read_only;
    free(d->shadow);
    d->shadow = o->shadow ? strdup(o->shadow) : NULL;
    id->ff = 0xff;
    put16(&id->cu_type, o->cu_type ? o->cu_type : drive->kind->cu_type);
    id->cu_model = o->cu_type ? o->cu_model : drive->kind->cu_model;
    put16(&id->dev_type, drive->kind->type);
    id->dev_model = drive->model;
    d->cyl = d->head = 0;
    memset(&d->rec, 0, sizeof(d->rec));
    memset(&d->usage, 0, sizeof(d->usage));
    d->dev->sense_len = drive->kind->sense_len;
    dasd_begin_chain(d);
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    struct dasd *d = calloc(1, sizeof(*d));
    struct options o;
    struct ckd *img;

    if (d == NULL)
        return err_set(err, "out of memory");
    img = open_image(dev, argc, argv, &o, err);
    if (img == NULL) {
        free(d);
        return false;
    }
    d->dev = dev;
    d->arrival.fn = dasd_arrival;
    d->arrival.arg = d;
    dev->state = d;
    dev->id = &d->id;
    install(d, img, &o);
    return true;
}

static void
unmount(struct dasd *d)
{
    struct err err;

    if (!ckd_sync(d->img, &err))
        device_message(d->dev, "%s", err.text);
    ckd_close(d->img);
}

static void
detach(struct device *dev)
{
    dasd_cancel(dasd_of(dev));
    unmount(dasd_of(dev));
    free(dasd_of(dev)->shadow);
    free(dev->state);
}

static bool
devinit(struct device *dev, int argc, char **argv, struct err *err)
{
    struct dasd *d = dasd_of(dev);
    struct options o;
    struct ckd *img;

    if (argc == 0 || (argc == 1 && strcmp(argv[0], ckd_path(d->img)) == 0))
        return true;
    img = open_image(dev, argc, argv, &o, err);
    if (img == NULL)
        return false;
    dasd_cancel(d);
    unmount(d);
    install(d, img, &o);
    return true;
}

static void
halt(struct device *dev)
{
    dasd_cancel(dasd_of(dev));
}

static void
reset(struct device *dev)
{
    dasd_cancel(dasd_of(dev));
    dasd_begin_chain(dasd_of(dev));
}

static void
describe(struct device *dev, char *text, size_t size)
{
    struct dasd *d = dasd_of(dev);
    const char *access = d->fake_write           ? " fakewrite"
                         : ckd_read_only(d->img) ? " ro"
                                                 : "";
    unsigned shadows = ckd_shadows(d->img);
    char above[32] = "";

    if (shadows > 0)
        snprintf(above, sizeof(above), " [%u sf]", shadows);
    snprintf(text, size, "%s [%u cyls]%s%s", ckd_path(d->img),
             ckd_geometry(d->img)->cyls, above, access);
}

struct ckd *
dasd_image(const struct device *dev)
{
    const struct dasd *d = dev->state;

    return dev->model->attach == attach ? d->img : fba_image(dev);
}

#define DRIVE(ident, name, kind, dev_model, cyls, alt)                         \
    const struct device_model model_##ident = {                                \
        .type = name,                                                          \
        .burst = true,                                                         \
        .attach = attach,                                                      \
        .detach = detach,                                                      \
        .devinit = devinit,                                                    \
        .direction = dasd_direction,                                           \
        .initial = dasd_initial,                                               \
        .want = dasd_want,                                                     \
        .execute = dasd_execute,                                               \
        .halt = halt,                                                          \
        .reset = reset,                                                        \
        .refresh_sense = dasd_refresh_sense,                                   \
        .describe = describe,                                                  \
        .save = dasd_save,                                                     \
        .load = dasd_restore,                                                  \
        .save_media = dasd_save_media,                                         \
        .load_media = dasd_load_media,                                         \
    };
#include "image/drives.def"
#undef DRIVE
