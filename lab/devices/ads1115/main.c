// An I²C bus with an ADS1115 on it, in user space: /dev/NAME through the kernel's CUSE.
//
//     lab-ads1115 NAME ADDRESS INPUTS
//     lab-ads1115 /dev/i2c-N ADDRESS INPUTS     behind the registers of an i2c-stub instead
//
// INPUTS is a file of the form `struct inputs` that says what lies at the converter's pins, and which
// fault the bus has. It speaks the kernel's FUSE protocol as <linux/fuse.h> defines it, for two
// messages matter: an ioctl comes in, and it is answered now, later, or never.

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "registers.h"
#include "stub.h"

enum {
    MOST_OPEN = 64,
    MOST_WAITING = 64,
    MOST_MESSAGES = 8,
    REQUEST_SIZE = 65536 + 4096,
    FAULT_POLL_MS = 5,
};

// What a program has to give with an ioctl of <linux/i2c-dev.h>, with its pointers as numbers.
struct smbus_argument {
    uint8_t read_write, command;
    uint32_t size;
    uint64_t data;
};
struct transfer_argument {
    uint64_t messages;
    uint32_t count;
};
struct message {
    uint16_t address, flags, length;
    uint64_t buffer;
};

struct request {
    struct fuse_in_header header;
    char body[REQUEST_SIZE - sizeof(struct fuse_in_header)];
};

static int cuse;
static uint8_t converter_address;
static volatile struct inputs *inputs;
static struct converter converter;
static uint16_t slave_of[MOST_OPEN];
static struct request *waiting[MOST_WAITING];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void reply(uint64_t unique, int error, const void *head, size_t head_size,
                  const void *data, size_t data_size) {
    struct fuse_out_header out = {
        .len = (uint32_t)(sizeof out + head_size + data_size), .error = error, .unique = unique};
    struct iovec parts[] = {
        {&out, sizeof out}, {(void *)head, head_size}, {(void *)data, data_size}};
    // ENOENT: the one who asked has gone.
    if (writev(cuse, parts, 3) < 0 && errno != ENOENT) fail("lab-ads1115: answer to the kernel");
}

static void reply_error(uint64_t unique, int error) { reply(unique, -error, NULL, 0, NULL, 0); }

static void reply_result(uint64_t unique, const void *data, size_t size) {
    struct fuse_ioctl_out out = {0};
    reply(unique, 0, &out, sizeof out, data, size);
}

// Asks the kernel to come again with this memory of the caller's.
static void reply_retry(uint64_t unique, const struct fuse_ioctl_iovec *areas, uint32_t in,
                        uint32_t out_count) {
    struct fuse_ioctl_out out = {
        .flags = FUSE_IOCTL_RETRY, .in_iovs = in, .out_iovs = out_count};
    reply(unique, 0, &out, sizeof out, areas, (in + out_count) * sizeof *areas);
}

static void reply_init(const struct request *request, const char *name) {
    const struct cuse_init_in *in = (const void *)request->body;
    struct cuse_init_out out = {
        .major = FUSE_KERNEL_VERSION,
        .minor = in->minor < FUSE_KERNEL_MINOR_VERSION ? in->minor : FUSE_KERNEL_MINOR_VERSION,
        .flags = CUSE_UNRESTRICTED_IOCTL,
        .max_read = 4096,
        .max_write = 4096,
    };
    char device[64];
    int length = snprintf(device, sizeof device, "DEVNAME=%s", name);
    reply(request->header.unique, 0, &out, sizeof out, device, (size_t)length + 1);
}

static bool is_acknowledged(uint16_t address) {
    return address == converter_address && inputs->fault != FAULT_NO_ACKNOWLEDGE;
}

