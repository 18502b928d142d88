#include "gpio.h"

#include <errno.h>
#include <gpiod.h>
#include <stdlib.h>
#include <string.h>

static void copy_name(char *to, const char *from) {
    strncpy(to, from ? from : "", HEARTH_GPIO_NAME_BYTES - 1);
    to[HEARTH_GPIO_NAME_BYTES - 1] = '\0';
}

// The macro exists in libgpiod 1 only.
#ifdef GPIOD_LINE_BULK_MAX_LINES

struct hearth_gpio_line {
    // Lines of libgpiod 1 belong to their chip, so each line has a chip of its own.
    struct gpiod_chip *chip;
    struct gpiod_line *line;
};

static struct gpiod_chip *inner(hearth_gpio_chip *chip) { return (struct gpiod_chip *)chip; }

hearth_gpio_chip *hearth_gpio_open_chip(const char *path) {
    return (hearth_gpio_chip *)gpiod_chip_open(path);
}

void hearth_gpio_close_chip(hearth_gpio_chip *chip) { gpiod_chip_close(inner(chip)); }

int hearth_gpio_get_chip_info(hearth_gpio_chip *chip, struct hearth_gpio_chip_info *info) {
    copy_name(info->name, gpiod_chip_name(inner(chip)));
    copy_name(info->label, gpiod_chip_label(inner(chip)));
    info->line_count = gpiod_chip_num_lines(inner(chip));
    return 0;
}

int hearth_gpio_find_line(hearth_gpio_chip *chip, const char *name) {
    struct gpiod_line *line = gpiod_chip_find_line(inner(chip), name);
    return line ? (int)gpiod_line_offset(line) : -1;
}

int hearth_gpio_get_line_info(hearth_gpio_chip *chip, unsigned int number,
                              struct hearth_gpio_line_info *info) {
    struct gpiod_line *line = gpiod_chip_get_line(inner(chip), number);
    if (!line || gpiod_line_update(line) != 0)
        return -1;
    copy_name(info->name, gpiod_line_name(line));
    copy_name(info->consumer, gpiod_line_consumer(line));
    info->is_used = gpiod_line_is_used(line);
    info->is_output = gpiod_line_direction(line) == GPIOD_LINE_DIRECTION_OUTPUT;
    return 0;
}

static hearth_gpio_line *request(hearth_gpio_chip *chip, unsigned int number,
                                 const struct gpiod_line_request_config *config) {
    hearth_gpio_line *held = calloc(1, sizeof *held);
    if (!held)
        return NULL;
    char path[sizeof "/dev/" + HEARTH_GPIO_NAME_BYTES] = "/dev/";
    strncat(path, gpiod_chip_name(inner(chip)), HEARTH_GPIO_NAME_BYTES - 1);
    held->chip = gpiod_chip_open(path);
    held->line = held->chip ? gpiod_chip_get_line(held->chip, number) : NULL;
    if (held->line && gpiod_line_request(held->line, config, 0) == 0)
        return held;
    int reason = errno;
    if (held->chip)
        gpiod_chip_close(held->chip);
    free(held);
    errno = reason;
    return NULL;
}

hearth_gpio_line *hearth_gpio_request_output(hearth_gpio_chip *chip, unsigned int number,
                                             bool is_active_low, const char *consumer) {
    const struct gpiod_line_request_config config = {
        .consumer = consumer,
        .request_type = GPIOD_LINE_REQUEST_DIRECTION_OUTPUT,
        .flags = is_active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0,
    };
    return request(chip, number, &config);
}

