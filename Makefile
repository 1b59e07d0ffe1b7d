# SPDX-License-Identifier: Apache-2.0
# `make help` lists the targets. Sources are found by folder; what is built goes to out/ only.

CONFIG  ?= release
-include config.mak

ifeq ($(CONFIG),release)
  OUT := out
else
  OUT := out/$(CONFIG)
endif

CC      ?= gcc
LLVM    := /usr/lib/llvm-19
CLANG   := clang-19
PREFIX  ?= /usr/local
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla -Wformat=2 \
           -Wno-unused-parameter
ifdef DEVELOPER
  WARN += -Werror
endif
CPPFLAGS += -Icore -Icore/include -D_GNU_SOURCE -DMOJ_ROOT_HINT='"$(abspath $(OUT))"' \
            -I$(LLVM)/include
CFLAGS_release := -O2 -g
CFLAGS_debug   := -O0 -g3 -DMOJ_DEBUG
CFLAGS_asan    := -O1 -g -fsanitize=address -fno-omit-frame-pointer -DMOJ_DEBUG
CFLAGS_ubsan   := -O1 -g -fsanitize=undefined -fno-sanitize-recover=undefined -DMOJ_DEBUG
CFLAGS_tsan    := -O1 -g -fsanitize=thread -DMOJ_DEBUG
CFLAGS_coverage := -O0 -g --coverage
ifneq ($(filter asan ubsan tsan,$(CONFIG)),)
  CC := $(CLANG)
endif
CFLAGS  += -std=c11 $(WARN) $(CFLAGS_$(CONFIG)) -ffunction-sections -fdata-sections -fno-pie
LDFLAGS += -no-pie -Wl,--gc-sections -fuse-ld=lld -B$(LLVM)/bin $(filter -fsanitize% --coverage,$(CFLAGS_$(CONFIG)))
LDLIBS  := -ltree-sitter -lcjson -lpthread -lm -ldl

# The core is one archive; a tool pulls in only what it calls, so tools without codegen carry no LLVM.
CORE_SRC := $(sort $(shell find core -name '*.c' -not -path 'core/runtime/*' -not -path 'core/std/*'))
CORE_OBJ := $(CORE_SRC:%.c=$(OUT)/obj/%.o)
CORE_LIB := $(OUT)/lib/libmoj.a
-include $(sort $(wildcard */*.mk core/*/*.mk))
GRAMMAR_OBJ := $(patsubst %.c,$(OUT)/obj/%.o,$(wildcard grammar/src/*.c))

.PHONY: all
all: $(CORE_LIB)

define TOOL
$(2)_OBJ := $$(patsubst %.c,$$(OUT)/obj/%.o,$$(sort $$(shell find $(wildcard $(1)) /dev/null -name '*.c')))
ifneq ($$($(2)_OBJ),)
all: $$(OUT)/bin/$(2)
$$(OUT)/bin/$(2): $$($(2)_OBJ) $$(CORE_LIB) $$(GRAMMAR_OBJ)
	@mkdir -p $$(@D)
	$$(CC) $$(LDFLAGS) -o $$@ $$($(2)_OBJ) $$(GRAMMAR_OBJ) $$(CORE_LIB) $(3) $$(LDLIBS)
endif
endef

HAVE_CODEGEN := $(wildcard core/codegen/*.c)
ifneq ($(HAVE_CODEGEN),)
LLVM_LIBS = $(shell $(LLVM)/bin/llvm-config --link-static --libs x86codegen x86asmparser x86desc x86info \
    nvptx amdgpu aarch64 webassembly riscv passes orcjit orcdebugging linker bitreader bitwriter irreader)
LLVM_LINK = -L$(LLVM)/lib -Wl,--start-group $(LLVM_LIBS) -Wl,--end-group -lz -lzstd -static-libgcc \
    -Wl,-Bstatic -lstdc++ -Wl,-Bdynamic
endif
$(eval $(call TOOL,build,mojo,$$(LLVM_LINK)))
$(eval $(call TOOL,fmt,mojo-fmt,))
$(eval $(call TOOL,lsp,mojo-lsp,))
$(eval $(call TOOL,migrate,mojo-migrate,))
$(eval $(call TOOL,debug,mojo-debug,))

$(CORE_LIB): $(CORE_OBJ) $(CORE_GEN_OBJ)
	@mkdir -p $(@D)
	@rm -f $@
	ar rcs $@ $(CORE_OBJ) $(CORE_GEN_OBJ)

$(OUT)/obj/grammar/%.o: grammar/%.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O2 $(filter -fsanitize%,$(CFLAGS_$(CONFIG))) -Igrammar/src -fno-pie -w -c -o $@ $<

$(OUT)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Unit tests: one Check program out of tests/unit/**.c.
UNIT_SRC := $(sort $(shell find $(wildcard tests/unit) /dev/null -name '*.c'))
UNIT_OBJ := $(UNIT_SRC:%.c=$(OUT)/obj/%.o)
$(OUT)/test/unit: $(UNIT_OBJ) $(CORE_LIB) $(GRAMMAR_OBJ)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $(UNIT_OBJ) $(GRAMMAR_OBJ) $(CORE_LIB) $(LLVM_LINK) $(LDLIBS) $(shell pkg-config --libs check)

.PHONY: test
test: all $(if $(UNIT_SRC),$(OUT)/test/unit)
	$(if $(UNIT_SRC),$(OUT)/test/unit)

.PHONY: clean
clean: ## Remove everything that was built
	rm -rf out

-include grammar/grammar.mk

-include $(CORE_OBJ:.o=.d) $(UNIT_OBJ:.o=.d) $(foreach t,mojo mojo-fmt mojo-lsp mojo-migrate mojo-debug,$($(t)_OBJ:.o=.d))
