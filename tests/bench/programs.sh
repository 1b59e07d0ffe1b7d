#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Speed of compiled programs beside C and CPython.
exec python3 "$(dirname "$0")/programs.py" "${OUT:-out}"
