// The part of LightGBM's C interface (LightGBM/c_api.h, version 4) that mlkit calls, as function types.
// Every function returns 0, or -1 with the reason in LGBM_GetLastError. Parameters are texts of `name=value` with spaces between.
#pragma once
#include <stdint.h>

typedef const char *(*lgbm_get_last_error)(void);

// A dataset from floats (data_type 0) [rows, columns]; bins are those of `reference`, or found out where it is null.
typedef int (*lgbm_dataset_create)(
    const void *values, int data_type, int32_t rows, int32_t columns, int is_row_major, const char *parameters,
    const void *reference, void **out);
typedef int (*lgbm_dataset_free)(void *dataset);
// Field `label` or `weight`, floats (type 0); or `init_score`, doubles (type 1), an output after the other.
typedef int (*lgbm_dataset_set_field)(void *dataset, const char *field, const void *values, int count, int type);

typedef int (*lgbm_booster_create)(const void *dataset, const char *parameters, void **out);
// A model from the text of one, and how many rounds it has.
typedef int (*lgbm_booster_load)(const char *text, int *rounds, void **out);
// Puts the trees of another model before those of a model.
typedef int (*lgbm_booster_merge)(void *booster, void *other);
typedef int (*lgbm_booster_free)(void *booster);
typedef int (*lgbm_booster_add_valid)(void *booster, const void *dataset);
// `is_finished` is 1 where no tree can be split any more.
typedef int (*lgbm_booster_update)(void *booster, int *is_finished);
// The metrics on the training rows (data 0) or the first validation rows (data 1).
typedef int (*lgbm_booster_evaluate)(void *booster, int data, int *count, double *out);
// What the model answers for the training rows (data 0) or the first validation rows (data 1), of which it keeps count.
typedef int (*lgbm_booster_current)(void *booster, int data, int64_t *count, double *out);
// kind 0: probabilities or values, [rows, outputs]; kind 1: sums of trees.
typedef int (*lgbm_booster_predict)(
    void *booster, const void *values, int data_type, int32_t rows, int32_t columns, int is_row_major, int kind,
    int first_round, int rounds, const char *parameters, int64_t *count, double *out);
// The model as text with a null behind it; `length` counts it. Nothing but the length is written to a buffer that is too small.
typedef int (*lgbm_booster_save)(
    void *booster, int first_round, int rounds, int importance, int64_t capacity, int64_t *length, char *out);
