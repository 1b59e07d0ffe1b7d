# SPDX-License-Identifier: Apache-2.0
# The parser's corpus checks and bench.
SYNTAX_TOOL := $(OUT)/test/syntax-tool
DEPENDS += $(OUT)/obj/tests/syntax/tool.d
$(SYNTAX_TOOL): $(OUT)/obj/tests/syntax/tool.o $(CORE_LIB) $(GRAMMAR_OBJ)
	@mkdir -p $(@D)
	$(call SAY,LD)$(CC) $(LDFLAGS) -o $@ $< $(GRAMMAR_OBJ) $(CORE_LIB) $(LDLIBS)
