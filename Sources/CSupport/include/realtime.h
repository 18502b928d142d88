#ifndef HEARTH_REALTIME_H
#define HEARTH_REALTIME_H

#include <stdbool.h>

/// Runs the calling thread before all that is not real-time: SCHED_FIFO at this priority, where
/// permitted. Threads that it starts do not inherit it.
bool hearth_run_in_real_time(int priority);

/// Keeps in memory every page of the process that is or will be touched, where the limit on locked
/// memory does not count: under a limit, memory would run out where nobody expects it.
bool hearth_lock_memory(void);

#endif
