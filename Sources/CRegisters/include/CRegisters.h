// Registers of a device, which must be read as often as the program says: what Swift cannot promise.
#ifndef CREGISTERS_H
#define CREGISTERS_H

#include <stdint.h>

static inline uint32_t hearth_read_register(const void *_Nonnull base, long offset) {
    return *(const volatile uint32_t *)((const char *)base + offset);
}

#endif
