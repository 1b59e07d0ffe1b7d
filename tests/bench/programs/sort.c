/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    long n = atol(argv[1]);
    int64_t *values = malloc(sizeof *values * (size_t)n), checksum = 0;
    uint64_t state = 42;
    for (long i = 0; i < n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        values[i] = (int64_t)(state >> 33);
    }
    qsort(values, (size_t)n, sizeof *values, compare);
    for (long i = 0; i < n; i++) checksum = (checksum * 31 + values[i]) % 1000000007;
    printf("%ld\n", (long)checksum);
    return 0;
}
