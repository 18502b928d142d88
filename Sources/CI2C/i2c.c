#include "CI2C.h"

#include <errno.h>
#include <fcntl.h>
#include <i2c/smbus.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <sys/ioctl.h>

_Static_assert(HEARTH_I2C_PLAIN == I2C_FUNC_I2C, "linux/i2c.h");
_Static_assert(HEARTH_I2C_SMBUS_READ_WORD_DATA == I2C_FUNC_SMBUS_READ_WORD_DATA, "linux/i2c.h");
_Static_assert(HEARTH_I2C_SMBUS_WRITE_WORD_DATA == I2C_FUNC_SMBUS_WRITE_WORD_DATA, "linux/i2c.h");
_Static_assert(HEARTH_I2C_SMBUS_WRITE_BYTE == I2C_FUNC_SMBUS_WRITE_BYTE, "linux/i2c.h");

/// The kernel's unit of I2C_TIMEOUT (linux/i2c-dev.h).
#define MILLISECONDS_A_TIMEOUT_UNIT 10

int hearth_i2c_open(const char *path) {
    int descriptor = open(path, O_RDWR | O_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int hearth_i2c_functions(int descriptor, unsigned long *functions) {
    return ioctl(descriptor, I2C_FUNCS, functions) < 0 ? -errno : 0;
}

int hearth_i2c_bound(int descriptor, unsigned milliseconds, unsigned retries) {
    unsigned long units =
        (milliseconds + MILLISECONDS_A_TIMEOUT_UNIT - 1) / MILLISECONDS_A_TIMEOUT_UNIT;
    if (ioctl(descriptor, I2C_TIMEOUT, units) < 0)
        return -errno;
    return ioctl(descriptor, I2C_RETRIES, (unsigned long)retries) < 0 ? -errno : 0;
}

int hearth_i2c_claim(int descriptor, uint8_t address) {
    return ioctl(descriptor, I2C_SLAVE, (unsigned long)address) < 0 ? -errno : 0;
}

int hearth_i2c_smbus_write_byte(int descriptor, uint8_t byte) {
    return i2c_smbus_write_byte(descriptor, byte);
}

int hearth_i2c_smbus_write_word(int descriptor, uint8_t command, uint16_t word) {
    return i2c_smbus_write_word_data(descriptor, command, word);
}

int hearth_i2c_smbus_read_word(int descriptor, uint8_t command) {
    return i2c_smbus_read_word_data(descriptor, command);
}

int hearth_i2c_transfer(
    int descriptor, uint8_t address, const uint8_t *written, uint16_t written_count, uint8_t *read,
    uint16_t read_count
) {
    struct i2c_msg messages[2];
    struct i2c_rdwr_ioctl_data transfer = {.msgs = messages, .nmsgs = 0};
    if (written_count > 0)
        messages[transfer.nmsgs++] = (struct i2c_msg){
            .addr = address,
            .len = written_count,
            // The kernel copies it and does not write to it.
            .buf = (uint8_t *)written,
        };
    if (read_count > 0)
        messages[transfer.nmsgs++] =
            (struct i2c_msg){.addr = address, .flags = I2C_M_RD, .len = read_count, .buf = read};
    int done = ioctl(descriptor, I2C_RDWR, &transfer);
    if (done < 0)
        return -errno;
    // An adapter that stopped half-way returns how far it got.
    return done == (int)transfer.nmsgs ? 0 : -EIO;
}
