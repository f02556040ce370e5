/* SPDX-License-Identifier: MIT */
/* Files by name, type and mode. Owns the list of open files and the search
 * order. VM/370: DMSSTT, DMSBRD, DMSBWR, DMSFNS, DMSERS. */
#include "cms/file.h"

#include "cms/heap.h"
#include "cms/msg.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

static struct file *open_files;

static const uint8_t *
bytes(const char *p)
{
    return (const uint8_t *)p;
}

static void
fill_info(struct file_info *info, const struct edf_fst *fst, struct cms_disk *d)
{
    memcpy(info->id.fn, fst->fn, 8);
    memcpy(info->id.ft, fst->ft, 8);
    info->id.fm[0] = d->letter;
    info->id.fm[1] = (char)fst->fm[1];
    info->recfm = (char)fst->recfm;
    info->lrecl = get32(&fst->lrecl);
    info->items = get32(&fst->nrecs);
    info->blocks = get32(&fst->nblocks);
    edf_fst_date(fst, &info->date);
    info->disk = d;
}

/* Does the disk take part in a search for this mode letter? */
static bool
searched(const struct cms_disk *d, char letter)
{
    return letter == '*' || letter == ' ' || d->letter == letter ||
           d->parent == letter;
}

int
file_state(const struct fileid *id, struct file_info *info)
{
    const struct edf_fst *fst;
    struct cms_disk *d;

    for (unsigned n = 0; (d = disk_nth(n)) != NULL; n++) {
        if (!searched(d, id->fm[0]))
            continue;
        fst = edf_state(&d->fs, bytes(id->fn), bytes(id->ft));
        if (fst != NULL) {
            fill_info(info, fst, d);
            return 0;
        }
    }
    if (id->fm[0] != '*' && id->fm[0] != ' ' &&
        disk_by_letter(id->fm[0]) == NULL)
        return FILE_NOT_ACCESSED;
    return EDF_NOT_FOUND;
}

static int
open_on(struct cms_disk *d, const struct fileid *id, enum edf_open how,
        char recfm, uint32_t lrecl, struct file **f)
{
    struct file *file = heap_get(sizeof *file, HEAP_SYSTEM);
    uint8_t fm[2] = {(uint8_t)id->fm[0],
                     (uint8_t)(id->fm[1] == ' ' ? '1' : id->fm[1])};
    int rc;

    if (file == NULL)
        return EDF_NO_STORAGE;
    rc = (int)edf_open(&d->fs, &file->f, bytes(id->fn), bytes(id->ft), fm,
                       (uint8_t)recfm, lrecl, how);
    if (rc != EDF_OK) {
        heap_free(file);
        return rc;
    }
    file->id = *id;
    file->id.fm[0] = d->letter;
    file->disk = d;
    file->next = open_files;
    open_files = file;
    *f = file;
    return 0;
}

int
file_create(const struct fileid *id, enum file_how how, char recfm,
            uint32_t lrecl, struct file **f)
{
    struct cms_disk *d = disk_by_letter(id->fm[0]);

    if (d == NULL)
        return FILE_NOT_ACCESSED;
    if (d->readonly)
        return EDF_READ_ONLY;
    return open_on(d, id, how == FILE_REPLACE ? EDF_REPLACE : EDF_WRITE, recfm,
                   lrecl, f);
}

int
file_open(const struct fileid *id, enum file_how how, struct file **f)
{
    struct file_info info;
    int rc;

    if (how != FILE_READ)
        return file_create(id, how, 'V', 0, f);
    rc = file_state(id, &info);
    return rc != 0 ? rc : open_on(info.disk, &info.id, EDF_READ, 0, 0, f);
}

int
file_read(struct file *f, uint32_t n, void *buf, uint32_t size, uint32_t *len)
{
    return (int)edf_read(&f->f, n, buf, size, len);
}

int
file_write(struct file *f, uint32_t n, const void *buf, uint32_t len)
{
    return (int)edf_write(&f->f, n, buf, len);
}

static void
unlink_file(struct file *f)
{
    struct file **at = &open_files;

    while (*at != NULL && *at != f)
        at = &(*at)->next;
    if (*at == f)
        *at = f->next;
}

int
file_close(struct file *f)
{
    int rc;

    unlink_file(f);
    rc = (int)edf_close(&f->f);
    heap_free(f);
    return rc;
}

void
file_abandon(struct file *f)
{
    if (!f->f.created) {
        file_abandon_all();
        return;
    }
    unlink_file(f);
    edf_abandon(&f->f);
    heap_free(f);
}

static struct cms_disk *
writable_disk(const struct fileid *id, int *rc)
{
    struct cms_disk *d = disk_by_letter(id->fm[0]);

    *rc = d == NULL ? FILE_NOT_ACCESSED : d->readonly ? EDF_READ_ONLY : 0;
    return *rc == 0 ? d : NULL;
}

int
file_erase(const struct fileid *id)
{
    int rc;
    struct cms_disk *d = writable_disk(id, &rc);

    return d == NULL ? rc
                     : (int)edf_erase(&d->fs, bytes(id->fn), bytes(id->ft));
}

int
file_rename(const struct fileid *from, const struct fileid *to)
{
    int rc;
    struct cms_disk *d = writable_disk(from, &rc);

    return d == NULL ? rc
                     : (int)edf_rename(&d->fs, bytes(from->fn), bytes(from->ft),
                                       bytes(to->fn), bytes(to->ft),
                                       to->fm[1] == ' ' ? NULL : bytes(to->fm));
}

