# SPDX-License-Identifier: Apache-2.0
# Programs that `make test` and `make bench` run beside the unit and golden tests.
TEST_PROGRAMS += tests/examples/check.sh
BENCH_PROGRAMS += tests/bench/programs.sh
