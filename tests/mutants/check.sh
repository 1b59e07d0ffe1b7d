#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A few damaged programs on each test run; `make mutants N=5000` tries many.
exec python3 "$(dirname "$0")/check.py" "${OUT:-out}" 60
