#include "registers.h"

#include <time.h>

// Table 8: the configuration register.
enum {
    START = 0x8000,       // writing it starts a conversion; reading: no conversion is running
    SINGLE_SHOT = 0x0100,
    DEFAULT = 0x8583,
};

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

void converter_reset(struct converter *converter, const volatile struct inputs *inputs) {
    *converter = (struct converter){
        .inputs = inputs,
        .configuration = DEFAULT,
        .low_threshold = 0x8000,
        .high_threshold = 0x7fff,
    };
}

static int32_t microvolts(const struct converter *converter) {
    // Positive and negative input by the multiplexer's three bits; 4 is ground.
    static const uint8_t pairs[8][2] = {
        {0, 1}, {0, 3}, {1, 3}, {2, 3}, {0, 4}, {1, 4}, {2, 4}, {3, 4},
    };
    const uint8_t *pair = pairs[converter->configuration >> 12 & 7];
    int32_t positive = converter->inputs->microvolts[pair[0]];
    return pair[1] == 4 ? positive : positive - converter->inputs->microvolts[pair[1]];
}

int16_t converter_measure(const struct converter *converter) {
    static const int32_t full_scale[8] = {
        6144000, 4096000, 2048000, 1024000, 512000, 256000, 256000, 256000,
    };
    int64_t scale = full_scale[converter->configuration >> 9 & 7];
    int64_t code = (int64_t)microvolts(converter) * 32768 / scale;
    return code > 32767 ? 32767 : code < -32768 ? -32768 : (int16_t)code;
}

static int64_t conversion_time(const struct converter *converter) {
    static const int32_t per_second[8] = {8, 16, 32, 64, 128, 250, 475, 860};
    return 1000000000 / per_second[converter->configuration >> 5 & 7];
}

// Lets the conversion that is due end, and in continuous mode the next one begin.
static void advance(struct converter *converter) {
    if (!converter->is_converting || now() < converter->ready_at) return;
    if (converter->inputs->fault != FAULT_FROZEN) converter->conversion = converter_measure(converter);
    converter->is_converting = !(converter->configuration & SINGLE_SHOT);
    converter->ready_at = now() + conversion_time(converter);
}

static void configure(struct converter *converter, volatile struct inputs *inputs, uint16_t word) {
    converter->configuration = word | START;
    if (word & SINGLE_SHOT && !(word & START)) return;
    converter->is_converting = true;
    converter->ready_at = now() + conversion_time(converter);
    inputs->conversions++;
}

void converter_write(struct converter *converter, volatile struct inputs *inputs,
                     const uint8_t *bytes, int count) {
    if (count < 1) return;
    advance(converter);
    converter->pointer = bytes[0] & 3;
    if (count < 3) return;
    uint16_t word = (uint16_t)(bytes[1] << 8 | bytes[2]);
    switch (converter->pointer) {
    case CONFIGURATION: configure(converter, inputs, word); break;
    case LOW_THRESHOLD: converter->low_threshold = word; break;
    case HIGH_THRESHOLD: converter->high_threshold = word; break;
    }
}

static uint16_t word_at_pointer(const struct converter *converter) {
    switch (converter->pointer) {
    case CONVERSION: return (uint16_t)converter->conversion;
    case LOW_THRESHOLD: return converter->low_threshold;
    case HIGH_THRESHOLD: return converter->high_threshold;
    }
    // In single-shot mode the start bit reads as 0 while a conversion is running.
    bool is_busy = converter->is_converting && converter->configuration & SINGLE_SHOT;
    return is_busy ? converter->configuration & ~START : converter->configuration;
}

void converter_read(struct converter *converter, uint8_t *bytes, int count) {
    advance(converter);
    uint16_t word = word_at_pointer(converter);
    for (int index = 0; index < count; index++)
        bytes[index] = (uint8_t)(index % 2 ? word : word >> 8);
}
