# SPDX-License-Identifier: Apache-2.0
# The language server is tested over its protocol.
TEST_PROGRAMS += tests/lsp/check.sh tests/lsp/features.py
BENCH_PROGRAMS += tests/lsp/bench.py
