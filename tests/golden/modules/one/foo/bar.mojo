#: helper
# SPDX-License-Identifier: Apache-2.0
comptime BAR = 1
