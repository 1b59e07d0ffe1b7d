# SPDX-License-Identifier: Apache-2.0
# The Neovim plugin is tested where there is a Neovim. The VS Code extension needs npm, which no other target does.
TEST_PROGRAMS += tests/lsp/neovim.sh tests/lsp/vim.sh tests/lsp/emacs.sh tests/lsp/editors.py tests/lsp/endure.py
VSCODE_OUT := $(OUT)/vscode
VSCODE_SRC = $(shell find editors/vscode -type f -not -path '*/node_modules/*')

.PHONY: vscode
vscode: $(OUT)/mojo.vsix ## Build the VS Code extension, out/mojo.vsix (needs npm and the network)
$(OUT)/mojo.vsix: $(VSCODE_SRC) $(OUT)/bin/mojo editors/editors.mk
	@command -v npm >/dev/null || { echo "vscode: npm is needed to build the extension"; exit 1; }
	@mkdir -p $(VSCODE_OUT)/schemas
	cp -R editors/vscode/. LICENSE $(VSCODE_OUT)/
	$(OUT)/bin/mojo metadata --schema >$(VSCODE_OUT)/schemas/mojo.schema.json
	cd $(VSCODE_OUT) && npm install --no-audit --no-fund --no-package-lock && npm run check && npm run build && npm run package
	cp $(VSCODE_OUT)/mojo.vsix $@

.PHONY: neovim
neovim: $(OUT)/neovim/parser/mojo.so ## Build the Neovim plugin with its tree-sitter parser, out/neovim
$(OUT)/neovim/parser/mojo.so: $(wildcard grammar/src/*.c grammar/queries/*.scm) $(shell find editors/neovim -type f)
	@mkdir -p $(@D)
	cp -RL editors/neovim/. $(OUT)/neovim/
	$(CC) -shared -fPIC -O2 -w -Igrammar/src -o $@ grammar/src/*.c

# Programs that only these checks need (npm's), outside the tree.
PEERS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/mojo-peers
.PHONY: vscode-e2e
vscode-e2e: all $(OUT)/mojo.vsix ## Try the VS Code extension in a workbench in a browser (needs npm, chromium, ripgrep)
	tests/lsp/vscode/e2e.sh $(OUT) $(PEERS)

.PHONY: lsp-e2e
lsp-e2e: all ## Check every message of the language server against the protocol's types, and colours against the tree (needs npm)
	tests/lsp/peers.sh $(PEERS) node
	OUT=$(OUT) NODE_PATH=$(PEERS)/node/node_modules tests/run.sh "node tests/lsp/protocol/e2e.js $(OUT)" "node tests/lsp/protocol/textmate.js $(OUT)"

.PHONY: lsp-endurance
lsp-endurance: all ## Wear the language server out: 10,000 edits, every file cut off at every token (hours), hostile input; CONFIG=asan|tsan too
	OUT=$(OUT) tests/run.sh $(foreach p,order hostile disk agree edits truncate,"tests/lsp/endure.py $(OUT) --$p")