static void smbus(const struct request *request, const struct fuse_ioctl_in *in) {
    const char *data = (const char *)(in + 1);
    uint64_t unique = request->header.unique;
    struct smbus_argument argument;
    struct fuse_ioctl_iovec areas[3] = {{in->arg, sizeof argument}};
    if (in->in_size < sizeof argument) return reply_retry(unique, areas, 1, 0);
    memcpy(&argument, data, sizeof argument);
    union i2c_smbus_data value = {0};
    if (argument.data) {
        areas[1] = areas[2] = (struct fuse_ioctl_iovec){argument.data, sizeof value};
        if (in->in_size < sizeof argument + sizeof value) return reply_retry(unique, areas, 2, 1);
        memcpy(&value, data + sizeof argument, sizeof value);
    }
    if (!is_acknowledged(slave_of[in->fh]))
        return reply_error(unique, ENXIO);
    bool is_read = argument.read_write == I2C_SMBUS_READ;
    uint8_t bytes[3] = {argument.command, (uint8_t)value.word, (uint8_t)(value.word >> 8)};
    switch (argument.size) {
    case I2C_SMBUS_QUICK: break;
    case I2C_SMBUS_BYTE:
        if (is_read) converter_read(&converter, &value.byte, 1);
        else converter_write(&converter, inputs, bytes, 1);
        break;
    case I2C_SMBUS_BYTE_DATA:
        converter_write(&converter, inputs, bytes, is_read ? 1 : 2);
        if (is_read) converter_read(&converter, &value.byte, 1);
        break;
    case I2C_SMBUS_WORD_DATA:
        // A word's first byte on the wire is its low one.
        converter_write(&converter, inputs, bytes, is_read ? 1 : 3);
        if (is_read) {
            converter_read(&converter, bytes, 2);
            value.word = (uint16_t)(bytes[0] | bytes[1] << 8);
        }
        break;
    case I2C_SMBUS_I2C_BLOCK_DATA:
        if (value.block[0] > I2C_SMBUS_BLOCK_MAX) return reply_error(unique, EINVAL);
        converter_write(&converter, inputs, bytes, 1);
        if (is_read) {
            converter_read(&converter, value.block + 1, value.block[0]);
        } else {
            uint8_t block[I2C_SMBUS_BLOCK_MAX + 1] = {argument.command};
            memcpy(block + 1, value.block + 1, value.block[0]);
            converter_write(&converter, inputs, block, value.block[0] + 1);
        }
        break;
    default: return reply_error(unique, EOPNOTSUPP);
    }
    reply_result(unique, &value, in->out_size ? sizeof value : 0);
}

static void transfer(const struct request *request, const struct fuse_ioctl_in *in) {
    const char *data = (const char *)(in + 1);
    uint64_t unique = request->header.unique;
    struct transfer_argument argument = {0};
    struct message messages[MOST_MESSAGES];
    struct fuse_ioctl_iovec areas[2 + 2 * MOST_MESSAGES] = {{in->arg, sizeof argument}};
    if (in->in_size < sizeof argument) return reply_retry(unique, areas, 1, 0);
    memcpy(&argument, data, sizeof argument);
    if (argument.count < 1 || argument.count > MOST_MESSAGES) return reply_error(unique, EINVAL);
    size_t size = argument.count * sizeof *messages;
    areas[1] = (struct fuse_ioctl_iovec){argument.messages, size};
    if (in->in_size < sizeof argument + size) return reply_retry(unique, areas, 2, 0);
    memcpy(messages, data + sizeof argument, size);

    // Then come what is to be written, and room for what is to be read.
    uint32_t in_count = 2, out_count = 0;
    size_t written = 0, read = 0;
    for (uint32_t index = 0; index < argument.count; index++) {
        struct message *one = &messages[index];
        if (one->flags & I2C_M_RD || !one->length) continue;
        areas[in_count++] = (struct fuse_ioctl_iovec){one->buffer, one->length};
        written += one->length;
    }
    for (uint32_t index = 0; index < argument.count; index++) {
        struct message *one = &messages[index];
        if (!(one->flags & I2C_M_RD) || !one->length) continue;
        areas[in_count + out_count++] = (struct fuse_ioctl_iovec){one->buffer, one->length};
        read += one->length;
    }
    if (written + read > 4096) return reply_error(unique, EINVAL);
    if (in->in_size < sizeof argument + size + written || in->out_size < read)
        return reply_retry(unique, areas, in_count, out_count);

    const uint8_t *source = (const uint8_t *)data + sizeof argument + size;
    uint8_t results[4096], *sink = results;
    for (uint32_t index = 0; index < argument.count; index++) {
        struct message *one = &messages[index];
        if (!is_acknowledged(one->address)) return reply_error(unique, ENXIO);
        if (one->flags & I2C_M_RD) {
            converter_read(&converter, sink, one->length);
            sink += one->length;
        } else {
            converter_write(&converter, inputs, source, one->length);
            source += one->length;
        }
    }
    struct fuse_ioctl_out out = {.result = (int32_t)argument.count};
    reply(unique, 0, &out, sizeof out, results, read);
}

