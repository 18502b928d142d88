#ifndef HEARTH_PROCESSES_H
#define HEARTH_PROCESSES_H

#include <sys/types.h>

/// A descriptor that stands for a process, whatever becomes of its number: readable once it has ended.
/// Returns -1 and sets errno.
int hearth_open_process(pid_t process);

/// Ends a process at once by its descriptor. Returns -1 and sets errno.
int hearth_kill_process(int descriptor);

/// Starts a program that is nobody's child, so that nobody has to wait for it; it gets no signals
/// blocked. Belongs before the first thread. `words` is its command line, ended by NULL. Returns 0, or
/// -1 where there is no process to be had; that the program itself cannot be run is not told.
int hearth_start_detached(const char *program, char *const words[]);

#endif
