/* SPDX-License-Identifier: MIT */
/* The Unix socket of the control protocol. A sockaddr_un holds 107 bytes and a
 * state folder may lie deeper, so the folder is opened first and the socket
 * named through /proc/self/fd (Linux). */
#include "config.h"

#include "lib/ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Fills addr for path; returns the folder's descriptor, which must stay open
 * until the address was used, or -1. */
static int
address(const char *path, struct sockaddr_un *addr)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    char dir[4096];
    int fd, n;

    n = slash ? (int)(slash - path) + 1 : 1;
    if ((size_t)n >= sizeof(dir)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(dir, slash ? path : ".", (size_t)n);
    dir[n] = '\0';
    fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    memset(addr, 0, sizeof(*addr));
    addr->sun_family = AF_UNIX;
    n = snprintf(addr->sun_path, sizeof(addr->sun_path), "/proc/self/fd/%d/%s",
                 fd, name);
    if (n < 0 || (size_t)n >= sizeof(addr->sun_path)) {
        close(fd);
        errno = ENAMETOOLONG;
        return -1;
    }
    return fd;
}

static int
give_up(int sock, int dir, const char *path, const char *what, struct err *err)
{
    int e = errno;

    err_set(err, "control socket %s: %s: %s", path, what, strerror(e));
    if (sock >= 0)
        close(sock);
    if (dir >= 0)
        close(dir);
    errno = e;
    return -1;
}

/* Is there nothing, or a socket, which may go? */
static bool
may_go(const char *path)
{
    struct stat st;

    if (lstat(path, &st) != 0 || S_ISSOCK(st.st_mode))
        return true;
    errno = EEXIST;
    return false;
}

int
ctl_listen(const char *path, struct err *err)
{
    struct sockaddr_un addr;
    char name[sizeof(addr.sun_path)], made[CTL_LINE_MAX];
    int dir, sock;

    dir = address(path, &addr);
    if (dir < 0)
        return give_up(-1, -1, path, "cannot be made", err);
    sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (sock < 0)
        return give_up(-1, dir, path, "socket", err);
    memcpy(name, addr.sun_path, sizeof(name));
    snprintf(made, sizeof(made), "%s.new", name);
    if (strlen(made) >= sizeof(addr.sun_path)) {
        errno = ENAMETOOLONG;
        return give_up(sock, dir, path, "bind", err);
    }
    if (!may_go(name) || !may_go(made))
        return give_up(sock, dir, path, "is no socket", err);
    unlink(made);
    strcpy(addr.sun_path, made);
    /* Linux gives the file the mode of the socket's inode. */
    if (fchmod(sock, 0600) != 0 ||
        bind(sock, (struct sockaddr *)&addr, sizeof(addr)) != 0)
        return give_up(sock, dir, path, "bind", err);
    if (listen(sock, 16) != 0 || rename(made, name) != 0) {
        unlink(made);
        return give_up(sock, dir, path, "listen", err);
    }
    close(dir);
    return sock;
}

int
ctl_connect(const char *path, bool *absent, struct err *err)
{
    struct sockaddr_un addr;
    int dir, sock, e = 0;

    if (absent != NULL)
        *absent = false;
    dir = address(path, &addr);
    sock = dir < 0 ? -1 : socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (sock < 0 ||
        connect(sock, (struct sockaddr *)&addr, sizeof(addr)) != 0) {
        e = errno;
        if (absent != NULL)
            *absent = e == ENOENT || e == ECONNREFUSED || e == ENOTDIR;
        errno = e;
        return give_up(sock, dir, path, "no connection", err);
    }
    close(dir);
    return sock;
}
