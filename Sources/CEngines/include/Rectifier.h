// Rectified linear units over many values, without a jump for each, which every other one would take.
#pragma once

#include <stddef.h>

// Values that are not above nought become nought; so do those that are no numbers.
void engine_rectify_floats(float *values, size_t count);
void engine_rectify_doubles(double *values, size_t count);

// Derivatives by the units' outputs become those by their inputs: nought where the output is not above nought.
void engine_rectify_float_slopes(float *slopes, const float *outputs, size_t count);
void engine_rectify_double_slopes(double *slopes, const double *outputs, size_t count);
