/* SPDX-License-Identifier: MIT */
/* The line editor's buffer. Lines are a list in pieces of storage that are
 * freed together when the command ends. */
#include "cms/edit.h"

#include "cms/console.h"
#include "cms/heap.h"
#include "cms/msg.h"
#include "klib/klib.h"

enum { CHUNK = 4096 };

static struct edit_line *
new_line(struct edit *e, const char *text, uint32_t len)
{
    uint32_t size = ((uint32_t)sizeof(struct edit_line) + len + 7) & ~7u;
    struct edit_line *l;

    if (size > e->chunk_left) {
        e->chunk = heap_get(CHUNK - 8, HEAP_COMMAND);
        if (e->chunk == NULL) {
            e->chunk_left = 0;
            msg(0, "DMSEDI109S", "VIRTUAL STORAGE CAPACITY EXCEEDED");
            return NULL;
        }
        e->chunk_left = CHUNK - 8;
    }
    l = (struct edit_line *)(void *)e->chunk;
    e->chunk += size;
    e->chunk_left -= size;
    l->len = len;
    memcpy(l->text, text, len);
    return l;
}

bool
edit_begin(struct edit *e)
{
    e->top = new_line(e, "", 0);
    e->end = new_line(e, "", 0);
    if (e->top == NULL || e->end == NULL)
        return false;
    e->top->prev = NULL;
    e->top->next = e->end;
    e->end->prev = e->top;
    e->end->next = NULL;
    e->at = e->top;
    e->count = 0;
    e->verify = true;
    return true;
}

bool
edit_on_line(const struct edit *e)
{
    return e->at != e->top && e->at != e->end;
}

bool
edit_insert(struct edit *e, const char *text, uint32_t len)
{
    struct edit_line *l, *before = e->at == e->end ? e->end->prev : e->at;

    if (len > e->lrecl) {
        len = e->lrecl;
        con_printf("TRUNCATED");
    }
    l = new_line(e, text, (uint32_t)k_trim(text, len));
    if (l == NULL)
        return false;
    l->prev = before;
    l->next = before->next;
    before->next->prev = l;
    before->next = l;
    e->at = l;
    e->count++;
    e->changed = true;
    return true;
}

void
edit_delete(struct edit *e)
{
    struct edit_line *l = e->at;

    if (!edit_on_line(e))
        return;
    l->prev->next = l->next;
    l->next->prev = l->prev;
    e->at = l->next;
    e->count--;
    e->changed = true;
}

bool
edit_replace(struct edit *e, const char *text, uint32_t len)
{
    struct edit_line *old = e->at;

    if (!edit_on_line(e) || !edit_insert(e, text, len))
        return false;
    old->prev->next = e->at;
    e->at->prev = old->prev;
    e->count--;
    return true;
}

void
edit_show(const struct edit *e)
{
    if (e->at == e->top)
        con_printf("TOF:");
    else if (e->at == e->end)
        con_printf("EOF:");
    else
        con_write(e->at->len == 0 ? " " : e->at->text,
                  e->at->len == 0 ? 1 : e->at->len);
}

int
edit_read(struct edit *e, const struct fileid *id)
{
    struct file_info info;
    struct file *f;
    char *record;
    uint32_t len;
    int rc = file_state(id, &info);

    if (rc != 0)
        return rc;
    record = heap_get(info.lrecl, HEAP_COMMAND);
    if (record == NULL)
        return EDF_NO_STORAGE;
    rc = file_open(&info.id, FILE_READ, &f);
    if (rc == 0) {
        for (uint32_t n = 1; rc == 0 && n <= info.items; n++) {
            rc = file_read(f, n, record, info.lrecl, &len);
            if (rc == 0 && !edit_insert(e, record, len))
                rc = EDF_NO_STORAGE;
        }
        file_close(f);
    }
    heap_free(record);
    return rc;
}

static int
write_lines(struct edit *e, struct file *f, char *record)
{
    int rc = 0;

    for (struct edit_line *l = e->top->next; rc == 0 && l != e->end;
         l = l->next) {
        uint32_t len = e->recfm == 'F' ? e->lrecl : l->len;

        memset(record, ' ', e->lrecl);
        memcpy(record, l->text, l->len < e->lrecl ? l->len : e->lrecl);
        if (len == 0)
            len = 1;
        rc = file_write(f, 0, record, len);
    }
    return rc;
}

int
edit_write(struct edit *e, const struct fileid *id)
{
    char *record;
    struct file *f;
    int rc;

    if (e->count == 0)
        return msg(RC_ENVIRONMENT, "DMSEDI241E",
                   "THE FILE IS EMPTY AND IS NOT WRITTEN");
    record = heap_get(e->lrecl, HEAP_COMMAND);
    if (record == NULL)
        return file_fail("EDI", id, EDF_NO_STORAGE, true);
    rc = file_create(id, FILE_REPLACE, e->recfm, e->lrecl, &f);
    if (rc == 0) {
        rc = write_lines(e, f, record);
        if (rc != 0)
            file_abandon(f);
        else
            rc = file_close(f);
    }
    heap_free(record);
    if (rc != 0)
        return file_fail("EDI", id, rc, true);
    e->changed = false;
    return 0;
}
