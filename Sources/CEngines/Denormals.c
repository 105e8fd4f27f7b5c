#include "Denormals.h"

#if defined(__x86_64__)
#include <immintrin.h>

// Bits 15 (results) and 6 (operands) of MXCSR.
unsigned long engine_flush_denormals(void) {
    unsigned int state = _mm_getcsr();
    _mm_setcsr(state | 0x8040);
    return state;
}

void engine_restore_denormals(unsigned long state) { _mm_setcsr((unsigned int)state); }
#elif defined(__aarch64__)
// Bit 24 of FPCR, for both.
unsigned long engine_flush_denormals(void) {
    unsigned long state;
    __asm__ volatile("mrs %0, fpcr" : "=r"(state));
    __asm__ volatile("msr fpcr, %0" : : "r"(state | 1ul << 24));
    return state;
}

void engine_restore_denormals(unsigned long state) { __asm__ volatile("msr fpcr, %0" : : "r"(state)); }
#else
unsigned long engine_flush_denormals(void) { return 0; }

void engine_restore_denormals(unsigned long state) { (void)state; }
#endif
