#ifndef HEARTH_THREADS_H
#define HEARTH_THREADS_H

#include <pthread.h>

/// Names a thread for `top` and debuggers; a name over 15 bytes changes nothing. Returns 0 or an
/// error number.
int hearth_name_thread(pthread_t thread, const char *name);

/// Waits at most this long for a thread's end. Returns 0, or ETIMEDOUT: it can be joined still.
int hearth_join_thread(pthread_t thread, long long nanoseconds);

#endif
