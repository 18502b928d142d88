#ifndef HEARTH_CMOSQUITTO_SHIM_H
#define HEARTH_CMOSQUITTO_SHIM_H

#include <mosquitto.h>

#endif
