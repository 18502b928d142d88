#include "stub.h"

#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>

// How often it looks, in ns: eight times within the shortest conversion that Hearth asks for.
enum { LOOK = 1000000 };

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// A register, its high byte first on the wire; a word of the SMBus has its low one there.
static uint16_t swapped(uint16_t word) { return (uint16_t)(word << 8 | word >> 8); }

static uint16_t transfer(int bus, uint8_t direction, uint8_t number, uint16_t word) {
    union i2c_smbus_data data = {.word = swapped(word)};
    struct i2c_smbus_ioctl_data argument = {
        .read_write = direction, .command = number, .size = I2C_SMBUS_WORD_DATA, .data = &data};
    if (ioctl(bus, I2C_SMBUS, &argument) < 0) fail("lab-ads1115: the stub");
    return swapped(data.word);
}

void follow_stub(const char *device, uint8_t address, volatile struct inputs *inputs) {
    int bus = open(device, O_RDWR | O_CLOEXEC);
    if (bus < 0 || ioctl(bus, I2C_SLAVE_FORCE, (long)address) < 0) fail(device);
    struct converter converter;
    converter_reset(&converter, inputs);
    transfer(bus, I2C_SMBUS_WRITE, CONFIGURATION, converter.configuration);
    uint16_t shown = 0;
    for (;;) {
        converter.configuration = transfer(bus, I2C_SMBUS_READ, CONFIGURATION, 0);
        uint16_t code = (uint16_t)converter_measure(&converter);
        if (code != shown) transfer(bus, I2C_SMBUS_WRITE, CONVERSION, code);
        shown = code;
        nanosleep(&(struct timespec){.tv_nsec = LOOK}, NULL);
    }
}
