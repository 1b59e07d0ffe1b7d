# SPDX-License-Identifier: Apache-2.0
# A false assertion names its message and the chain of instances.
#: check


def inner[n: Int]():
    comptime assert n > 2, "n must be larger than two"  #~ E4101: n must be larger than two


def outer[n: Int]():
    inner[n - 1]()


def main():
    outer[5]()
    outer[3]()
