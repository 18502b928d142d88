#ifndef HEARTH_ALLOCATION_COUNTER_H
#define HEARTH_ALLOCATION_COUNTER_H

#include <stdint.h>

/// How often this thread has asked the heap for memory since it began. For tests and benchmarks
/// only: a program that links this has its allocator's entry points counted.
uint64_t hearth_allocations(void);

#endif
