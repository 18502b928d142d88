// An ADS1115 on a bus of the kernel's i2c-stub, which has registers and nothing behind them.
#ifndef LAB_STUB_H
#define LAB_STUB_H

#include "registers.h"

// Follows the configuration register, and keeps in the conversion register what lies at the input
// that it names. Does not return.
void follow_stub(const char *device, uint8_t address, volatile struct inputs *);

#endif
