# SPDX-License-Identifier: Apache-2.0
#: helper
import nothing_of_this_name


def three() -> Int:
    return 3
