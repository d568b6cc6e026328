/* A disk that fails on demand: preloaded into a server, it answers for the files of one folder.

   STANDBY_BAD_FOLDER is the folder. While it holds a file "bad-disk", that file says what happens:
     "EIO" "ENOSPC" "EROFS"   every write and sync fails so
     "sync EIO"               syncs alone fail
     "half EIO"               a write fails after half of it was written
     "slow 700"               every sync takes 700 ms longer                                      */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum when { WRITE, SYNC };

static int word(const char *said) {
    if (strcmp(said, "EIO") == 0) return EIO;
    if (strcmp(said, "ENOSPC") == 0) return ENOSPC;
    if (strcmp(said, "EROFS") == 0) return EROFS;
    return 0;
}

/* Whether `fd` is a file of the folder. */
static int ours(int fd) {
    const char *folder = getenv("STANDBY_BAD_FOLDER");
    char link[64], path[PATH_MAX];
    if (folder == NULL) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0 && strstr(path, ".db") != NULL;
}

/* What is to go wrong now: 0, or the errno; *half says that half of a write happens. */
static int wrong(int fd, enum when when, int *half) {
    const char *folder = getenv("STANDBY_BAD_FOLDER");
    char path[PATH_MAX], how[16] = "", what[16] = "";
    *half = 0;
    if (folder == NULL) return 0;
    snprintf(path, sizeof path, "%s/bad-disk", folder);
    FILE *said = fopen(path, "r");
    if (said == NULL) return 0;
    int words = fscanf(said, "%15s %15s", how, what);
    fclose(said);
    if (words < 1 || !ours(fd)) return 0;
    if (strcmp(how, "slow") == 0) {
        if (when == SYNC) usleep((useconds_t)atoi(what) * 1000);
        return 0;
    }
    if (strcmp(how, "sync") == 0) return when == SYNC ? word(what) : 0;
    if (strcmp(how, "half") == 0) {
        *half = when == WRITE;
        return when == WRITE ? word(what) : 0;
    }
    return word(how);
}

static int refused(int fd, enum when when) {
    int half, no = wrong(fd, when, &half);
    if (no != 0) errno = no;
    return no != 0;
}

ssize_t pwrite64(int fd, const void *what, size_t count, off64_t at) {
    int half, no = wrong(fd, WRITE, &half);
    if (no != 0) {
        if (half) syscall(SYS_pwrite64, fd, what, count / 2, at);
        errno = no;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, what, count, at);
}

ssize_t pwrite(int fd, const void *what, size_t count, off_t at) { return pwrite64(fd, what, count, at); }

ssize_t write(int fd, const void *what, size_t count) {
    return refused(fd, WRITE) ? -1 : syscall(SYS_write, fd, what, count);
}

int ftruncate64(int fd, off64_t length) {
    return refused(fd, WRITE) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fsync(int fd) { return refused(fd, SYNC) ? -1 : (int)syscall(SYS_fsync, fd); }

int fdatasync(int fd) { return refused(fd, SYNC) ? -1 : (int)syscall(SYS_fdatasync, fd); }
