#ifndef HEARTH_SIGNALS_H
#define HEARTH_SIGNALS_H

/// Blocks SIGTERM for this process's threads and returns a descriptor that becomes readable when it
/// comes. Ignores SIGINT, SIGHUP and SIGPIPE. Returns -1 and sets errno.
int hearth_open_termination(void);

#endif
