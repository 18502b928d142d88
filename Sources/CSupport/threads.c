// pthread_setname_np and pthread_clockjoin_np are GNU extensions, which Swift's import of Glibc
// leaves out.
#define _GNU_SOURCE
#include "threads.h"

#include <errno.h>
#include <time.h>

int hearth_name_thread(pthread_t thread, const char *name) {
    return pthread_setname_np(thread, name);
}

int hearth_join_thread(pthread_t thread, long long nanoseconds) {
    struct timespec deadline;
    if (clock_gettime(CLOCK_MONOTONIC, &deadline) != 0)
        return errno;
    nanoseconds += deadline.tv_nsec;
    deadline.tv_sec += nanoseconds / 1000000000;
    deadline.tv_nsec = nanoseconds % 1000000000;
    return pthread_clockjoin_np(thread, NULL, CLOCK_MONOTONIC, &deadline);
}
