# SPDX-License-Identifier: Apache-2.0
# The C runtime: an archive for executables, and the same objects inside the compiler for code in memory,
# with a table of their names. Generic code: it must run on every CPU of the target.
RT_SRC := $(sort $(wildcard core/runtime/*.c))
RT_OBJ := $(RT_SRC:%.c=$(OUT)/obj/%.o)
RT_LIB := $(OUT)/lib/mojo/libmojort.a
# helpers of libgcc that generated code calls; a static libgcc hides them from dlsym
RT_GCC := __divti3 __udivti3 __modti3 __umodti3 __multi3 __fixdfti __fixunsdfti __fixsfti __fixunssfti __floattidf \
    __floatuntidf __floattisf __floatuntisf __extendhfsf2 __truncsfhf2 __truncdfhf2
RT_TABLE := $(OUT)/gen/runtime_symbols
DEPENDS += $(RT_OBJ:.o=.d)
CORE_GEN_OBJ += $(filter-out %/start.o,$(RT_OBJ)) $(RT_TABLE).o

all: $(RT_LIB) $(OUT)/lib/mojo/std $(OUT)/lib/mojo/runtime
$(RT_LIB): $(RT_OBJ)
	@mkdir -p $(@D)
	@rm -f $@
	$(call SAY,AR)ar rcs $@ $(RT_OBJ)

$(OUT)/lib/mojo/std:
	@mkdir -p $(@D)
	@ln -sfn $(abspath core/std) $@

# For other machines it is compiled when it is first needed (build/cross.c).
$(OUT)/lib/mojo/runtime:
	@mkdir -p $(@D)
	@ln -sfn $(abspath core/runtime) $@

$(OUT)/obj/core/runtime/%.o: core/runtime/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call SAY,CC)$(CC) -D_GNU_SOURCE -std=gnu11 $(WARN) -O2 -fPIC -ffunction-sections -fdata-sections \
	    -fasynchronous-unwind-tables -MMD -MP -c -o $@ $<

$(RT_TABLE).c: $(filter-out %/start.o,$(RT_OBJ))
	@mkdir -p $(@D)
	@{ echo '#include "codegen/runtime_symbols.h"'; \
	   names="$$(nm -g --defined-only $^ | awk '$$2 ~ /[TDBR]/ { print $$3 }' | sort -u) $(RT_GCC)"; \
	   for s in $$names; do echo "extern char $$s[];"; done; \
	   echo 'const JitSymbol runtime_symbols[] = {'; \
	   for s in $$names; do echo "    {\"$$s\", $$s},"; done; \
	   echo '};'; echo 'const size_t n_runtime_symbols = sizeof runtime_symbols / sizeof *runtime_symbols;'; } >$@

$(RT_TABLE).o: $(RT_TABLE).c
	$(call SAY,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
