/* SPDX-License-Identifier: Apache-2.0 */
/* The process-wide sequence behind std.random: splitmix64 (Steele, Lea, Flood 2014), one step an atomic add. */
#include <stdint.h>

uint64_t mojo_rt_random(void);
void mojo_rt_random_seed(uint64_t seed);

static uint64_t state = 0x853C49E6748FEA9Bull;

uint64_t mojo_rt_random(void) {
    uint64_t z = __atomic_add_fetch(&state, 0x9E3779B97F4A7C15ull, __ATOMIC_RELAXED);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

void mojo_rt_random_seed(uint64_t seed) {
    __atomic_store_n(&state, seed, __ATOMIC_RELAXED);
}
