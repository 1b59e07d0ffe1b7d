#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The language server, as a client sees it.
exec python3 "$(dirname "$0")/check.py" "${OUT:-out}"
