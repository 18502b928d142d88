#ifndef HEARTH_WEBSOCKETS_H
#define HEARTH_WEBSOCKETS_H

#include <libwebsockets.h>
#include <stdlib.h>

/// LWS_PRE: bytes that libwebsockets needs in front of a payload that it sends; Swift cannot import
/// the macro. It stands here and not in CSupport, because there it would come with a second copy
/// of the header above, which Swift 6.0 takes for the only one.
static const size_t hearth_lws_headroom = LWS_PRE;

/// Gives a context that is about to be created a log of its own, to be freed after the context; NULL
/// where libwebsockets (before 4.3) has none, or no memory is left. The log that contexts share
/// otherwise counts its users without a lock, and ends the process when two threads' contexts meet there.
static inline void *hearth_lws_give_log(struct lws_context_creation_info *info,
                                        void (*emit)(int level, const char *line), int levels) {
#if LWS_LIBRARY_VERSION_NUMBER >= 4003000
    lws_log_cx_t *log = (lws_log_cx_t *)calloc(1, sizeof *log);
    if (log) {
        log->u.emit = emit;
        log->lll_flags = (uint32_t)levels;
        info->log_cx = log;
    }
    return log;
#else
    (void)info;
    (void)emit;
    (void)levels;
    return NULL;
#endif
}

#endif
