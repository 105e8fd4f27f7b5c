// How the calling thread, and those it starts from now on, computes with numbers too small for a whole mantissa.
#pragma once

// Takes them for nought, as operands and as results; returns what `engine_restore_denormals` takes.
unsigned long engine_flush_denormals(void);
void engine_restore_denormals(unsigned long state);
