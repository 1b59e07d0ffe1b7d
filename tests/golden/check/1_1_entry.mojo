# SPDX-License-Identifier: Apache-2.0
# The entry point has no arguments and no result (language.md §1.1).
#: check
def main(x: Int) -> Int:  #~ E5002: `main` has arguments; it is written `def main()` or `def main() raises`
    return x
