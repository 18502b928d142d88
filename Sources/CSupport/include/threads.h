#ifndef HEARTH_THREADS_H
#define HEARTH_THREADS_H

#include <pthread.h>

/// Names a thread for `top` and debuggers: at most 15 bytes, else nothing happens. Returns 0 or an
/// error number.
int hearth_name_thread(pthread_t thread, const char *name);

#endif
