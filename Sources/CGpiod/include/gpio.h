#ifndef HEARTH_GPIO_H
#define HEARTH_GPIO_H

// One interface for libgpiod 1 and 2, which share nothing: chosen when compiled. No policy here.
// What returns a pointer or an int returns NULL or -1 on failure and sets errno.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hearth_gpio_chip hearth_gpio_chip;
/// A line that this process holds.
typedef struct hearth_gpio_line hearth_gpio_line;

/// The longest name that the kernel gives, its end included (GPIO_MAX_NAME_SIZE of <linux/gpio.h>).
#define HEARTH_GPIO_NAME_BYTES 32

struct hearth_gpio_chip_info {
    char name[HEARTH_GPIO_NAME_BYTES];
    char label[HEARTH_GPIO_NAME_BYTES];
    unsigned int line_count;
};

struct hearth_gpio_line_info {
    /// Empty where the line has none.
    char name[HEARTH_GPIO_NAME_BYTES];
    /// The holder's name for itself; empty where it gave none.
    char consumer[HEARTH_GPIO_NAME_BYTES];
    bool is_used;
    bool is_output;
};

enum hearth_gpio_bias { HEARTH_GPIO_AS_IS, HEARTH_GPIO_PULL_UP, HEARTH_GPIO_PULL_DOWN, HEARTH_GPIO_NO_PULL };

struct hearth_gpio_edge {
    bool is_active;
    /// CLOCK_MONOTONIC.
    int64_t nanoseconds;
};

/// Opens the chip of a device file.
hearth_gpio_chip *hearth_gpio_open_chip(const char *path);
void hearth_gpio_close_chip(hearth_gpio_chip *chip);
int hearth_gpio_get_chip_info(hearth_gpio_chip *chip, struct hearth_gpio_chip_info *info);
/// The number of the line with a name; -1 with ENOENT where there is none.
int hearth_gpio_find_line(hearth_gpio_chip *chip, const char *name);
int hearth_gpio_get_line_info(hearth_gpio_chip *chip, unsigned int number,
                              struct hearth_gpio_line_info *info);

/// Takes a line as an output that is inactive from the start. The chip may be closed afterwards.
hearth_gpio_line *hearth_gpio_request_output(hearth_gpio_chip *chip, unsigned int number,
                                             bool is_active_low, const char *consumer);
/// Takes a line as an input that reports both edges.
hearth_gpio_line *hearth_gpio_request_input(hearth_gpio_chip *chip, unsigned int number,
                                            bool is_active_low, enum hearth_gpio_bias bias,
                                            const char *consumer);
/// The level of a line that nobody drives: takes it as an input with its bias as it is, reads it, and lets
/// go. 1: high, 0: low.
int hearth_gpio_read_undriven(hearth_gpio_chip *chip, unsigned int number, const char *consumer);
void hearth_gpio_release(hearth_gpio_line *line);
/// Neither of the two allocates.
int hearth_gpio_set(hearth_gpio_line *line, bool is_active);
/// 1: active, 0: inactive, as the pin reads.
int hearth_gpio_get(hearth_gpio_line *line);
/// Becomes readable with each edge.
int hearth_gpio_descriptor(hearth_gpio_line *line);
/// Takes one edge; waits for it where there is none.
int hearth_gpio_read_edge(hearth_gpio_line *line, struct hearth_gpio_edge *edge);

#endif
