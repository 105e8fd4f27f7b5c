// The part of DuckDB's C interface (duckdb.h, version 1.5) that mlkit calls, as function types, in our own words: its
// wheel ships no header. The interface is stable: functions are added to it, and stay as they are.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct duckdb_state_ *duckdb_handle;  // database, connection, statement, chunk, …: each a pointer of its own

// A result; only DuckDB looks into it. It is passed by value.
typedef struct {
    uint64_t fields[3];
    void *pointers[3];
} duckdb_answer;

// A text in a vector: up to 12 bytes stand in it, longer ones elsewhere.
typedef union {
    struct {
        uint32_t length;
        char prefix[4];
        const char *pointer;
    } elsewhere;
    struct {
        uint32_t length;
        char bytes[12];
    } inside;
} duckdb_text;

typedef const char *(*duckdb_library_version_f)(void);
typedef int (*duckdb_create_config_f)(duckdb_handle *out);
typedef int (*duckdb_set_config_f)(duckdb_handle, const char *name, const char *value);
typedef void (*duckdb_release_f)(duckdb_handle *);
typedef int (*duckdb_open_f)(const char *path, duckdb_handle *out, duckdb_handle config, char **error);
typedef void (*duckdb_free_f)(void *);
typedef int (*duckdb_connect_f)(duckdb_handle database, duckdb_handle *out);

// A text of several statements is taken apart, and each prepared once those before it have been executed.
typedef uint64_t (*duckdb_extract_f)(duckdb_handle connection, const char *query, duckdb_handle *out);
typedef const char *(*duckdb_words_f)(duckdb_handle);
typedef int (*duckdb_prepare_extracted_f)(
    duckdb_handle connection, duckdb_handle statements, uint64_t index, duckdb_handle *out);
// Parameters count from 1.
typedef uint64_t (*duckdb_count_f)(duckdb_handle);
typedef int (*duckdb_bind_text_f)(duckdb_handle statement, uint64_t index, const char *bytes, uint64_t length);
typedef int (*duckdb_bind_double_f)(duckdb_handle statement, uint64_t index, double);
typedef int (*duckdb_bind_integer_f)(duckdb_handle statement, uint64_t index, int64_t);
typedef int (*duckdb_bind_null_f)(duckdb_handle statement, uint64_t index);
typedef int (*duckdb_execute_f)(duckdb_handle statement, duckdb_answer *out);

typedef void (*duckdb_release_answer_f)(duckdb_answer *);
typedef const char *(*duckdb_answer_words_f)(duckdb_answer *);
typedef uint64_t (*duckdb_column_count_f)(duckdb_answer *);
typedef const char *(*duckdb_column_name_f)(duckdb_answer *, uint64_t column);
typedef int (*duckdb_column_type_f)(duckdb_answer *, uint64_t column);
// The next rows, NULL at the end.
typedef duckdb_handle (*duckdb_fetch_chunk_f)(duckdb_answer);
typedef duckdb_handle (*duckdb_chunk_vector_f)(duckdb_handle chunk, uint64_t column);
typedef void *(*duckdb_vector_data_f)(duckdb_handle vector);
// One bit a row, set where there is a value; NULL where all rows have one.
typedef uint64_t *(*duckdb_vector_validity_f)(duckdb_handle vector);

// Functions of ours that DuckDB calls. What `create` made is released when DuckDB has registered it.
typedef duckdb_handle (*duckdb_create_f)(void);
typedef void (*duckdb_set_name_f)(duckdb_handle, const char *);
typedef duckdb_handle (*duckdb_create_type_f)(int type);
typedef void (*duckdb_add_type_f)(duckdb_handle, duckdb_handle type);
typedef void (*duckdb_add_column_f)(duckdb_handle, const char *name, duckdb_handle type);
typedef void (*duckdb_set_extra_f)(duckdb_handle, void *extra, void (*release)(void *));
typedef void *(*duckdb_get_extra_f)(duckdb_handle);
typedef void (*duckdb_set_callback_f)(duckdb_handle, void (*callback)(duckdb_handle info));
typedef void (*duckdb_set_producer_f)(duckdb_handle, void (*producer)(duckdb_handle info, duckdb_handle chunk));
typedef void (*duckdb_set_scalar_f)(
    duckdb_handle, void (*scalar)(duckdb_handle info, duckdb_handle chunk, duckdb_handle vector));
typedef void (*duckdb_set_count_f)(duckdb_handle, uint64_t);
typedef void (*duckdb_set_flag_f)(duckdb_handle, bool);
typedef uint64_t (*duckdb_projected_f)(duckdb_handle info, uint64_t index);
typedef int (*duckdb_register_f)(duckdb_handle connection, duckdb_handle function);
typedef void (*duckdb_act_f)(duckdb_handle);
typedef void (*duckdb_assign_text_f)(duckdb_handle vector, uint64_t row, const char *bytes, uint64_t length);