hearth_gpio_line *hearth_gpio_request_input(hearth_gpio_chip *chip, unsigned int number,
                                            bool is_active_low, enum hearth_gpio_bias bias,
                                            const char *consumer) {
    int flags = is_active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
    switch (bias) {
    case HEARTH_GPIO_AS_IS:
        break;
    case HEARTH_GPIO_PULL_UP:
        flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
        break;
    case HEARTH_GPIO_PULL_DOWN:
        flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
        break;
    case HEARTH_GPIO_NO_PULL:
        flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE;
        break;
    }
    const struct gpiod_line_request_config config = {
        .consumer = consumer,
        .request_type = GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES,
        .flags = flags,
    };
    return request(chip, number, &config);
}

void hearth_gpio_release(hearth_gpio_line *line) {
    gpiod_chip_close(line->chip);
    free(line);
}

int hearth_gpio_read_undriven(hearth_gpio_chip *chip, unsigned int number, const char *consumer) {
    const struct gpiod_line_request_config config = {
        .consumer = consumer,
        .request_type = GPIOD_LINE_REQUEST_DIRECTION_INPUT,
    };
    hearth_gpio_line *line = request(chip, number, &config);
    if (!line)
        return -1;
    int level = gpiod_line_get_value(line->line);
    int reason = errno;
    hearth_gpio_release(line);
    errno = reason;
    return level;
}

int hearth_gpio_set(hearth_gpio_line *line, bool is_active) {
    return gpiod_line_set_value(line->line, is_active);
}

int hearth_gpio_get(hearth_gpio_line *line) { return gpiod_line_get_value(line->line); }

int hearth_gpio_descriptor(hearth_gpio_line *line) { return gpiod_line_event_get_fd(line->line); }

int hearth_gpio_read_edge(hearth_gpio_line *line, struct hearth_gpio_edge *edge) {
    struct gpiod_line_event event;
    if (gpiod_line_event_read(line->line, &event) != 0)
        return -1;
    edge->is_active = event.event_type == GPIOD_LINE_EVENT_RISING_EDGE;
    edge->nanoseconds = (int64_t)event.ts.tv_sec * 1000000000 + event.ts.tv_nsec;
    return 0;
}

#else

struct hearth_gpio_line {
    struct gpiod_line_request *request;
    unsigned int number;
    // Inputs only: room for one edge.
    struct gpiod_edge_event_buffer *events;
};

static struct gpiod_chip *inner(hearth_gpio_chip *chip) { return (struct gpiod_chip *)chip; }

hearth_gpio_chip *hearth_gpio_open_chip(const char *path) {
    return (hearth_gpio_chip *)gpiod_chip_open(path);
}

void hearth_gpio_close_chip(hearth_gpio_chip *chip) { gpiod_chip_close(inner(chip)); }

int hearth_gpio_get_chip_info(hearth_gpio_chip *chip, struct hearth_gpio_chip_info *info) {
    struct gpiod_chip_info *found = gpiod_chip_get_info(inner(chip));
    if (!found)
        return -1;
    copy_name(info->name, gpiod_chip_info_get_name(found));
    copy_name(info->label, gpiod_chip_info_get_label(found));
    info->line_count = gpiod_chip_info_get_num_lines(found);
    gpiod_chip_info_free(found);
    return 0;
}

int hearth_gpio_find_line(hearth_gpio_chip *chip, const char *name) {
    return gpiod_chip_get_line_offset_from_name(inner(chip), name);
}

int hearth_gpio_get_line_info(hearth_gpio_chip *chip, unsigned int number,
                              struct hearth_gpio_line_info *info) {
    struct gpiod_line_info *found = gpiod_chip_get_line_info(inner(chip), number);
    if (!found)
        return -1;
    copy_name(info->name, gpiod_line_info_get_name(found));
    copy_name(info->consumer, gpiod_line_info_get_consumer(found));
    info->is_used = gpiod_line_info_is_used(found);
    info->is_output = gpiod_line_info_get_direction(found) == GPIOD_LINE_DIRECTION_OUTPUT;
    gpiod_line_info_free(found);
    return 0;
}

