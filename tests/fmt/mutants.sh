#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A few mutants of every golden input; `make fmt-mutants DIR=… N=…` does more.
exec "${OUT:-out}/test/fmt-mutants" 60 tests/fmt/*.mojo tests/fmt/rules/*.mojo tests/fmt/style*.py tests/fmt/preview*.py
