#ifndef HEARTH_SYSTEM_CALLS_H
#define HEARTH_SYSTEM_CALLS_H

#include <stddef.h>

// For tests: `read`, `write`, `fsync` and `rename` as the whole test program calls them. Everything
// here is for the calling thread alone.

/// From now on the calls are listed.
void hearth_calls_begin(void);

/// No longer lists, fails or shortens calls; the list: `write fsync rename fsync-directory`, at most
/// 32 calls. Valid until the thread's next begin.
const char *hearth_calls_end(void);

/// The next call of this name fails with this error number, and does nothing.
void hearth_calls_fail(const char *name, int error);

/// Each read or write moves at most so many bytes.
void hearth_calls_shorten(size_t most);

#endif
