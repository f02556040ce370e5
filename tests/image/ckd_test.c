/* SPDX-License-Identifier: MIT */
/* CKD images: geometry, records, format writes stopped after every write,
 * locks, and Hercules' dasdinit as the other side of the format. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "image/layer.h"
#include "tests/image/holes.h"
#include "tests/image/volume.h"

START_TEST(geometry)
{
    struct ckd *c = fresh("geo", 0x3350, 0);
    const struct ckd_geometry *g = ckd_geometry(c);
    struct stat st;
    struct ckd_rec r;

    ck_assert_uint_eq(g->devtype, 0x3350);
    ck_assert_uint_eq(g->cyls, 555);
    ck_assert_uint_eq(g->heads, 30);
    ck_assert_uint_eq(g->track_size, 19456);
    ck_assert_int_eq(stat(in_dir("geo"), &st), 0);
    ck_assert_int_eq(st.st_size, 512 + 555LL * 30 * 19456);
    check_holes(in_dir("geo"), 1 << 20);
    ck_assert(!ckd_load(c, 555, 0, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "cylinder 555 head 0"));
    ck_assert(!ckd_load(c, 0, 30, &err));
    ck_assert(ckd_load(c, 554, 29, &err));
    ck_assert(memcmp(ckd_home(c), "\0\x02\x2a\0\x1d", 5) == 0);
    ck_assert(ckd_first(c, &r));
    ck_assert_uint_eq(r.rec, 0);
    ck_assert_uint_eq(r.cyl, 554);
    ck_assert_uint_eq(r.head, 29);
    ck_assert_uint_eq(r.datalen, 8);
    ck_assert(!ckd_next(c, &r));
    ckd_close(c);
}
END_TEST

START_TEST(records)
{
    struct ckd *c = fresh("rec", 0x3330, 4);
    struct ckd_rec r, made;
    uint8_t p[20000];
    unsigned n;

    ck_assert(ckd_load(c, 1, 2, &err));
    ck_assert(!ckd_dirty(c));
    ck_assert(ckd_first(c, &r));
    for (unsigned i = 1; i <= 3; i++) {
        n = record(p, i, i == 2 ? 5 : 0, 4096, (uint8_t)i);
        ck_assert_int_eq(ckd_write_ckd(c, &r, p, n, &made, &err), CKD_OK);
        r = made;
    }
    ck_assert(ckd_dirty(c));
    ck_assert(ckd_sync(c, &err));
    ck_assert(!ckd_dirty(c));
    n = record(p, 4, 0, 4096, 4);
    ck_assert_int_eq(ckd_write_ckd(c, &r, p, n, &made, &err), CKD_NO_ROOM);
    /* exactly as much as there is room for */
    n = ckd_room(c, &r);
    record(p, 4, 0, n - 8, 4);
    ck_assert_int_eq(ckd_write_ckd(c, &r, p, n, &made, &err), CKD_OK);
    ck_assert_uint_eq(ckd_room(c, &made), 0);
    ckd_close(c);

    c = ckd_open(in_dir("rec"), 0, &err);
    ck_assert(ckd_load(c, 1, 2, &err));
    ck_assert(ckd_find(c, 2, &r));
    ck_assert_uint_eq(r.keylen, 5);
    ck_assert_uint_eq(r.key[4], 2);
    ck_assert_uint_eq(r.data[4095], 2);
    ck_assert_int_eq(ckd_write_data(c, &r, (const uint8_t *)"abc", 3, &err),
                     CKD_OK);
    ck_assert_int_eq(
        ckd_write_key_data(c, &r, (const uint8_t *)"KEYKEabc", 8, &err),
        CKD_OK);
    ck_assert(ckd_load(c, 0, 0, &err));
    ck_assert(ckd_load(c, 1, 2, &err));
    ck_assert(ckd_find(c, 2, &r));
    ck_assert_mem_eq(r.key, "KEYKEabc\0", 9);
    ck_assert(ckd_find(c, 4, &made));
    /* a format write in the middle ends the track behind itself */
    n = record(p, 9, 3, 100, 0x99);
    ck_assert_int_eq(ckd_write_ckd(c, &r, p, 20, &made, &err), CKD_OK);
    ck_assert(ckd_find(c, 9, &made));
    ck_assert_uint_eq(made.data[8], 0x99);
    ck_assert_uint_eq(made.data[9], 0); /* padded */
    ck_assert(!ckd_next(c, &made));
    ck_assert_int_eq(ckd_erase(c, &r, &err), CKD_OK);
    ck_assert(!ckd_find(c, 9, &made));
    ck_assert(ckd_find(c, 2, &r));
    ck_assert_int_eq(ckd_erase(c, NULL, &err), CKD_OK);
    ck_assert(!ckd_first(c, &r));
    n = record(p, 0, 0, 8, 0);
    ck_assert_int_eq(ckd_write_ckd(c, NULL, p, n, &r, &err), CKD_OK);
    ck_assert_uint_eq(r.at, 5);
    ck_assert_int_eq(ckd_write_home(c, (const uint8_t *)"\x02\0\1\0\2", &err),
                     CKD_OK);
    ck_assert_uint_eq(ckd_home(c)[0], 2);
    ck_assert(!ckd_first(c, &r));
    ckd_close(c);
}
END_TEST

