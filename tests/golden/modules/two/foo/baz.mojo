#: helper
# SPDX-License-Identifier: Apache-2.0
comptime BAZ = 2
