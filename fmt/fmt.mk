# SPDX-License-Identifier: Apache-2.0
# mojo-fmt: golden files and command line in `make test`.
TEST_PROGRAMS += tests/fmt/run.py
