# SPDX-License-Identifier: Apache-2.0
# Lines of each function: starts at a line in column 0 that ends with "{", ends at "}" in column 0.
/^[A-Za-z_].*\) \{$/ { start = FNR; name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
/^\}/ && start { printf "%5d %s %s:%d\n", FNR - start + 1, name, FILENAME, start; start = 0 }
