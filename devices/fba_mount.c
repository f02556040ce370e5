/* SPDX-License-Identifier: MIT */
/* The file of a fixed-block disk: the operands of its device line, mounting,
 * and what a snapshot keeps of the disk. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "devices/fba.h"
#include "devices/fba_state.h"
#include "image/ckd.h"
#include "lib/pack.h"

struct options {
    bool read_only, fake_write, mechanics;
    unsigned origin, blocks;
};

void
fba_begin_chain(struct fba *f)
{
    f->defined = false;
    f->mask = 0;
    f->operation = 0;
    f->count = f->moved = 0;
}

static bool
number(const char *word, unsigned *n)
{
    char *end;
    unsigned long v = strtoul(word, &end, 10);

    *n = (unsigned)v;
    return word[0] >= '0' && word[0] <= '9' && *end == '\0' &&
           v <= FBA_BLOCKS_MAX;
}

/* FILE [origin [blocks]] and options. */
static bool
parse(struct options *o, const char *type, int argc, char **argv,
      struct err *err)
{
    int n = 1;

    memset(o, 0, sizeof(*o));
    if (argc < 1)
        return err_set(err, "%s: an image file is wanted", type);
    if (n < argc && number(argv[n], &o->origin))
        n++;
    if (n == 2 && n < argc && number(argv[n], &o->blocks))
        n++;
    for (; n < argc; n++) {
        const char *w = argv[n];

        if (strcasecmp(w, "ro") == 0 || strcasecmp(w, "readonly") == 0 ||
            strcasecmp(w, "rdonly") == 0)
            o->read_only = true;
        else if (strcasecmp(w, "fw") == 0 || strcasecmp(w, "fakewrite") == 0 ||
                 strcasecmp(w, "fakewrt") == 0)
            o->read_only = o->fake_write = true;
        else if (strcasecmp(w, "period") == 0)
            o->mechanics = true;
        else if (strcasecmp(w, "syncio") != 0 && strcasecmp(w, "syio") != 0 &&
                 strcasecmp(w, "nosyncio") != 0 && strcasecmp(w, "nosyio") != 0)
            return err_set(err, "%s: unknown option %s", type, w);
    }
    return true;
}

static struct ckd *
open_image(struct device *dev, int argc, char **argv, struct options *o,
           struct err *err)
{
    const struct fba_drive *drive = fba_drive_named(dev->model->type);
    struct ckd *img;

    if (!parse(o, dev->model->type, argc, argv, err))
        return NULL;
    img = dev->media
              ? ckd_unpack(dev->media, NULL, err)
              : fba_open(argv[0], drive->type, o->read_only ? CKD_READ_ONLY : 0,
                         o->origin, o->blocks, err);
    if (img != NULL &&
        (fba_blocks(img) == 0 ||
         (strchr(drive->name, '-') && fba_blocks(img) > drive->blocks))) {
        err_set(err, "%s: has %u blocks, more than a %s", ckd_path(img),
                fba_blocks(img), drive->name);
        ckd_close(img);
        return NULL;
    }
    return img;
}

static void
install(struct device *dev, struct ckd *img, const struct options *o)
{
    struct fba *f = fba_of(dev);
    const struct fba_drive *drive = fba_drive_named(dev->model->type);

    if (strchr(drive->name, '-') == NULL)
        drive = fba_drive_for(drive->type, fba_blocks(img));
    f->img = img;
    f->drive = drive;
    f->fake_write = o->fake_write;
    f->mechanics = o->mechanics;
    f->at = 0;
    f->id.ff = 0xff;
    put16(&f->id.cu_type, drive->cu_type);
    f->id.cu_model = 1;
    put16(&f->id.dev_type, drive->type);
    f->id.dev_model = drive->model;
    fba_begin_chain(f);
}

bool
fba_attach(struct device *dev, int argc, char **argv, struct err *err)
{
    struct fba *f = calloc(1, sizeof(*f));
    struct options o;
    struct ckd *img;

    if (f == NULL)
        return err_set(err, "out of memory");
    img = open_image(dev, argc, argv, &o, err);
    if (img == NULL) {
        free(f);
        return false;
    }
    dev->state = f;
    dev->sense_len = FBA_SENSE_BYTES;
    dev->id = &f->id;
    install(dev, img, &o);
    return true;
}

static void
unmount(struct device *dev)
{
    struct err err;

    if (!ckd_sync(fba_of(dev)->img, &err))
        device_message(dev, "%s", err.text);
    ckd_close(fba_of(dev)->img);
}

void
fba_detach(struct device *dev)
{
    unmount(dev);
    free(dev->state);
}

bool
fba_devinit(struct device *dev, int argc, char **argv, struct err *err)
{
    struct fba *f = fba_of(dev);
    struct options o;
    struct ckd *img;

    if (argc == 0 || (argc == 1 && strcmp(argv[0], ckd_path(f->img)) == 0))
        return true;
    img = open_image(dev, argc, argv, &o, err);
    if (img == NULL)
        return false;
    unmount(dev);
    install(dev, img, &o);
    return true;
}

void
fba_describe(struct device *dev, char *text, size_t size)
{
    struct fba *f = fba_of(dev);
    const char *access = f->fake_write           ? " fakewrite"
                         : ckd_read_only(f->img) ? " ro"
                                                 : "";

    snprintf(text, size, "%s [%u blocks]%s", ckd_path(f->img),
             fba_blocks(f->img), access);
}

void
fba_save(struct device *dev, struct pack *p)
{
    const struct fba *f = fba_of(dev);

    pack_num(p, f->at);
    pack_num(p, f->seeks);
    pack_num(p, f->moved);
    pack_flag(p, f->defined);
    pack_num(p, f->mask);
    pack_num(p, f->extent);
    pack_num(p, f->first);
    pack_num(p, f->last);
    pack_num(p, f->operation);
    pack_num(p, f->block);
    pack_num(p, f->count);
    pack_num(p, f->written);
}

/* Blocks outside the drive are refused by fba_read and fba_write. */
void
fba_restore(struct device *dev, struct unpack *u)
{
    struct fba *f = fba_of(dev);

    f->at = (unsigned)unpack_num(u, fba_blocks(f->img) - 1);
    f->seeks = (uint32_t)unpack_num(u, UINT32_MAX);
    f->moved = (uint32_t)unpack_num(u, UINT16_MAX);
    f->defined = unpack_flag(u);
    f->mask = (uint8_t)unpack_num(u, 0xff);
    f->extent = (uint32_t)unpack_num(u, UINT32_MAX);
    f->first = (uint32_t)unpack_num(u, UINT32_MAX);
    f->last = (uint32_t)unpack_num(u, UINT32_MAX);
    f->operation = (uint8_t)unpack_num(u, 0xff);
    f->block = (uint32_t)unpack_num(u, UINT32_MAX);
    f->count = (uint32_t)unpack_num(u, UINT16_MAX);
    f->written = unpack_num(u, UINT64_MAX);
}

void
fba_save_media(struct device *dev, struct pack *p)
{
    ckd_pack(p, fba_of(dev)->img);
}

bool
fba_load_media(struct device *dev, struct unpack *u, struct err *err)
{
    struct fba *f = fba_of(dev);
    struct ckd *img = ckd_unpack(u, f->img, err);

    if (img == NULL)
        return false;
    if (img != f->img)
        ckd_close(f->img);
    f->img = img;
    return true;
}

struct ckd *
fba_image(const struct device *dev)
{
    const struct fba *f = dev->state;

    return dev->model->attach == fba_attach ? f->img : NULL;
}
