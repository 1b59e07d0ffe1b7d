# SPDX-License-Identifier: Apache-2.0
# A sieve at compile time: some hundred thousand steps.
#: run


def sieve(n: Int) -> List[Int]:
    var flags = List[Bool]()
    for _ in range(n + 1):
        flags.append(True)
    var out = List[Int]()
    for i in range(2, n + 1):
        if flags[i]:
            out.append(i)
            var j = i * i
            while j <= n:
                flags[j] = False
                j += i
    return out^

comptime PRIMES = sieve(100000)

def main():
    comptime n = len(PRIMES)
    print(n)
    var p = materialize[PRIMES]()
    print(p[n - 1])


#: stdout
#| 9592
#| 99991
