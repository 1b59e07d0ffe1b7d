#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The example programs on small inputs, at -O0 and -O3: their output must be that of their Python twins.
exec python3 "$(dirname "$0")/run.py" "${OUT:-out}" --small
