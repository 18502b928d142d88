// pthread_setname_np is a GNU extension, which Swift's import of Glibc leaves out.
#define _GNU_SOURCE
#include "threads.h"

int hearth_name_thread(pthread_t thread, const char *name) {
    return pthread_setname_np(thread, name);
}