static void wait_for_bus(const struct request *request) {
    for (int index = 0; index < MOST_WAITING; index++) {
        if (waiting[index]) continue;
        waiting[index] = malloc(request->header.len);
        if (!waiting[index]) fail("lab-ads1115: memory");
        memcpy(waiting[index], request, request->header.len);
        return;
    }
    reply_error(request->header.unique, EAGAIN);
}

static void control(const struct request *request) {
    const struct fuse_ioctl_in *in = (const void *)request->body;
    uint64_t unique = request->header.unique;
    unsigned long functions = I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
    struct fuse_ioctl_iovec area = {in->arg, sizeof functions};
    switch (in->cmd) {
    case I2C_SLAVE:
    case I2C_SLAVE_FORCE:
        slave_of[in->fh] = (uint16_t)in->arg;
        return reply_result(unique, NULL, 0);
    case I2C_RETRIES:
    case I2C_TIMEOUT:
    case I2C_PEC: return reply_result(unique, NULL, 0);
    case I2C_FUNCS:
        if (!in->out_size) return reply_retry(unique, &area, 0, 1);
        return reply_result(unique, &functions, sizeof functions);
    case I2C_SMBUS:
    case I2C_RDWR:
        if (inputs->fault == FAULT_HANG) return wait_for_bus(request);
        if (in->cmd == I2C_SMBUS) return smbus(request, in);
        return transfer(request, in);
    }
    reply_error(unique, ENOTTY);
}

static void open_file(const struct request *request) {
    static uint64_t next;
    struct fuse_open_out out = {.fh = next++ % MOST_OPEN, .open_flags = FOPEN_DIRECT_IO};
    slave_of[out.fh] = 0;
    reply(request->header.unique, 0, &out, sizeof out, NULL, 0);
}

// Somebody who waits for a hung bus got a signal.
static void interrupt(const struct request *request) {
    const struct fuse_interrupt_in *in = (const void *)request->body;
    for (int index = 0; index < MOST_WAITING; index++) {
        if (!waiting[index] || waiting[index]->header.unique != in->unique) continue;
        reply_error(in->unique, EINTR);
        free(waiting[index]);
        waiting[index] = NULL;
    }
}

static void finish_waiting(void) {
    for (int index = 0; index < MOST_WAITING; index++) {
        struct request *request = waiting[index];
        if (!request || inputs->fault == FAULT_HANG) continue;
        waiting[index] = NULL;
        control(request);
        free(request);
    }
}

int main(int count, char **arguments) {
    if (count != 4) {
        fputs("usage: lab-ads1115 NAME ADDRESS INPUTS\n", stderr);
        return 64;
    }
    converter_address = (uint8_t)strtoul(arguments[2], NULL, 0);
    int file = open(arguments[3], O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0 || ftruncate(file, sizeof *inputs) < 0) fail(arguments[3]);
    inputs = mmap(NULL, sizeof *inputs, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (inputs == MAP_FAILED) fail(arguments[3]);
    if (arguments[1][0] == '/') follow_stub(arguments[1], converter_address, inputs);
    converter_reset(&converter, inputs);
    cuse = open("/dev/cuse", O_RDWR | O_CLOEXEC);
    if (cuse < 0) fail("lab-ads1115: /dev/cuse");

    static struct request request;
    for (;;) {
        struct pollfd wait = {.fd = cuse, .events = POLLIN};
        if (poll(&wait, 1, FAULT_POLL_MS) < 0 && errno != EINTR) fail("lab-ads1115: poll");
        finish_waiting();
        if (!(wait.revents & POLLIN)) continue;
        if (read(cuse, &request, sizeof request) < 0) {
            if (errno == EINTR || errno == EAGAIN || errno == ENOENT) continue;
            fail("lab-ads1115: the kernel");
        }
        switch (request.header.opcode) {
        case CUSE_INIT: reply_init(&request, arguments[1]); break;
        case FUSE_OPEN: open_file(&request); break;
        case FUSE_RELEASE: reply_error(request.header.unique, 0); break;
        case FUSE_IOCTL: control(&request); break;
        case FUSE_INTERRUPT: interrupt(&request); break;
        default: reply_error(request.header.unique, ENOSYS); break;
        }
    }
}
