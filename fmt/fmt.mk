# SPDX-License-Identifier: Apache-2.0
# mojo-fmt: golden files and command line in `make test`.
TEST_PROGRAMS += tests/fmt/run.py
TEST_PROGRAMS += tests/fmt/mutants.sh
TEST_PROGRAMS += tests/fmt/precommit.py
TEST_DEPS += $(OUT)/test/fmt-mutants
DEPENDS += $(OUT)/obj/tests/fmt/mutants.d
$(OUT)/test/fmt-mutants: $(OUT)/obj/tests/fmt/mutants.o $(CORE_LIB) $(GRAMMAR_OBJ)
	@mkdir -p $(@D)
	$(call SAY,LD)$(CC) $(LDFLAGS) -o $@ $< $(GRAMMAR_OBJ) $(CORE_LIB) $(LDLIBS)

.PHONY: fmt-mutants
fmt-mutants: $(OUT)/test/fmt-mutants ## Format mutants of the files in DIR: N of each (100)
	find $(DIR) -name '*.mojo' -o -name '*.py' | sort | xargs $(OUT)/test/fmt-mutants $(or $(N),100)

BENCH_PROGRAMS += fmt/bench.py
