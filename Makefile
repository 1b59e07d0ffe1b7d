# SPDX-License-Identifier: Apache-2.0
# `make help` lists the targets. Sources are found by folder; what is built goes to out/ only. A folder adds
# targets, generated files and tests in its own fragment (core/diag/diag.mk), which is included here.
#
# CONFIG=release|debug|asan|ubsan|tsan|fuzz|coverage   each builds in a folder of its own
# DEVELOPER=1    warnings are errors (the default in a git checkout)
# V=1            print the commands
# config.mak     local settings (CC, PREFIX, …), not in git

CONFIG ?= release
-include config.mak

OUT       := $(if $(filter release,$(CONFIG)),out,out/$(CONFIG))
PREFIX    ?= /usr/local
DEVELOPER ?= $(if $(wildcard .git),1)
LLVM      := /usr/lib/llvm-19
CLANG     := clang-19
SANITIZED := $(filter asan ubsan tsan fuzz,$(CONFIG))

ifeq ($(origin CC),default)
  CC := gcc
endif
ifneq ($(SANITIZED)$(filter coverage,$(CONFIG)),)
  CC := $(CLANG)
endif

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla -Wformat=2 \
        -Wno-unused-parameter $(if $(findstring clang,$(CC)),-Wno-format-nonliteral) $(if $(DEVELOPER),-Werror)
# An empty Str may be NULL, and NULL + 0 is what every compiler takes it for (C2y says so): no finding.
NO_UB := -fno-sanitize-recover=undefined -fno-sanitize=pointer-overflow
MODE_release  := -O2 -g
MODE_debug    := -O0 -g3 -DMOJ_DEBUG
MODE_asan     := -O1 -g -fsanitize=address -fno-omit-frame-pointer -DMOJ_DEBUG
MODE_ubsan    := -O1 -g -fsanitize=undefined $(NO_UB) -DMOJ_DEBUG
MODE_tsan     := -O1 -g -fsanitize=thread -DMOJ_DEBUG
MODE_fuzz     := -O1 -g -fsanitize=fuzzer-no-link,address,undefined $(NO_UB) -DMOJ_DEBUG
MODE_coverage := -O0 -g -fprofile-instr-generate -fcoverage-mapping
SANITIZE := $(filter -fsanitize% -fno-sanitize% -fprofile% -fcoverage%,$(MODE_$(CONFIG)))

CPPFLAGS += -Icore -Icore/include -D_GNU_SOURCE -I$(LLVM)/include $(if $(SANITIZED),-DMOJ_SANITIZED)
CFLAGS   += -std=c11 $(WARN) $(MODE_$(CONFIG)) -ffunction-sections -fdata-sections -fno-pie
LDFLAGS  += -no-pie -Wl,--gc-sections -fuse-ld=lld -B$(LLVM)/bin $(SANITIZE)
LDLIBS   := -ltree-sitter -lcjson -lpthread -lm -ldl

# One short line for each step; V=1 prints the commands.
SAY = $(if $(V),,@echo "  $1  $@"; )

.PHONY: all
all: ## Build everything (the default)

# ---- the core: one archive; a tool pulls in only what it calls, so tools without codegen carry no LLVM ----