/* A layer between that lets `left` atoms (pieces within 512 bytes) be written
 * and then acts as if the process had been killed. */
struct brake {
    struct layer l;
    struct layer *real;
    long left;
};

static bool
brake_read(struct layer *l, unsigned track, uint8_t *buf, bool *present,
           struct err *e)
{
    struct layer *real = ((struct brake *)(void *)l)->real;

    return real->ops->read(real, track, buf, present, e);
}

static bool
brake_write(struct layer *l, unsigned track, unsigned at, const uint8_t *data,
            unsigned len, struct err *e)
{
    struct brake *b = (struct brake *)(void *)l;

    while (len > 0) {
        unsigned n = CKD_ATOM - at % CKD_ATOM;

        if (n > len)
            n = len;
        if (b->left-- <= 0)
            return err_set(e, "killed");
        if (!b->real->ops->write(b->real, track, at, data, n, e))
            return false;
        at += n;
        data += n;
        len -= n;
    }
    return true;
}

static void
brake_close(struct layer *l)
{
    struct brake *b = (struct brake *)(void *)l;

    b->real->ops->close(b->real);
    free(l);
}

static const struct layer_ops brake_ops = {
    .read = brake_read, .write = brake_write, .close = brake_close};

/* The first member of struct ckd is its top layer. */
static struct brake *
put_brake(struct ckd *c)
{
    struct layer **top = (struct layer **)(void *)c;
    struct brake *b = calloc(1, sizeof(*b));

    b->real = *top;
    b->l.ops = &brake_ops;
    b->l.fd = -1;
    b->l.path = b->real->path;
    b->l.geo = b->real->geo;
    *top = &b->l;
    return b;
}

/* For record lengths that move the count field over every place relative to
 * 512: replaces record 2 of three and is stopped after n pieces, for all n.
 * The track is always readable, record 1 always whole, record 2 old or new or
 * gone. */
START_TEST(stopped_format_write)
{
    uint8_t p[2000], old[2000];

    for (unsigned dl = 440; dl < 520; dl += _i + 1) {
        bool done = false;

        for (long n = 0; !done; n++) {
            struct ckd *c = fresh("stop", 0x3330, 1);
            struct ckd_rec r, made;
            enum ckd_result res;

            ck_assert(ckd_load(c, 0, 2, &err));
            ck_assert(ckd_first(c, &r));
            record(p, 1, 0, dl, 1);
            ck_assert_int_eq(ckd_write_ckd(c, &r, p, 8 + dl, &r, &err), 0);
            made = r;
            record(old, 2, 0, 700, 2);
            ck_assert_int_eq(ckd_write_ckd(c, &r, old, 708, &made, &err), 0);
            record(p, 3, 0, 700, 3);
            ck_assert_int_eq(ckd_write_ckd(c, &made, p, 708, NULL, &err), 0);
            put_brake(c)->left = n;
            record(p, 2, 7, 0x1f0, 0xee);
            res = ckd_write_ckd(c, &r, p, 8 + 7 + 0x1f0, &made, &err);
            done = res == CKD_OK;
            ckd_close(c);

            c = ckd_open(in_dir("stop"), 0, &err);
            ck_assert_msg(ckd_load(c, 0, 2, &err), "%s", err.text);
            ck_assert(ckd_find(c, 1, &r));
            ck_assert_uint_eq(r.datalen, dl);
            ck_assert_uint_eq(r.data[dl - 1], 1);
            if (ckd_next(c, &r) && r.keylen == 7) {
                ck_assert_uint_eq(r.data[0x1ef], 0xee);
                ck_assert(!ckd_next(c, &r));
            } else {
                ck_assert(!done);
            }
            ckd_close(c);
            ck_assert_int_lt(n, 20);
        }
    }
}
END_TEST

static void
poke(const char *name, off_t at, const void *p, size_t n)
{
    int fd = open(in_dir(name), O_RDWR);

    ck_assert_int_eq(pwrite(fd, p, n, at), (ssize_t)n);
    close(fd);
}

