# SPDX-License-Identifier: Apache-2.0
# The Neovim plugin is tested where there is a Neovim. The VS Code extension needs npm.
TEST_PROGRAMS += tests/lsp/neovim.sh
.PHONY: vscode
vscode: ## Build the VS Code extension, out/mojo.vsix (needs npm and the network)
	rm -rf $(OUT)/vscode && mkdir -p $(OUT) && cp -R editors/vscode $(OUT)/vscode && cp LICENSE $(OUT)/vscode
	cd $(OUT)/vscode && npm install --no-audit --no-fund && npm run check && npm run build && npm run package
	cp $(OUT)/vscode/mojo.vsix $(OUT)/mojo.vsix
