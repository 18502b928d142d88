#include "timers.h"

#include <sys/timerfd.h>
#include <unistd.h>

int hearth_open_periodic_timer(long long period_nanoseconds) {
    const struct timespec period = {
        .tv_sec = period_nanoseconds / 1000000000,
        .tv_nsec = period_nanoseconds % 1000000000,
    };
    const struct itimerspec times = {.it_interval = period, .it_value = period};
    int descriptor = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (descriptor < 0)
        return -1;
    if (timerfd_settime(descriptor, 0, &times, NULL) != 0) {
        close(descriptor);
        return -1;
    }
    return descriptor;
}
