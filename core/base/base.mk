# SPDX-License-Identifier: Apache-2.0
# Names of characters, from the Unicode database of the Python that is installed.
CORE_GEN_OBJ += $(OUT)/gen/unicode_names.o

$(OUT)/gen/unicode_names.c: core/base/unicode_names.py
	@mkdir -p $(@D)
	@python3 $< >$@.tmp && mv $@.tmp $@

$(OUT)/gen/unicode_names.o: $(OUT)/gen/unicode_names.c core/base/unicode_name.h $(OUT)/flags
	$(call SAY,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
