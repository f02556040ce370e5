/* SPDX-License-Identifier: MIT */
/* The file functions that programs call by SVC 202. Return codes are those of
 * FSREAD and FSWRITE. A file opened by RDBUF or WRBUF stays open until FINIS,
 * or until the command ends. VM/370: DMSBRD, DMSBWR, DMSFNS. */
#include "cms/fscb.h"

#include "cms/file.h"
#include "cms/nucon.h"
#include "cms/svc.h"
#include "klib/klib.h"

static struct fscb *
take(const struct cms_args *args, struct fileid *id, size_t size)
{
    struct fscb *b = (struct fscb *)(uintptr_t)args->plist;

    if (args->plist == 0 || !svc_area_valid(args->plist, (uint32_t)size))
        return NULL;
    memcpy(id->fn, b->fn, 8);
    memcpy(id->ft, b->ft, 8);
    memcpy(id->fm, b->fm, 2);
    return b;
}

static int
code(int rc)
{
    switch (rc) {
    case 0:
        return 0;
    case EDF_NOT_FOUND:
    case FILE_NOT_ACCESSED:
        return 1;
    case EDF_EOF:
        return 12;
    case EDF_LENGTH:
        return 8;
    case EDF_BUSY:
        return 9;
    case EDF_READ_ONLY:
        return 12;
    case EDF_FULL:
        return 13;
    case EDF_RECFM:
        return 16;
    case EDF_RECNO:
        return 7;
    case EDF_NO_STORAGE:
        return 25;
    default:
        return 3;
    }
}

int
svc_rdbuf(const struct cms_args *args)
{
    struct fileid id;
    struct fscb *b = take(args, &id, sizeof *b);
    struct file *f;
    uint32_t len;
    int rc;

    if (b == NULL ||
        !svc_area_valid(get32(&b->buffer) & PSW_ADDR, get32(&b->size)))
        return 2;
    f = file_find_open(&id);
    if (f == NULL) {
        rc = file_open(&id, FILE_READ, &f);
        if (rc != 0)
            return code(rc);
    }
    rc = file_read(f, get16(&b->item),
                   (void *)(uintptr_t)(get32(&b->buffer) & PSW_ADDR),
                   get32(&b->size), &len);
    if (rc != 0)
        return code(rc);
    put32(&b->read, len < get32(&b->size) ? len : get32(&b->size));
    return len > get32(&b->size) ? 8 : 0;
}

int
svc_wrbuf(const struct cms_args *args)
{
    struct fileid id;
    struct fscb *b = take(args, &id, sizeof *b);
    uint32_t size, records;
    const char *p;
    struct file *f;
    int rc;

    if (b == NULL ||
        !svc_area_valid(get32(&b->buffer) & PSW_ADDR, get32(&b->size)))
        return 2;
    if (b->recfm != 'F' && b->recfm != 'V')
        return 11;
    if (!k_is_letter((char)b->fm[0]))
        return 4;
    size = get32(&b->size);
    records = b->recfm == 'F' && get16(&b->count) > 1 ? get16(&b->count) : 1;
    if (size == 0 || size % records != 0)
        return 14;
    size /= records;
    f = file_find_open(&id);
    if (f == NULL) {
        rc = file_create(&id, FILE_UPDATE, (char)b->recfm, size, &f);
        if (rc != 0)
            return code(rc);
    }
    p = (const char *)(uintptr_t)(get32(&b->buffer) & PSW_ADDR);
    for (uint32_t i = 0; i < records; i++, p += size) {
        rc = file_write(f, i == 0 ? get16(&b->item) : 0, p, size);
        if (rc != 0)
            return rc == EDF_LENGTH ? 15 : code(rc);
    }
    return 0;
}

/* FINIS fn ft fm; "*" closes all. As a command it takes tokens, which stand
 * where the FSCB has its names. */
int
svc_finis(const struct cms_args *args)
{
    struct fileid id;
    struct file *f;

    if (args->ntok < 2)
        return RC_OPERAND;
    if (args_is(args, 1, "*")) {
        file_close_all();
        return 0;
    }
    memcpy(id.fn, args->tok[1], 8);
    memcpy(id.ft, args->ntok > 2 ? args->tok[2] : "        ", 8);
    memcpy(id.fm, args->ntok > 3 ? args->tok[3] : "* ", 2);
    f = file_find_open(&id);
    return f == NULL ? 6 : code(file_close(f));
}

int
svc_point(const struct cms_args *args)
{
    struct fileid id;
    struct fscb *b = take(args, &id, 0x1c);
    struct file *f;

    if (b == NULL)
        return 2;
    f = file_find_open(&id);
    if (f == NULL)
        return 1;
    if (get16(&b->item) != 0)
        f->f.next = get16(&b->item);
    return 0;
}
