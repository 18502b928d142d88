#ifndef HEARTH_WATCHES_H
#define HEARTH_WATCHES_H

/// A set of descriptors that tells of changes only (epoll(7)). Returns -1 and sets errno.
int hearth_open_watch(void);

/// Adds a descriptor, which is told of under this number: each time that it is ready, or with `once` only
/// when something has happened since. It leaves the set when it is closed. Returns -1 and sets errno.
int hearth_watch(int watch, int descriptor, int number, int once);

/// Waits for this long, -1 for ever. The numbers of those that are ready, at most `most`, go to `numbers`;
/// returns how many, or -1 with errno set.
int hearth_wait_for_watch(int watch, int *numbers, int most, int milliseconds);

/// Forgets everything that has happened so far.
void hearth_drain_watch(int watch);

/// A descriptor that another thread makes readable with `hearth_signal`. Returns -1 and sets errno.
int hearth_open_signal(void);

/// Makes a signal's descriptor readable.
void hearth_signal(int descriptor);

/// Makes it unreadable again.
void hearth_collect_signal(int descriptor);

#endif
