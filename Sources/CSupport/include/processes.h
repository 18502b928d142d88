#ifndef HEARTH_PROCESSES_H
#define HEARTH_PROCESSES_H

#include <sys/types.h>

/// A descriptor of a process, valid even if its number is used again: readable once it has ended.
/// Returns -1 and sets errno.
int hearth_open_process(pid_t process);

/// Ends a process at once by its descriptor. Returns -1 and sets errno.
int hearth_kill_process(int descriptor);

/// Starts a program that is nobody's child, so that nobody has to wait for it; it gets no signals
/// blocked. Call it before the first thread starts. `words` is its command line, ended by NULL. Returns 0,
/// or -1 where no process can be made; a program that cannot be run is not reported.
int hearth_start_detached(const char *program, char *const words[]);

#endif
