#ifndef HEARTH_CSUPPORT_H
#define HEARTH_CSUPPORT_H

// What Swift cannot import from C: macros, unions, variadic and GNU-only calls. No policy here.

#include "calendar.h"
#include "processes.h"
#include "realtime.h"
#include "signals.h"
#include "threads.h"
#include "timers.h"
#include "watches.h"

#endif
