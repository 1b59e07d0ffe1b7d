# SPDX-License-Identifier: Apache-2.0
#: check


def again[n: Int]() -> Int:
    return again[n + 1]()  #~ E4102: more than 1000 instances


def main():
    _ = again[0]()
