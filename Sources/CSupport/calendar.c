#include "calendar.h"

#include <sys/timex.h>

bool hearth_calendar_is_synchronized(void) {
    struct timex state = {0};
    int result = adjtimex(&state);
    return result >= 0 && result != TIME_ERROR && !(state.status & STA_UNSYNC);
}
