#ifndef HEARTH_TIMERS_H
#define HEARTH_TIMERS_H

/// Starts a timer of the monotonic clock as a descriptor that becomes readable once a period; a
/// read of 8 bytes takes the number of periods that have passed. Returns -1 and sets errno.
int hearth_open_periodic_timer(long long period_nanoseconds);

#endif
