/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long nsieve(long m) {
    bool *flags = malloc((size_t)m + 1);
    long count = 0;
    memset(flags, 1, (size_t)m + 1);
    for (long i = 2; i <= m; i++)
        if (flags[i]) {
            for (long k = i + i; k <= m; k += i) flags[k] = false;
            count++;
        }
    free(flags);
    return count;
}

int main(int argc, char **argv) {
    long n = atol(argv[1]);
    for (long i = 0; i < 3; i++) {
        long m = (1L << (n - i)) * 10000;
        printf("Primes up to %ld %ld\n", m, nsieve(m));
    }
    return 0;
}
