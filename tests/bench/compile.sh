#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Speed of the compiler beside clang.
exec python3 "$(dirname "$0")/compile.py" "${OUT:-out}"
