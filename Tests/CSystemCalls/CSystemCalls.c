#define _GNU_SOURCE
#include "CSystemCalls.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// The executable's own definitions come before the C library's, which they call.

static _Thread_local struct {
    bool listing;
    int calls;
    char list[32 * 20];
    char failing[20];
    int error;
    size_t most;
} plan;

void hearth_calls_begin(void) {
    memset(&plan, 0, sizeof plan);
    plan.listing = true;
}

const char *hearth_calls_end(void) {
    plan.listing = false;
    plan.failing[0] = 0;
    plan.most = 0;
    return plan.list;
}

void hearth_calls_fail(const char *name, int error) {
    strncpy(plan.failing, name, sizeof plan.failing - 1);
    plan.error = error;
}

void hearth_calls_shorten(size_t most) { plan.most = most; }

// Lists the call; true: it is to fail.
static bool fails(const char *name) {
    if (!plan.listing) return false;
    if (plan.calls < 32) {
        if (plan.calls > 0) strcat(plan.list, " ");
        strcat(plan.list, name);
        plan.calls += 1;
    }
    if (strcmp(plan.failing, name) != 0) return false;
    plan.failing[0] = 0;
    errno = plan.error;
    return true;
}

static size_t shortened(size_t count) {
    return plan.most > 0 && count > plan.most ? plan.most : count;
}

ssize_t read(int descriptor, void *buffer, size_t count) {
    static ssize_t (*real)(int, void *, size_t);
    if (!real) real = (ssize_t(*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
    if (fails("read")) return -1;
    return real(descriptor, buffer, shortened(count));
}

ssize_t write(int descriptor, const void *buffer, size_t count) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (fails("write")) return -1;
    return real(descriptor, buffer, shortened(count));
}

int fsync(int descriptor) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    struct stat status;
    bool directory = plan.listing && fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
    if (fails(directory ? "fsync-directory" : "fsync")) return -1;
    return real(descriptor);
}

int rename(const char *path, const char *new_path) {
    static int (*real)(const char *, const char *);
    if (!real) real = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    if (fails("rename")) return -1;
    return real(path, new_path);
}
