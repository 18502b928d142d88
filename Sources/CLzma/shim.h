#ifndef HEARTH_CLZMA_SHIM_H
#define HEARTH_CLZMA_SHIM_H

#include <lzma.h>

#endif
