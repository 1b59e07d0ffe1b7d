# SPDX-License-Identifier: Apache-2.0
# An import that fails in an imported module is reported, used or not (language.md §2.2).
#: run
#: flags -O1
#: exit 1
from broken_import import three


def main():
    print(three())
#: stderr
#| error[E1003]: no module `nothing_of_this_name`
