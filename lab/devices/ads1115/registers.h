// The registers of an ADS1115, as much of them as a program can see (TI SBAS444E, section 9.6).
#ifndef LAB_REGISTERS_H
#define LAB_REGISTERS_H

#include <stdbool.h>
#include <stdint.h>

// What the harness writes and the converter follows: a file that both map.
struct inputs {
    int32_t microvolts[4];  // at AIN0 … AIN3, against ground
    uint32_t fault;         // enum fault
    uint32_t conversions;   // counts up with each conversion that was started
};

enum fault {
    FAULT_NONE,
    FAULT_NO_ACKNOWLEDGE,  // nobody answers at the address
    FAULT_HANG,            // the transfer does not end until the fault does
    FAULT_FROZEN,          // the conversion register keeps its last value
};

// Section 9.6: the register pointer.
enum { CONVERSION, CONFIGURATION, LOW_THRESHOLD, HIGH_THRESHOLD };

struct converter {
    const volatile struct inputs *inputs;
    uint8_t pointer;
    uint16_t configuration;
    int16_t conversion;
    uint16_t low_threshold, high_threshold;
    int64_t ready_at;  // ns of the monotonic clock: the end of the running conversion
    bool is_converting;
};

void converter_reset(struct converter *, const volatile struct inputs *);

// A transfer from the master: pointer, then up to two bytes of a register.
void converter_write(struct converter *, volatile struct inputs *, const uint8_t *, int count);

// A transfer to the master: the register under the pointer, high byte first.
void converter_read(struct converter *, uint8_t *, int count);

// What a conversion with the present configuration gives.
int16_t converter_measure(const struct converter *);

#endif
