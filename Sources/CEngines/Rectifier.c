#include "Rectifier.h"
#include <stdint.h>
#include <string.h>

// Slopes pass through a mask of their bits: whether a unit answers anything is up to chance for a processor, so that a branch costs
// several times as much as the work, and a choice between two numbers becomes one.
#define RECTIFY(name, type, bits) \
    void engine_rectify_##name##s(type *values, size_t count) { \
        for (size_t index = 0; index < count; index++) values[index] = values[index] > 0 ? values[index] : 0; \
    } \
    void engine_rectify_##name##_slopes(type *restrict slopes, const type *restrict outputs, size_t count) { \
        for (size_t index = 0; index < count; index++) { \
            bits slope; \
            memcpy(&slope, &slopes[index], sizeof slope); \
            slope &= -(bits)(outputs[index] > 0); \
            memcpy(&slopes[index], &slope, sizeof slope); \
        } \
    }

RECTIFY(float, float, uint32_t)
RECTIFY(double, double, uint64_t)
