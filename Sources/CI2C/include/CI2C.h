#ifndef HEARTH_CI2C_H
#define HEARTH_CI2C_H

// One chip on an I²C bus of Linux (/dev/i2c-N): what libi2c offers, and the ioctls that Swift cannot
// import. No policy here.
//
// Each function returns 0, or the number that it read, or an error number with a minus before it.

#include <stdint.h>

/// What an adapter can do: bits of `functions` (linux/i2c.h).
enum {
    /// Plain transfers, through I2C_RDWR.
    HEARTH_I2C_PLAIN = 0x00000001,
    HEARTH_I2C_SMBUS_READ_WORD_DATA = 0x00200000,
    HEARTH_I2C_SMBUS_WRITE_WORD_DATA = 0x00400000,
    HEARTH_I2C_SMBUS_WRITE_BYTE = 0x00040000,
};

/// Opens a bus for reading and writing. Returns the descriptor.
int hearth_i2c_open(const char *path);

/// Asks what the adapter can do.
int hearth_i2c_functions(int descriptor, unsigned long *functions);

/// Bounds a transfer: its time, which the kernel counts in units of 10 ms, and how often it is tried
/// again after it lost the bus.
int hearth_i2c_bound(int descriptor, unsigned milliseconds, unsigned retries);

/// Says which chip the SMBus transfers are for. -EBUSY: a driver of the kernel has it.
int hearth_i2c_claim(int descriptor, uint8_t address);

/// SMBus: writes one byte.
int hearth_i2c_smbus_write_byte(int descriptor, uint8_t byte);

/// SMBus: writes a word behind a command byte, its low byte first.
int hearth_i2c_smbus_write_word(int descriptor, uint8_t command, uint16_t word);

/// SMBus: reads a word behind a command byte, its low byte first.
int hearth_i2c_smbus_read_word(int descriptor, uint8_t command);

/// I2C_RDWR: writes `written_count` bytes, then reads `read_count` after a repeated start; either may
/// be 0. The last message is the one that reads, as the Raspberry Pi's driver demands.
int hearth_i2c_transfer(
    int descriptor, uint8_t address, const uint8_t *written, uint16_t written_count, uint8_t *read,
    uint16_t read_count
);

#endif
