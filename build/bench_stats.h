/* SPDX-License-Identifier: Apache-2.0 */
/* What the samples of a benchmark say. Times are nanoseconds of one call. */
#ifndef MOJ_BUILD_BENCH_STATS_H
#define MOJ_BUILD_BENCH_STATS_H

#include "base/base.h"

typedef struct BenchStats {
    uint32_t n;        /* samples */
    double median, mean, stddev, min, max;
    double spread;     /* half of the middle: the median absolute deviation, scaled to a standard deviation */
    uint32_t outliers; /* samples more than three spreads from the median */
} BenchStats;
/* Sorts the samples. n > 0. */
BenchStats bench_stats(double *samples, uint32_t n);

typedef enum BenchChange { BENCH_SAME, BENCH_FASTER, BENCH_SLOWER } BenchChange;
/* Is the difference of the medians more than the noise of both? At least 1 %. */
BenchChange bench_compare(const BenchStats *before, const BenchStats *now);
/* "12.3 ns", "4.56 ms" */
void bench_print_time(StrBuf *out, double ns);

#endif