struct file *
file_find_open(const struct fileid *id)
{
    for (struct file *f = open_files; f != NULL; f = f->next) {
        if (memcmp(f->id.fn, id->fn, 8) == 0 &&
            memcmp(f->id.ft, id->ft, 8) == 0 && searched(f->disk, id->fm[0]))
            return f;
    }
    return NULL;
}

void
file_close_all(void)
{
    while (open_files != NULL)
        file_close(open_files);
}

void
file_abandon_all(void)
{
    struct file *f;

    disk_abandon_writes();
    while ((f = open_files) != NULL) {
        open_files = f->next;
        heap_free(f);
    }
}

static bool
name_matches(const char *pattern, const uint8_t *name)
{
    for (int i = 0; i < 8; i++) {
        if (pattern[i] == '*')
            return true;
        if ((uint8_t)pattern[i] != name[i])
            return false;
    }
    return true;
}

void
file_walk(struct file_walk *w, const struct fileid *pattern)
{
    w->pattern = *pattern;
    w->disk = 0;
    w->at = 0;
}

bool
file_next(struct file_walk *w, struct file_info *info)
{
    const struct edf_fst *fst;
    struct cms_disk *d;

    for (; (d = disk_nth(w->disk)) != NULL; w->disk++, w->at = 0) {
        if (!searched(d, w->pattern.fm[0]))
            continue;
        while ((fst = edf_entry(&d->fs, w->at)) != NULL) {
            w->at++;
            if (name_matches(w->pattern.fn, fst->fn) &&
                name_matches(w->pattern.ft, fst->ft) &&
                (w->pattern.fm[1] == ' ' ||
                 (uint8_t)w->pattern.fm[1] == fst->fm[1])) {
                fill_info(info, fst, d);
                return true;
            }
        }
    }
    return false;
}

bool
args_fileid(const struct cms_args *args, unsigned i, unsigned end,
            const char *mode, struct fileid *id)
{
    if (i + 1 >= end)
        return false;
    memcpy(id->fn, args->tok[i], 8);
    memcpy(id->ft, args->tok[i + 1], 8);
    memcpy(id->fm, mode, 2);
    if (i + 2 < end) {
        struct k_token t = args_token(args, i + 2);

        if (t.len > 2 || (!k_is_letter(t.p[0]) && t.p[0] != '*') ||
            (t.len == 2 && !k_is_digit(t.p[1])))
            return false;
        memcpy(id->fm, args->tok[i + 2], 2);
    }
    return true;
}

const char *
file_text(const struct fileid *id, char *buf)
{
    k_snprintf(buf, 21, "%.*s %.*s %.*s", (int)k_trim(id->fn, 8), id->fn,
               (int)k_trim(id->ft, 8), id->ft, (int)k_trim(id->fm, 2), id->fm);
    return buf;
}

/* The number that CMS' manual gives the error (FSREAD, FSWRITE). */
static int
error_number(int code, bool writing)
{
    switch (code) {
    case EDF_FULL:
        return 13;
    case EDF_EOF:
        return 12;
    case EDF_READ_ONLY:
        return 12;
    case EDF_BUSY:
        return 9;
    case EDF_RECFM:
        return 16;
    case EDF_LENGTH:
        return writing ? 15 : 8;
    case EDF_RECNO:
        return 7;
    case EDF_NO_STORAGE:
        return 25;
    default:
        return 3;
    }
}

int
file_fail(const char *module, const struct fileid *id, int code, bool writing)
{
    char number[12] = "DMS???000E", text[24];

    memcpy(number + 3, module, 3);
    switch (code) {
    case 0:
        return 0;
    case EDF_NOT_FOUND:
        memcpy(number + 6, "002E", 4);
        return msg(RC_NOT_FOUND, number, "FILE '%s' NOT FOUND",
                   file_text(id, text));
    case EDF_EXISTS:
        memcpy(number + 6, "024E", 4);
        return msg(RC_NOT_FOUND, number, "FILE '%s' ALREADY EXISTS",
                   file_text(id, text));
    case FILE_NOT_ACCESSED:
        memcpy(number + 6, "069E", 4);
        return msg(RC_DISK, number, "DISK '%c' NOT ACCESSED", id->fm[0]);
    case EDF_READ_ONLY:
        memcpy(number + 6, "037E", 4);
        return msg(RC_DISK, number, "DISK '%c' IS READ/ONLY", id->fm[0]);
    case EDF_NAME:
        memcpy(number + 6, "062E", 4);
        return msg(RC_BAD_CHARACTER, number, "INVALID CHARACTER IN FILEID '%s'",
                   file_text(id, text));
    case EDF_NO_STORAGE:
        memcpy(number + 6, "109S", 4);
        return msg(RC_STORAGE, number, "VIRTUAL STORAGE CAPACITY EXCEEDED");
    default:
        memcpy(number + 6, writing ? "105S" : "104S", 4);
        return msg(RC_IO, number, "ERROR '%d' %s FILE '%s' %s DISK",
                   error_number(code, writing), writing ? "WRITING" : "READING",
                   file_text(id, text), writing ? "ON" : "FROM");
    }
}
