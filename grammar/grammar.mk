# SPDX-License-Identifier: Apache-2.0
# The generated parser is committed; only a change of grammar.js needs the tree-sitter CLI (0.24 writes ABI 14).
TREE_SITTER ?= tree-sitter

.PHONY: grammar grammar-test
grammar: ## Regenerate grammar/src/parser.c (needs the tree-sitter CLI)
	@command -v $(TREE_SITTER) >/dev/null || { \
	  echo "grammar: the tree-sitter CLI is not installed, so grammar/src/parser.c stays as it is."; \
	  echo "         cargo install --locked tree-sitter-cli --version 0.24.7, or TREE_SITTER=/path/to/tree-sitter"; \
	  exit 1; }
	cd grammar && $(TREE_SITTER) generate --abi 14

grammar-test: ## Run grammar/test (needs the tree-sitter CLI)
	@command -v $(TREE_SITTER) >/dev/null || { \
	  echo "grammar-test: the tree-sitter CLI is not installed (TREE_SITTER=/path/to/tree-sitter)"; exit 1; }
	cd grammar && $(TREE_SITTER) test