static hearth_gpio_line *request(hearth_gpio_chip *chip, unsigned int number,
                                 struct gpiod_line_settings *settings, const char *consumer) {
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *config = gpiod_request_config_new();
    hearth_gpio_line *held = calloc(1, sizeof *held);
    if (lines && config && held &&
        gpiod_line_config_add_line_settings(lines, &number, 1, settings) == 0) {
        gpiod_request_config_set_consumer(config, consumer);
        held->number = number;
        held->request = gpiod_chip_request_lines(inner(chip), config, lines);
    }
    int reason = errno;
    gpiod_request_config_free(config);
    gpiod_line_config_free(lines);
    if (held && held->request)
        return held;
    free(held);
    errno = reason;
    return NULL;
}

hearth_gpio_line *hearth_gpio_request_output(hearth_gpio_chip *chip, unsigned int number,
                                             bool is_active_low, const char *consumer) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    if (!settings)
        return NULL;
    gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
    gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_INACTIVE);
    gpiod_line_settings_set_active_low(settings, is_active_low);
    hearth_gpio_line *held = request(chip, number, settings, consumer);
    gpiod_line_settings_free(settings);
    return held;
}

hearth_gpio_line *hearth_gpio_request_input(hearth_gpio_chip *chip, unsigned int number,
                                            bool is_active_low, enum hearth_gpio_bias bias,
                                            const char *consumer) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    if (!settings)
        return NULL;
    gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT);
    gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
    gpiod_line_settings_set_active_low(settings, is_active_low);
    switch (bias) {
    case HEARTH_GPIO_AS_IS:
        break;
    case HEARTH_GPIO_PULL_UP:
        gpiod_line_settings_set_bias(settings, GPIOD_LINE_BIAS_PULL_UP);
        break;
    case HEARTH_GPIO_PULL_DOWN:
        gpiod_line_settings_set_bias(settings, GPIOD_LINE_BIAS_PULL_DOWN);
        break;
    case HEARTH_GPIO_NO_PULL:
        gpiod_line_settings_set_bias(settings, GPIOD_LINE_BIAS_DISABLED);
        break;
    }
    hearth_gpio_line *held = request(chip, number, settings, consumer);
    gpiod_line_settings_free(settings);
    if (!held)
        return NULL;
    held->events = gpiod_edge_event_buffer_new(1);
    if (!held->events) {
        hearth_gpio_release(held);
        return NULL;
    }
    return held;
}

void hearth_gpio_release(hearth_gpio_line *line) {
    gpiod_edge_event_buffer_free(line->events);
    gpiod_line_request_release(line->request);
    free(line);
}

int hearth_gpio_read_undriven(hearth_gpio_chip *chip, unsigned int number, const char *consumer) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    if (!settings)
        return -1;
    gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT);
    hearth_gpio_line *line = request(chip, number, settings, consumer);
    gpiod_line_settings_free(settings);
    if (!line)
        return -1;
    int level = gpiod_line_request_get_value(line->request, line->number);
    int reason = errno;
    hearth_gpio_release(line);
    errno = reason;
    return level;
}

int hearth_gpio_set(hearth_gpio_line *line, bool is_active) {
    return gpiod_line_request_set_value(line->request, line->number,
                                        is_active ? GPIOD_LINE_VALUE_ACTIVE
                                                  : GPIOD_LINE_VALUE_INACTIVE);
}

int hearth_gpio_get(hearth_gpio_line *line) {
    return gpiod_line_request_get_value(line->request, line->number);
}

int hearth_gpio_descriptor(hearth_gpio_line *line) {
    return gpiod_line_request_get_fd(line->request);
}

int hearth_gpio_read_edge(hearth_gpio_line *line, struct hearth_gpio_edge *edge) {
    if (gpiod_line_request_read_edge_events(line->request, line->events, 1) != 1)
        return -1;
    struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(line->events, 0);
    edge->is_active = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
    edge->nanoseconds = (int64_t)gpiod_edge_event_get_timestamp_ns(event);
    return 0;
}

#endif