/* Writes records of all kinds for ever. */
static void
write_for_ever(const char *path, unsigned seed)
{
    struct ckd *c = ckd_open(path, 0, &err);
    uint8_t p[3000];

    while (c != NULL) {
        struct ckd_rec r;
        unsigned head, n;

        seed = seed * 1103515245 + 12345;
        head = seed >> 16 & 3;
        if (!ckd_load(c, 1, head, &err) || !ckd_first(c, &r))
            break;
        for (n = seed >> 20 & 7; n > 0 && ckd_next(c, &r); n--)
            ;
        n = record(p, 1 + (seed >> 24 & 15), seed >> 12 & 15,
                   1 + (seed >> 8) % 2900, (uint8_t)seed);
        ckd_write_ckd(c, &r, p, n, NULL, &err);
    }
    _exit(1);
}

/* A real kill -9 at any instant: every track can be read. */
START_TEST(killed)
{
    ckd_close(fresh("kill", 0x3330, 2));
    for (unsigned i = 0; i < 25; i++) {
        struct ckd *c;
        struct ckd_rec r;
        unsigned n = 0;
        int status;
        pid_t child = fork();

        if (child == 0)
            write_for_ever(in_dir("kill"), i);
        usleep(1000 + i * 137 % 3000);
        kill(child, SIGKILL);
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert(WIFSIGNALED(status)); /* it had not ended by itself */
        c = ckd_open(in_dir("kill"), 0, &err);
        ck_assert_msg(c != NULL, "%s", err.text);
        for (unsigned h = 0; h < 4; h++) {
            ck_assert_msg(ckd_load(c, 1, h, &err), "%s", err.text);
            for (bool m = ckd_first(c, &r); m; m = ckd_next(c, &r)) {
                ck_assert_uint_lt(r.rec, 17);
                ck_assert(r.rec == 0 || (r.cyl == 1 && r.head == 2));
                n++;
            }
        }
        ck_assert_uint_ge(n, 4); /* R0s at least */
        ckd_close(c);
    }
}
END_TEST

/* Tracks of random bytes, and random writes to those that parse. */
START_TEST(mangled)
{
    uint8_t junk[13312], p[3000];
    unsigned seed = 5, parsed = 0;
    struct ckd_rec r, made;

    ckd_close(fresh("mangled", 0x3330, 1));
    for (unsigned i = 0; i < 900; i++) {
        struct ckd *c;
        unsigned n = i % 3 ? 40 : sizeof(junk);

        memset(junk, 0, sizeof(junk));
        for (unsigned j = 0; j < n; j++) {
            seed = seed * 1103515245 + 12345;
            junk[j] = seed >> 30 ? (uint8_t)(seed >> 16) & 0x0f : 0xff;
        }
        poke("mangled", 512, junk, sizeof(junk));
        c = ckd_open(in_dir("mangled"), 0, &err);
        ck_assert_ptr_nonnull(c);
        if (ckd_load(c, 0, 0, &err)) {
            parsed++;
            for (bool m = ckd_first(c, &r); m; m = ckd_next(c, &r))
                ck_assert_uint_le(r.at + 8u + r.keylen + r.datalen,
                                  sizeof(junk));
            if (ckd_first(c, &r)) {
                ckd_write_data(c, &r, junk, 5000, &err);
                ckd_write_key_data(c, &r, junk, 2, &err);
                n = record(p, 3, i % 200, i % 2700, 7);
                ck_assert_int_ne(ckd_write_ckd(c, &r, p, n, &made, &err),
                                 CKD_IO);
                ck_assert_int_eq(ckd_erase(c, &r, &err), CKD_OK);
                ck_assert(!ckd_next(c, &r));
            }
        }
        ckd_close(c);
    }
    ck_assert_uint_gt(parsed, 30);
    ck_assert_uint_lt(parsed, 870);
}
END_TEST

START_TEST(locks)
{
    struct ckd *c = fresh("lock", 0x3330, 1), *d;
    int fds[2], status;
    char pid[32];
    pid_t child;
    struct err e;

    d = ckd_open(in_dir("lock"), 0, &e); /* the same process */
    ck_assert_ptr_null(d);
    ck_assert_ptr_nonnull(strstr(e.text, "in use"));
    child = fork();
    if (child == 0) {
        snprintf(pid, sizeof(pid), "process %ld", (long)getppid());
        d = ckd_open(in_dir("lock"), CKD_READ_ONLY, &e);
        _exit(d == NULL && strstr(e.text, pid) != NULL &&
                      strstr(e.text, in_dir("lock")) != NULL
                  ? 0
                  : 1);
    }
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ckd_close(c);
    /* a holder that is killed leaves no lock */
    ck_assert_int_eq(pipe(fds), 0);
    child = fork();
    if (child == 0) {
        d = ckd_open(in_dir("lock"), 0, &e);
        if (write(fds[1], "x", 1) != 1)
            _exit(1);
        pause();
    }
    ck_assert_int_eq(read(fds[0], pid, 1), 1);
    ck_assert_ptr_null(ckd_open(in_dir("lock"), 0, &e));
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    c = ckd_open(in_dir("lock"), CKD_READ_ONLY, &e);
    ck_assert_msg(c != NULL, "%s", e.text);
    d = ckd_open(in_dir("lock"), CKD_READ_ONLY, &e); /* readers share */
    ck_assert_ptr_nonnull(d);
    ck_assert(ckd_read_only(d));
    ck_assert(ckd_load(d, 0, 0, &e));
    ck_assert_int_eq(ckd_erase(d, NULL, &e), CKD_IO);
    ck_assert_ptr_nonnull(strstr(e.text, "reading only"));
    ckd_close(c);
    ckd_close(d);
    close(fds[0]);
    close(fds[1]);
}
END_TEST

