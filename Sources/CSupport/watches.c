#include "include/watches.h"
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

int hearth_open_watch(void) { return epoll_create1(EPOLL_CLOEXEC); }

int hearth_watch(int watch, int descriptor, int number, int once) {
    struct epoll_event event = {
        .events = EPOLLIN | EPOLLRDHUP | (once ? EPOLLOUT | EPOLLET : 0u),
        .data = {.fd = number},
    };
    return epoll_ctl(watch, EPOLL_CTL_ADD, descriptor, &event);
}

int hearth_wait_for_watch(int watch, int *numbers, int most, int milliseconds) {
    struct epoll_event events[2];
    int limit = (int)(sizeof events / sizeof events[0]);
    int count = epoll_wait(watch, events, most < limit ? most : limit, milliseconds);
    for (int index = 0; index < count; index++)
        numbers[index] = events[index].data.fd;
    return count;
}

void hearth_drain_watch(int watch) {
    struct epoll_event events[64];
    int limit = (int)(sizeof events / sizeof events[0]);
    // Those that are told of again and again are few.
    while (epoll_wait(watch, events, limit, 0) == limit)
        ;
}

int hearth_open_signal(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void hearth_signal(int descriptor) {
    const uint64_t one = 1;
    // It can only fail where it is readable already.
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
}

void hearth_collect_signal(int descriptor) {
    uint64_t count;
    ssize_t taken = read(descriptor, &count, sizeof count);
    (void)taken;
}
