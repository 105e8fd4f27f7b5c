// The part of OpenBLAS's C interface (cblas.h) that mlkit calls, as function types.
#pragma once

// C := alpha * op(A) * op(B) + beta * C, with op(A) [m, k], op(B) [k, n], C [m, n].
// order: 101 row-major; transpose: 111 no, 112 yes.
typedef void (*blas_sgemm)(
    int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float *a, int lda,
    const float *b, int ldb, float beta, float *c, int ldc);
typedef void (*blas_dgemm)(
    int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha, const double *a, int lda,
    const double *b, int ldb, double beta, double *c, int ldc);

// y := alpha * op(A) * x + beta * y, with A [m, n].
typedef void (*blas_sgemv)(
    int order, int transpose, int m, int n, float alpha, const float *a, int lda, const float *x, int incx,
    float beta, float *y, int incy);
typedef void (*blas_dgemv)(
    int order, int transpose, int m, int n, double alpha, const double *a, int lda, const double *x, int incx,
    double beta, double *y, int incy);

typedef void (*blas_set_threads)(int count);
