# SPDX-License-Identifier: Apache-2.0
# The language server is tested over its protocol.
TEST_PROGRAMS += tests/lsp/check.sh tests/lsp/features.py
BENCH_PROGRAMS += tests/lsp/bench.py

# What a worker answers after edits, beside one that began with the new texts.
RECHECK_OBJ = $(OUT)/obj/tests/lsp/recheck/recheck.o $(OUT)/obj/tests/lsp/recheck/mutate.o
$(RECHECK_OBJ): CPPFLAGS += -Ilsp -Itests/lsp/recheck
DEPENDS += $(RECHECK_OBJ:.o=.d)
TEST_DEPS += $(OUT)/test/recheck
TEST_PROGRAMS += "$(OUT)/test/recheck 60 tests/lsp/recheck/*.mojo"
$(OUT)/test/recheck: $(RECHECK_OBJ) $(filter-out %/main.o,$(patsubst %.c,$(OUT)/obj/%.o,$(sort $(wildcard lsp/*.c)))) $(GRAMMAR_OBJ) $(CORE_LIB)
	@mkdir -p $(@D)
	$(call SAY,LD)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
