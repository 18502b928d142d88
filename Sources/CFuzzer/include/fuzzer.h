/* The compiler's coverage-guided fuzzer, where the program was built with -sanitize=fuzzer. */
#ifndef HEARTH_FUZZER_H
#define HEARTH_FUZZER_H

#include <stddef.h>
#include <stdint.h>

/* Runs `one` on inputs from the fuzzer until its time is over. `words` are the fuzzer's own
 * arguments, the program's name first. Returns its status, or -1 where there is no fuzzer. */
int hearth_fuzz(int count, char *const *words, int (*one)(const uint8_t *bytes, size_t count));

#endif
