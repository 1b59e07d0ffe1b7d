# SPDX-License-Identifier: Apache-2.0
# input() gives lines of standard input and raises at its end.
#: run
#: stdin one
#: stdin two words
def main():
    try:
        while True:
            print("got:", input())
    except e:
        print("end:", e)
#: stdout
#| got: one
#| got: two words
#| end: EOF
