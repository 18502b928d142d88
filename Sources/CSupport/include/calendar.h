#ifndef HEARTH_CALENDAR_H
#define HEARTH_CALENDAR_H

/// 1: the kernel holds the calendar's time to be set by a time server (adjtimex(2), STA_UNSYNC), 0: it does
/// not, -1: the system does not tell, as under systemd's ProtectClock=.
int hearth_calendar_is_synchronized(void);

#endif
