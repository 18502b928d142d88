/* Preloaded into the programs: a machine that slept. CLOCK_BOOTTIME is ahead by the nanoseconds at the
   start of the file that ASLEEP names, as after a sleep; CLOCK_MONOTONIC stays. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *asleep;

__attribute__((constructor)) static void open_file(void) {
    const char *path = getenv("ASLEEP");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void *memory = mmap(NULL, sizeof *asleep, PROT_READ, MAP_SHARED, file, 0);
    if (memory != MAP_FAILED)
        asleep = memory;
    close(file);
}

static struct timespec moved(const struct timespec *time, int64_t by) {
    int64_t nanoseconds = (int64_t)time->tv_sec * 1000000000 + time->tv_nsec + by;
    return (struct timespec){nanoseconds / 1000000000, nanoseconds % 1000000000};
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = (int)syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && clock == CLOCK_BOOTTIME && asleep)
        *time = moved(time, *asleep);
    return result;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *left) {
    struct timespec deadline = *time;
    if (clock == CLOCK_BOOTTIME && flags == TIMER_ABSTIME && asleep)
        deadline = moved(time, -*asleep);
    return syscall(SYS_clock_nanosleep, clock, flags, &deadline, left) == 0 ? 0 : errno;
}
