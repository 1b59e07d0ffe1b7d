# SPDX-License-Identifier: Apache-2.0
# Builds: other machines, parts of packages, Python modules; how long they take.
TEST_PROGRAMS += tests/project/cross.sh tests/project/parts.sh tests/project/settings.sh tests/project/library.sh tests/project/python.sh tests/project/workspace.sh
BENCH_PROGRAMS += "tests/bench/builds.py $(OUT)"
