#include "fuzzer.h"

/* libFuzzer's entry point for programs with their own main; absent in an ordinary build. */
extern int LLVMFuzzerRunDriver(int *count, char ***words, int (*one)(const uint8_t *, size_t))
    __attribute__((weak));

int hearth_fuzz(int count, char *const *words, int (*one)(const uint8_t *bytes, size_t count)) {
    char **own = (char **)words;
    if (!LLVMFuzzerRunDriver)
        return -1;
    return LLVMFuzzerRunDriver(&count, &own, one);
}
