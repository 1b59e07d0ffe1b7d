/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double element(long i, long j) {
    return 1.0 / (double)((i + j) * (i + j + 1) / 2 + i + 1);
}

static void times(double *out, const double *v, long n) {
    for (long i = 0; i < n; i++) {
        double sum = 0;
        for (long j = 0; j < n; j++) sum += element(i, j) * v[j];
        out[i] = sum;
    }
}

static void times_transposed(double *out, const double *v, long n) {
    for (long i = 0; i < n; i++) {
        double sum = 0;
        for (long j = 0; j < n; j++) sum += element(j, i) * v[j];
        out[i] = sum;
    }
}

int main(int argc, char **argv) {
    long n = atol(argv[1]);
    double *u = malloc(sizeof *u * (size_t)n), *v = malloc(sizeof *v * (size_t)n), *t = malloc(sizeof *t * (size_t)n);
    for (long i = 0; i < n; i++) u[i] = 1;
    for (int k = 0; k < 10; k++) {
        times(t, u, n);
        times_transposed(v, t, n);
        times(t, v, n);
        times_transposed(u, t, n);
    }
    double uv = 0, vv = 0;
    for (long i = 0; i < n; i++) {
        uv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    printf("%ld\n", (long)(sqrt(uv / vv) * 1e9));
    return 0;
}
