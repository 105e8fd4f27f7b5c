// The parts of the C interfaces of libbz2 (bzlib.h, version 1.0), liblzma (lzma.h, version 5) and libzstd (zstd.h, version 1) by
// which files are unpacked: their streams, in our own words. The interfaces are stable.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct {
    char *next_in;
    unsigned int avail_in;
    unsigned int total_in[2];
    char *next_out;
    unsigned int avail_out;
    unsigned int total_out[2];
    void *state;
    void *functions[3];
} bzip2_stream;

typedef struct {
    const uint8_t *next_in;
    size_t avail_in;
    uint64_t total_in;
    uint8_t *next_out;
    size_t avail_out;
    uint64_t total_out;
    const void *allocator;
    void *internal;
    void *reserved_pointers[4];
    uint64_t reserved_numbers[2];
    size_t reserved_sizes[2];
    int reserved_choices[2];
} xz_stream;

// What is read, and what is written: some bytes, and how many of them are done.
typedef struct {
    const void *bytes;
    size_t size;
    size_t done;
} zstandard_input;

typedef struct {
    void *bytes;
    size_t size;
    size_t done;
} zstandard_output;
