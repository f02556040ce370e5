/* SPDX-License-Identifier: MIT */
/* File locks: flock(2), which belongs to the open file, so that it holds
 * against other descriptors of the same process too and is not lost when one
 * of those is closed. The holder's pid is looked up in /proc/locks (proc(5)),
 * which lists a line per lock, such as
 * "1: FLOCK  ADVISORY  WRITE 4711 fd:01:1049605 0 EOF". */
#include "config.h"

#include "image/lock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* 0 when not found. The device numbers there are the super block's, which on
 * some file systems are not those of stat(2): an inode alone will do then. */
static pid_t
find_holder(int fd)
{
    FILE *f = fopen("/proc/locks", "re");
    unsigned maj, min;
    unsigned long ino;
    char line[256];
    struct stat st;
    pid_t found = 0;
    long pid;

    if (f == NULL)
        return 0;
    while (fstat(fd, &st) == 0 && fgets(line, sizeof(line), f) != NULL) {
        if (sscanf(line, "%*s FLOCK %*s %*s %ld %x:%x:%lu", &pid, &maj, &min,
                   &ino) != 4 ||
            ino != st.st_ino || pid <= 0)
            continue;
        found = (pid_t)pid;
        if (maj == major(st.st_dev) && min == minor(st.st_dev))
            break;
    }
    fclose(f);
    return found;
}

bool
lock_file(int fd, bool shared, const char *path, pid_t *holder, struct err *err)
{
    pid_t pid;

    if (holder != NULL)
        *holder = 0;
    if (flock(fd, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0)
        return true;
    if (errno != EWOULDBLOCK)
        return err_set(err, "%s: cannot lock: %s", path, strerror(errno));
    pid = find_holder(fd);
    if (holder != NULL)
        *holder = pid;
    if (pid == 0)
        return err_set(err, "%s: in use", path);
    return err_set(err, "%s: in use by process %ld", path, (long)pid);
}
