# SPDX-License-Identifier: Apache-2.0
# Programs that `make test` and `make bench` run beside the unit and golden tests.
TEST_PROGRAMS += tests/examples/check.sh
TEST_PROGRAMS += tests/project/project.sh tests/project/git.sh tests/project/incremental.sh tests/project/cache.sh tests/project/crash.sh
TEST_PROGRAMS += tests/project/sources.sh tests/project/commands.sh tests/project/attacks.sh tests/project/real.sh tests/project/numpy.sh tests/project/cabi.py
TEST_PROGRAMS += tests/project/bundle.sh
TEST_DEPS += $(OUT)/test/toml
TEST_PROGRAMS += "tests/toml/check.py $(OUT)/test/toml"
BENCH_PROGRAMS += tests/bench/programs.sh tests/bench/packages.py
TEST_PROGRAMS += tests/mutants/check.sh

.PHONY: mutants
N ?= 2000
mutants: all ## Check N damaged programs (2000): no crash, no hang
	python3 tests/mutants/check.py --time $(OUT) $(N)
BENCH_PROGRAMS += tests/bench/compile.sh

$(OUT)/obj/tests/toml/tool.o: CPPFLAGS += -I.
DEPENDS += $(OUT)/obj/tests/toml/tool.d
$(OUT)/test/toml: $(OUT)/obj/tests/toml/tool.o $(OUT)/obj/build/package/toml.o $(CORE_LIB)
	@mkdir -p $(@D)
	$(call SAY,LD)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
