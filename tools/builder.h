/* SPDX-License-Identifier: MIT */
/* Between the sources of `cambridge-volume create`. */
#ifndef TOOLS_BUILDER_H
#define TOOLS_BUILDER_H

#include <stdio.h>

#include "arch/cpvol.h"
#include "cp/direct/dirbuild.h"
#include "image/ckd.h"
#include "tools/create.h"
#include "tools/source.h"

struct builder {
    const struct create *c;
    const struct control *ctl;
    struct err *err;
    struct ckd *ckd;
    unsigned heads, pages; /* tracks in a cylinder, pages on a track */
    struct dirbuild dir;
    uint64_t hash;
    struct cpvol_desc desc;
    FILE *own;
};

/* FNV-1a over all that makes the build what it is. */
void builder_hash(struct builder *b, const void *p, size_t n);
/* Sets the error to "CONTROL:line: text"; false. */
bool builder_fail(struct builder *b, unsigned line, const char *text);
bool builder_read(struct builder *b, struct source *s, const char *name,
                  unsigned line);
/* The source's bytes, malloc'd, padded with zeros to whole pages and one. */
uint8_t *builder_pages(const struct source *s, uint32_t *pages);
/* tools/create_minidisk.c */
bool builder_minidisk(struct builder *b, const struct ctl_minidisk *m);

#endif
