// The part of XGBoost's C interface (xgboost/c_api.h, version 1.7) that mlkit calls, as function types.
// Every function returns 0, or -1 with the reason in XGBGetLastError.
#pragma once
#include <stdint.h>

typedef const char *(*xgb_get_last_error)(void);

// A DMatrix from row-major floats [rows, columns].
typedef int (*xgb_matrix_create)(
    const float *values, uint64_t rows, uint64_t columns, float missing, void **out, int threads);
typedef int (*xgb_matrix_free)(void *matrix);
typedef int (*xgb_matrix_set_floats)(void *matrix, const char *field, const float *values, uint64_t count);

typedef int (*xgb_booster_create)(void *const matrices[], uint64_t count, void **out);
typedef int (*xgb_booster_free)(void *booster);
typedef int (*xgb_booster_set)(void *booster, const char *name, const char *value);
typedef int (*xgb_booster_update)(void *booster, int round, void *matrix);
// Writes "[round]\tname-metric:value..." to `out`, which the booster owns.
typedef int (*xgb_booster_evaluate)(
    void *booster, int round, void *const matrices[], const char *const names[], uint64_t count, const char **out);
// `out` and `shape` belong to the booster until its next prediction.
typedef int (*xgb_booster_predict)(
    void *booster, void *matrix, const char *configuration, const uint64_t **shape, uint64_t *dimensions,
    const float **out);
typedef int (*xgb_booster_load)(void *booster, const void *bytes, uint64_t length);
typedef int (*xgb_booster_save)(void *booster, const char *configuration, uint64_t *length, const char **out);
