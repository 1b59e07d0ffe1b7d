/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    long n = atol(argv[1]), max_flips = 0, checksum = 0, r = n, parity = 0;
    long *perm1 = malloc(sizeof *perm1 * (size_t)n), *perm = malloc(sizeof *perm * (size_t)n);
    long *count = calloc((size_t)n, sizeof *count);
    for (long i = 0; i < n; i++) perm1[i] = i;
    for (;;) {
        for (; r != 1; r--) count[r - 1] = r;
        for (long i = 0; i < n; i++) perm[i] = perm1[i];
        long flips = 0, k = perm[0];
        while (k != 0) {
            for (long i = 0, j = k; i < j; i++, j--) {
                long t = perm[i];
                perm[i] = perm[j];
                perm[j] = t;
            }
            flips++;
            k = perm[0];
        }
        if (flips > max_flips) max_flips = flips;
        checksum += parity == 0 ? flips : -flips;
        for (;;) {
            if (r == n) {
                printf("%ld %ld\n", checksum, max_flips);
                return 0;
            }
            long first = perm1[0];
            for (long i = 0; i < r; i++) perm1[i] = perm1[i + 1];
            perm1[r] = first;
            if (--count[r] > 0) break;
            r++;
        }
        parity = 1 - parity;
    }
}
