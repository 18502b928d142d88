#ifndef HEARTH_CALENDAR_H
#define HEARTH_CALENDAR_H

#include <stdbool.h>

/// Whether the kernel holds the calendar's time to be set by a time server (adjtimex(2), STA_UNSYNC).
bool hearth_calendar_is_synchronized(void);

#endif
