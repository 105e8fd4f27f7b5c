#include "Rectifier.h"

#define RECTIFY(name, type) \
    void engine_rectify_##name##s(type *values, size_t count) { \
        for (size_t index = 0; index < count; index++) values[index] = values[index] > 0 ? values[index] : 0; \
    } \
    void engine_rectify_##name##_slopes(type *restrict slopes, const type *restrict outputs, size_t count) { \
        for (size_t index = 0; index < count; index++) slopes[index] = outputs[index] > 0 ? slopes[index] : 0; \
    }

RECTIFY(float, float)
RECTIFY(double, double)
