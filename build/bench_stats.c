/* SPDX-License-Identifier: Apache-2.0 */
#include "bench_stats.h"

#include <math.h>

static int by_size(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double median_of(const double *sorted, uint32_t n) {
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

BenchStats bench_stats(double *samples, uint32_t n) {
    BenchStats s = {.n = n};
    double sum = 0, squares = 0, *distance = xmalloc(n * sizeof *distance);
    qsort(samples, n, sizeof *samples, by_size);
    s.median = median_of(samples, n);
    s.min = samples[0];
    s.max = samples[n - 1];
    for (uint32_t i = 0; i < n; i++) sum += samples[i];
    s.mean = sum / n;
    for (uint32_t i = 0; i < n; i++) {
        squares += (samples[i] - s.mean) * (samples[i] - s.mean);
        distance[i] = fabs(samples[i] - s.median);
    }
    s.stddev = n > 1 ? sqrt(squares / (n - 1)) : 0;
    qsort(distance, n, sizeof *distance, by_size);
    s.spread = 1.4826 * median_of(distance, n);
    for (uint32_t i = 0; i < n; i++) s.outliers += fabs(samples[i] - s.median) > 3 * s.spread;
    free(distance);
    return s;
}

BenchChange bench_compare(const BenchStats *before, const BenchStats *now) {
    double d = now->median - before->median;
    double noise = 3 * sqrt(before->spread * before->spread + now->spread * now->spread);
    if (fabs(d) <= noise || fabs(d) <= 0.01 * before->median) return BENCH_SAME;
    return d < 0 ? BENCH_FASTER : BENCH_SLOWER;
}

void bench_print_time(StrBuf *out, double ns) {
    static const char *const units[] = {"ns", "us", "ms", "s"};
    int u = 0;
    for (; u < 3 && ns >= 1000; u++) ns /= 1000;
    sb_printf(out, "%.*f %s", ns < 10 ? 2 : ns < 100 ? 1 : 0, ns, units[u]);
}
