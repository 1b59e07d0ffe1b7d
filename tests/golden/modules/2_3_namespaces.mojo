# SPDX-License-Identifier: Apache-2.0
# A folder without `__init__` is a namespace; one name may lie in several roots (language.md §2.3).
#: run
#: flags -Itests/golden/modules/one -Itests/golden/modules/two
import foo.bar
import foo.baz
from foo.bar import BAR
from foo import baz as z


def main():
    print(foo.bar.BAR, foo.baz.BAZ, BAR, z.BAZ)

#: stdout
#| 1 2 1 2
