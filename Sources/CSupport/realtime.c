// SCHED_RESET_ON_FORK is a GNU extension.
#define _GNU_SOURCE
#include "realtime.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

bool hearth_run_in_real_time(int priority) {
    const struct sched_param parameters = {.sched_priority = priority};
    return sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameters) == 0;
}

bool hearth_lock_memory(void) {
    struct rlimit limit;
    bool is_limited = getrlimit(RLIMIT_MEMLOCK, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY;
    if (is_limited && geteuid() != 0)
        return false;
    return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
}
