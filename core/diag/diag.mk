# SPDX-License-Identifier: Apache-2.0
# Explain pages become a C table.
EXPLAIN_PAGES := $(sort $(wildcard core/diag/explain/*.md))
CORE_GEN_OBJ += $(OUT)/gen/explain.o

$(OUT)/gen/explain.c: core/diag/explain.awk core/diag/explain $(EXPLAIN_PAGES)
	@mkdir -p $(@D)
	@awk -f core/diag/explain.awk $(EXPLAIN_PAGES) </dev/null >$@.tmp && mv $@.tmp $@

$(OUT)/gen/explain.o: $(OUT)/gen/explain.c core/diag/diag.h
	$(call SAY,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

TEST_PROGRAMS += tests/explain.py