CORE_SRC := $(sort $(shell find core -name '*.c' -not -path 'core/runtime/*' -not -path 'core/std/*'))
CORE_OBJ := $(CORE_SRC:%.c=$(OUT)/obj/%.o)
CORE_GEN_OBJ := # fragments add objects of generated sources
CORE_LIB := $(OUT)/lib/libmoj.a
GRAMMAR_OBJ := $(patsubst %.c,$(OUT)/obj/%.o,$(wildcard grammar/src/*.c))
TEST_DEPS := # what `make test` needs built
TEST_PROGRAMS := tests/driver/driver.sh tests/driver/build.sh tests/driver/python.sh tests/runner/selftest.sh # what it runs, with OUT set; see tests/run.sh
DEPENDS := $(CORE_OBJ:.o=.d)

-include $(sort $(wildcard */*.mk core/*/*.mk))

all: $(CORE_LIB)
$(CORE_LIB): $(CORE_OBJ) $(CORE_GEN_OBJ) $(OUT)/core.list
	@mkdir -p $(@D)
	@rm -f $@
	$(call SAY,AR)ar rcs $@ $(CORE_OBJ) $(CORE_GEN_OBJ)

# Where the tools of this build find the library when they are not installed.
$(OUT)/obj/core/session/session.o: CPPFLAGS += -DMOJ_ROOT_HINT='"$(abspath $(OUT))"'

# ---- the tools -----------------------------------------------------------------------------------------

# $(call TOOL,folder,program,link flags[,objects of others]). build/fetch and build/remote are programs of their own
# inside build/.
define TOOL
$(2)_OBJ := $$(patsubst %.c,$$(OUT)/obj/%.o,$$(sort $$(shell find $$(wildcard $(1)) /dev/null -name '*.c' -not -path '$(1)/fetch/*' -not -path '$(1)/remote/*')))
ifneq ($$($(2)_OBJ),)
all: $$(OUT)/bin/$(2)
DEPENDS += $$($(2)_OBJ:.o=.d)
TOOLS += $$(OUT)/bin/$(2)
$$(OUT)/bin/$(2): $$($(2)_OBJ) $(4) $$(CORE_LIB) $$(GRAMMAR_OBJ)
	@mkdir -p $$(@D)
	$$(call SAY,LD)$$(CC) $$(LDFLAGS) -o $$@ $$($(2)_OBJ) $(4) $$(GRAMMAR_OBJ) $$(CORE_LIB) $(3) $$(LDLIBS)
endif
endef

ifneq ($(wildcard core/codegen/*.c),)
LLVM_LIBS = $(shell $(LLVM)/bin/llvm-config --link-static --libs x86codegen x86asmparser x86desc x86info \
    nvptx amdgpu aarch64 webassembly riscv passes orcjit orcdebugging linker bitreader bitwriter irreader)
LLVM_LINK = -L$(LLVM)/lib -Wl,--start-group $(LLVM_LIBS) -Wl,--end-group -lz -lzstd -static-libgcc \
    -Wl,-Bstatic -lstdc++ -Wl,-Bdynamic
endif
$(eval $(call TOOL,build,mojo,$$(LLVM_LINK)))
$(eval $(call TOOL,build/fetch,mojo-fetch,-lgit2,$$(OUT)/obj/build/package/jobs.o))
ifeq ($(shell pkg-config --exists libcurl && echo yes),yes)
$(eval $(call TOOL,build/remote,mojo-remote,-lcurl))
endif
$(eval $(call TOOL,fmt,mojo-fmt,))
$(eval $(call TOOL,lsp,mojo-lsp,))
$(eval $(call TOOL,migrate,mojo-migrate,))
$(eval $(call TOOL,debug,mojo-debug,))

# ---- how a file is compiled ------------------------------------------------------------------------------

# Stamps that change when what they hold changes: compiler and flags, and the files of the archive.
$(OUT)/flags: FLAGS_TEXT = $(CC) $(CPPFLAGS) $(filter-out -Werror,$(CFLAGS))
$(OUT)/core.list: FLAGS_TEXT = $(CORE_OBJ) $(CORE_GEN_OBJ)
$(OUT)/flags $(OUT)/core.list: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(FLAGS_TEXT))' | cmp -s - $@ || \
	    printf '%s\n' '$(subst ','\'',$(FLAGS_TEXT))' >$@
.PHONY: FORCE
FORCE:

$(OUT)/obj/grammar/%.o: grammar/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call SAY,CC)$(CC) -std=c11 -O2 $(SANITIZE) -Igrammar/src -fno-pie -w -MMD -MP -c -o $@ $<

$(OUT)/obj/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call SAY,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# ---- tests -----------------------------------------------------------------------------------------------

UNIT_OBJ   := $(patsubst %.c,$(OUT)/obj/%.o,$(sort $(shell find tests/unit -name '*.c')))
# The package manager's parts are tested one by one, although they are not in the core.
PACKAGE_OBJ := $(patsubst %.c,$(OUT)/obj/%.o,$(sort $(wildcard build/package/*.c)) build/bench_stats.c build/graph.c build/stamp.c)
RUNNER_OBJ := $(patsubst %.c,$(OUT)/obj/%.o,$(sort $(wildcard tests/runner/*.c)))
DEPENDS += $(UNIT_OBJ:.o=.d) $(RUNNER_OBJ:.o=.d) $(GRAMMAR_OBJ:.o=.d)
TEST_DEPS += $(OUT)/test/unit $(if $(RUNNER_OBJ),$(OUT)/test/golden)

$(UNIT_OBJ): CPPFLAGS += -Itests/unit -I.
$(OUT)/test/unit: $(UNIT_OBJ) $(PACKAGE_OBJ) $(CORE_LIB) $(GRAMMAR_OBJ)
	@mkdir -p $(@D)
	$(call SAY,LD)$(CC) $(LDFLAGS) -o $@ $(UNIT_OBJ) $(PACKAGE_OBJ) $(GRAMMAR_OBJ) $(CORE_LIB) $(LLVM_LINK) $(LDLIBS) \
	    $(shell pkg-config --libs check)

$(OUT)/test/golden: $(RUNNER_OBJ) $(CORE_LIB)
	@mkdir -p $(@D)
	$(call SAY,LD)$(CC) $(LDFLAGS) -o $@ $(RUNNER_OBJ) $(CORE_LIB) $(LDLIBS)

# ---- fuzzing, coverage, reports --------------------------------------------------------------------------

# tests/fuzz/<name>.c defines LLVMFuzzerTestOneInput; inputs to start from lie in tests/fuzz/corpus/<name> and in the
# folders that tests/fuzz/corpus/more lists beside its name.
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(filter-out tests/fuzz/plain.c,$(wildcard tests/fuzz/*.c)))
FUZZ_OBJ := $(if $(FUZZERS),$(patsubst %,$(OUT)/obj/tests/fuzz/%.o,$(FUZZERS) plain))
DEPENDS += $(FUZZ_OBJ:.o=.d)
T ?= 60

$(OUT)/fuzz/%: $(OUT)/obj/tests/fuzz/%.o $(PACKAGE_OBJ) $(CORE_LIB) $(GRAMMAR_OBJ)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) $(if $(filter fuzz,$(CONFIG)),-fsanitize=fuzzer) -o $@ $< $(PACKAGE_OBJ) $(GRAMMAR_OBJ) $(CORE_LIB) $(LDLIBS)

# Without libFuzzer the same entry points run over the corpus and mutations of it: part of `make test`.
$(OUT)/test/fuzz-%: $(OUT)/obj/tests/fuzz/%.o $(OUT)/obj/tests/fuzz/plain.o $(PACKAGE_OBJ) $(CORE_LIB) $(GRAMMAR_OBJ)
	@mkdir -p $(@D)
	$(call SAY,LD)$(CC) $(LDFLAGS) -o $@ $< $(OUT)/obj/tests/fuzz/plain.o $(PACKAGE_OBJ) $(GRAMMAR_OBJ) $(CORE_LIB) $(LDLIBS)
ifneq ($(CONFIG),fuzz)
TEST_DEPS += $(FUZZERS:%=$(OUT)/test/fuzz-%)
TEST_PROGRAMS += $(FUZZERS:%=$(OUT)/test/fuzz-%)
endif
$(FUZZ_OBJ): CPPFLAGS += -I. -Wno-missing-prototypes

.PHONY: test bless asan ubsan tsan
test: ## Build and run every test; TEST=text picks those whose name has it
	@$(MAKE) --no-print-directory DEVELOPER=1 test-run

.PHONY: test-run
test-run: all $(TEST_DEPS)
	@$(if $(SANITIZED),ulimit -s 65536; CK_FORK=no) TEST='$(TEST)' OUT='$(OUT)' tests/run.sh $(OUT)/test/unit $(OUT)/test/golden \
	    $(foreach p,$(TEST_PROGRAMS),$(if $(TEST),$(if $(findstring $(TEST),$(p)),$(p)),$(p)))

bless: all $(OUT)/test/golden ## Rewrite the expected output in golden files with what the tools print now
	TEST='$(TEST)' OUT='$(OUT)' $(OUT)/test/golden --bless

# $(call NEEDS,program or file)
NEEDS = @command -v $(1) >/dev/null 2>&1 || [ -e $(1) ] || { echo "$@: $(1) is not there; \`make deps-all\` installs it"; exit 1; }
SANITIZERS_LIB := $(LLVM)/lib/clang/19/lib/linux/libclang_rt.asan-$(shell uname -m).a

asan ubsan tsan: ## Run the tests under a sanitizer
	$(call NEEDS,$(SANITIZERS_LIB))
	$(MAKE) CONFIG=$@ test

.PHONY: memory
memory: all ## Run golden programs and examples under valgrind, at -O0 and -O3
	@tests/memory.sh $(OUT)

.PHONY: fuzz fuzz-build coverage bench
ifeq ($(CONFIG),fuzz)
fuzz-build: $(FUZZERS:%=$(OUT)/fuzz/%)
else
fuzz-build:
	@$(MAKE) --no-print-directory CONFIG=fuzz fuzz-build
endif
fuzz: ## Run the fuzzers: F=name for one, T=seconds for each (60)
	$(call NEEDS,$(SANITIZERS_LIB))
	@$(MAKE) --no-print-directory fuzz-build
	@set -e; for f in $(or $(F),$(FUZZERS)); do \
	    mkdir -p out/fuzz/corpus/$$f tests/fuzz/corpus/$$f; echo "== $$f for $(T) s"; \
	    out/fuzz/fuzz/$$f -max_total_time=$(T) -max_len=65536 -timeout=10 -print_final_stats=1 \
	        -artifact_prefix=out/fuzz/$$f- out/fuzz/corpus/$$f tests/fuzz/corpus/$$f \
        $$(sed -n "s/^$$f //p" tests/fuzz/corpus/more); done

coverage: ## Run the tests and report how much of the core they reach
	@rm -rf out/coverage/profile
	LLVM_PROFILE_FILE=$(abspath out/coverage)/profile/%p.raw $(MAKE) CONFIG=coverage test
	$(LLVM)/bin/llvm-profdata merge -sparse -o out/coverage/all.profdata out/coverage/profile/*.raw
	$(LLVM)/bin/llvm-cov report -instr-profile=out/coverage/all.profdata out/coverage/test/unit \
	    $(patsubst out/%,-object out/coverage/%,$(filter out/bin/%,$(TOOLS:out/coverage/%=out/%))) \
	    -ignore-filename-regex='(tests|grammar)/' -show-region-summary=0 -show-branch-summary=0

bench: all $(BENCH_DEPS) ## Measure, as ratios against other tools
	@$(if $(BENCH_PROGRAMS),set -e; for b in $(BENCH_PROGRAMS); do echo "== $$b"; $$b; done,echo "bench: nothing to measure yet")

SOURCES = $(shell git ls-files '*.c' '*.h' | grep -v -e '^grammar/src/' -e unicode_tables.h)
.PHONY: format lint lengths layers
format: ## Lay out the C sources with clang-format
	$(call NEEDS,clang-format-19)
	clang-format-19 -i $(SOURCES)

lint: layers ## clang-tidy and cppcheck
	$(call NEEDS,cppcheck)
	$(call NEEDS,clang-tidy-19)
	cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 -Icore \
	    --suppressions-list=tests/cppcheck.suppressions $(filter %.c,$(SOURCES))
	clang-tidy-19 --quiet $(filter %.c,$(SOURCES)) -- -std=c11 $(CPPFLAGS) -Itests/unit

lengths: ## The longest files and functions
	@wc -l $(SOURCES) | sort -rn | sed -n '2,16p'
	@awk -f tests/lengths.awk $(filter %.c,$(SOURCES)) | sort -rn | head -15

layers: ## Includes in core/ that point from an early folder to a later one
	@awk -f tests/layers.awk $(wildcard core/*/*.[ch])

# ---- getting started, installing ---------------------------------------------------------------------------

PACKAGES := build-essential pkg-config llvm-19-dev clang-19 lld-19 libtree-sitter-dev libcjson-dev libgit2-dev git \
    libcurl4-openssl-dev libzstd-dev zlib1g-dev check python3-dev libpython3.11-testsuite

# What sanitizers, fuzzers, `make lint`, `make format` and `make memory` need on top.
MORE_PACKAGES := libclang-rt-19-dev clang-tidy-19 clang-format-19 cppcheck valgrind

.PHONY: deps deps-all demo
deps-all: ## Install also what sanitizers, fuzzers, lint, format and memory need
	@$(MAKE) --no-print-directory deps PACKAGES='$(PACKAGES) $(MORE_PACKAGES)'

deps: ## Install the Debian packages that building and testing need
	@missing=; for p in $(PACKAGES); do \
	    dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	    echo "deps: apt-get install$$missing"; \
	    $$sudo apt-get update -q && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends$$missing; \
	fi

demo: deps ## Install what is needed, build, and show what works
	@$(MAKE) --no-print-directory all
	@tests/demo.sh $(OUT)/bin

.PHONY: install uninstall
BINDIR  := $(DESTDIR)$(PREFIX)/bin
LIBDIR  := $(DESTDIR)$(PREFIX)/lib/mojo
SHARE   := $(DESTDIR)$(PREFIX)/share
COMPLETIONS := $(SHARE)/bash-completion/completions/mojo $(SHARE)/zsh/site-functions/_mojo \
    $(SHARE)/fish/vendor_completions.d/mojo.fish
install: all ## Install under PREFIX (/usr/local), below DESTDIR
	install -d $(BINDIR) $(LIBDIR) $(dir $(COMPLETIONS))
	install -m 755 $(TOOLS) $(BINDIR)
	@if [ -d core/std ]; then cp -R core/std $(LIBDIR)/; fi
	install -d $(LIBDIR)/runtime
	install -m 644 core/runtime/*.[ch] $(LIBDIR)/runtime
	install -m 644 $(OUT)/lib/mojo/libmojort.a $(LIBDIR)
	$(OUT)/bin/mojo completions bash >$(word 1,$(COMPLETIONS))
	$(OUT)/bin/mojo completions zsh >$(word 2,$(COMPLETIONS))
	$(OUT)/bin/mojo completions fish >$(word 3,$(COMPLETIONS))

uninstall: ## Remove what install put there
	rm -f $(addprefix $(BINDIR)/,mojo mojo-fetch mojo-remote mojo-fmt mojo-lsp mojo-migrate mojo-debug) $(COMPLETIONS)
	rm -rf $(LIBDIR)

.PHONY: clean help
clean: ## Remove everything that was built
	rm -rf out

help: ## This list
	@awk -F ':.*## ' '/^[a-z][a-z -]*:.*## / { split($$1, t, " "); for (i in t) printf "  make %-13s %s\n", t[i], $$2 }' \
	    $(MAKEFILE_LIST) | sort

-include $(DEPENDS)
