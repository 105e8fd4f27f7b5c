// Which kernels fit this processor.
#pragma once

// The kernels of OpenBLAS that use all that an x86 processor has, by the name that OPENBLAS_CORETYPE takes; NULL elsewhere, and where
// the processor has no more than any build of OpenBLAS would use.
const char *engine_openblas_core(void);
