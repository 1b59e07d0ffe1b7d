#: helper
# SPDX-License-Identifier: Apache-2.0
def q() -> Int:
    return 8
