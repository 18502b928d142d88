#ifndef HEARTH_REALTIME_H
#define HEARTH_REALTIME_H

#include <stdbool.h>

/// Gives the calling thread real-time priority: SCHED_FIFO, where permitted. Threads that it starts do not
/// inherit it.
bool hearth_run_in_real_time(int priority);

/// Keeps in memory every page of the process that is or will be touched, where the limit on locked
/// memory does not count: under a limit, memory would run out where nobody expects it.
bool hearth_lock_memory(void);

#endif
