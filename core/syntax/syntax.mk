# SPDX-License-Identifier: Apache-2.0
# The parser's corpus checks and bench.
SYNTAX_TOOL := $(OUT)/test/syntax-tool
DEPENDS += $(OUT)/obj/tests/syntax/tool.d
$(SYNTAX_TOOL): $(OUT)/obj/tests/syntax/tool.o $(CORE_LIB) $(GRAMMAR_OBJ)
	@mkdir -p $(@D)
	$(call SAY,LD)$(CC) $(LDFLAGS) -o $@ $< $(GRAMMAR_OBJ) $(CORE_LIB) $(LDLIBS)
TEST_DEPS += $(SYNTAX_TOOL)

# Folders to check against; CORPUS_MOJO may name several.
CORPUS_PY   ?= /usr/lib/python3.11
CORPUS_MOJO ?=
MUTANTS     ?= 2000
.PHONY: corpus
corpus: all $(SYNTAX_TOOL) ## Compare the parser with CPython over CORPUS_PY; CORPUS_MOJO=folders adds Mojo files
	tests/syntax/corpus.sh $(SYNTAX_TOOL) $(MUTANTS) '$(CORPUS_PY)' $(CORPUS_MOJO)

BENCH_DEPS += $(SYNTAX_TOOL)
BENCH_PROGRAMS += tests/bench/syntax.sh

# The grammar as a library of its own, to put it beside the public one.
$(OUT)/test/libgrammar.so: $(wildcard grammar/src/*.c) $(OUT)/flags
	@mkdir -p $(@D)
	$(call SAY,LD)$(CC) -std=c11 -O2 -shared -fPIC -w -Igrammar/src -o $@ $(filter %.c,$^)
BENCH_DEPS += $(OUT)/test/libgrammar.so
