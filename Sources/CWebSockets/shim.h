#ifndef HEARTH_WEBSOCKETS_H
#define HEARTH_WEBSOCKETS_H

#include <libwebsockets.h>

/// LWS_PRE: bytes that libwebsockets needs in front of a payload that it is to send; Swift cannot
/// import the macro. It stands here and not in CSupport, for there it would come with a second copy
/// of the header above, which Swift 6.0 takes for the only one.
static const size_t hearth_lws_headroom = LWS_PRE;

#endif
