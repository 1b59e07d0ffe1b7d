-- SPDX-License-Identifier: Apache-2.0
-- For vim.lsp.enable("mojo") of Neovim 0.11 and later.
return {
  cmd = { "mojo-lsp" },
  filetypes = { "mojo" },
  root_markers = { "mojo.toml", "pixi.toml", "pyproject.toml", ".git" },
  workspace_required = false,
}