static void
expect_error(const char *name, const char *what)
{
    struct ckd *c = ckd_open(in_dir(name), 0, &err);

    ck_assert_ptr_null(c);
    ck_assert_msg(strstr(err.text, what) != NULL, "%s", err.text);
    ck_assert_ptr_nonnull(strstr(err.text, name));
}

START_TEST(malformed)
{
    struct ckd *c;

    expect_error("absent", "No such file");
    ckd_close(fresh("bad", 0x3330, 1));
    poke("bad", 16, "\x77", 1);
    expect_error("bad", "drive type X'77'");
    poke("bad", 16, "\x30\1", 2);
    expect_error("bad", "several files");
    poke("bad", 16, "\x30\0", 2);
    poke("bad", 8, "\0", 1);
    expect_error("bad", "0 heads");
    poke("bad", 8, "\x13", 1);
    ck_assert_int_eq(truncate(in_dir("bad"), 512 + 30 * 13312), 0);
    expect_error("bad", "truncated in cylinder 1");
    ck_assert_int_eq(truncate(in_dir("bad"), 100), 0);
    expect_error("bad", "shorter");
    ckd_close(fresh("bad", 0x3330, 1));
    /* a record that claims more than the track holds */
    poke("bad", 512 + 13312, "\0\0\0\0\1\0\0\0\1\1\xff\xff\xff", 13);
    c = ckd_open(in_dir("bad"), 0, &err);
    ck_assert(!ckd_load(c, 0, 1, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "cylinder 0 head 1: record 1"));
    ck_assert(ckd_load(c, 0, 0, &err));
    ckd_close(c);
    ck_assert(!ckd_create(in_dir("bad"), 0x3330, 1, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "exists"));
    ck_assert(!ckd_create(in_dir("bad2"), 0x3331, 1, &err));
}
END_TEST

/* Hercules makes a volume; we read its label and add to it. */
START_TEST(hercules)
{
    char cmd[600];
    struct ckd *c;
    struct ckd_rec r;

    if (access("/usr/bin/dasdinit", X_OK) != 0) {
        printf("skipped: no dasdinit (Debian package hercules)\n");
        return;
    }
    unlink(in_dir("herc"));
    snprintf(cmd, sizeof(cmd), "dasdinit %s 3330 HERC01 >/dev/null 2>&1",
             in_dir("herc"));
    ck_assert_int_eq(system(cmd), 0);
    c = ckd_open(in_dir("herc"), 0, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    ck_assert_uint_eq(ckd_geometry(c)->cyls, 404);
    ck_assert_uint_eq(ckd_geometry(c)->devtype, 0x3330);
    for (unsigned cyl = 0; cyl < 404; cyl += 13)
        for (unsigned head = 0; head < 19; head++)
            ck_assert_msg(ckd_load(c, cyl, head, &err), "%s", err.text);
    ck_assert(ckd_load(c, 0, 0, &err));
    ck_assert(ckd_find(c, 3, &r));
    ck_assert_uint_eq(r.keylen, 4);
    ck_assert_mem_eq(r.key, "\xe5\xd6\xd3\xf1", 4); /* VOL1 */
    ck_assert_mem_eq(r.data + 4, "\xc8\xc5\xd9\xc3\xf0\xf1", 6);
    /* an empty track of theirs is byte for byte the one we make up */
    ck_assert(ckd_load(c, 7, 9, &err));
    ck_assert_mem_eq(ckd_home(c),
                     "\0\0\7\0\x9\0\7\0\x9\0\0\0\x8\0\0\0\0\0\0\0\0"
                     "\xff\xff\xff\xff\xff\xff\xff\xff",
                     29);
    ckd_close(c);
    unlink(in_dir("herc"));
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("ckd");

    tcase_add_test(t, geometry);
    tcase_add_test(t, records);
    tcase_add_loop_test(t, stopped_format_write, 0, 1);
    tcase_add_test(t, killed);
    tcase_add_test(t, mangled);
    tcase_add_test(t, locks);
    tcase_add_test(t, malformed);
    tcase_add_test(t, hercules);
    return volume_run(t);
}
