-- SPDX-License-Identifier: Apache-2.0
-- require("mojo").setup{ cmd = {…}, on_attach = function(client, buffer) … end, capabilities = … }
-- Starts the language server for Mojo buffers, runs programs; works with Neovim 0.7 and later.
local M = { config = { cmd = { "mojo-lsp" }, mojo = "mojo", markers = { "mojo.toml", "pixi.toml", "pyproject.toml", ".git" } } }
local clients = {} -- root → client id, for versions without vim.lsp.start

--- The folder that holds one of the markers, or the file's own.
function M.root(file)
  local dir = vim.fn.fnamemodify(file, ":p:h")
  local at = dir
  while true do
    for _, marker in ipairs(M.config.markers) do
      if vim.loop.fs_stat(at .. "/" .. marker) then
        return at
      end
    end
    local up = vim.fn.fnamemodify(at, ":h")
    if up == at then
      return dir
    end
    at = up
  end
end

--- Colours by tree-sitter, where this Neovim knows how and the parser is there (`make neovim`).
local function start_treesitter(buffer)
  if vim.treesitter.start and #vim.api.nvim_get_runtime_file("parser/mojo.so", false) > 0 then
    pcall(vim.treesitter.start, buffer, "mojo")
  end
end

--- Attaches the server to a buffer.
function M.attach(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  if vim.bo[buffer].buftype ~= "" then
    return
  end
  start_treesitter(buffer)
  local root = M.root(vim.api.nvim_buf_get_name(buffer))
  local config = {
    name = "mojo",
    cmd = M.config.cmd,
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
    capabilities = M.config.capabilities or vim.lsp.protocol.make_client_capabilities(),
    on_attach = M.config.on_attach,
    settings = M.config.settings,
  }
  if vim.lsp.start then -- 0.8
    return vim.lsp.start(config, { bufnr = buffer })
  end
  local id = clients[root]
  if not id or not vim.lsp.get_client_by_id(id) then
    config.on_exit = function()
      clients[root] = nil
    end
    id = vim.lsp.start_client(config)
    clients[root] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
  return id
end

--- Runs a command in a terminal below, in the project's folder.
local function terminal(command)
  vim.cmd("silent write")
  local root = M.root(vim.api.nvim_buf_get_name(0))
  vim.cmd("botright 12new")
  vim.fn.termopen(command, { cwd = root })
end

--- Runs the current file.
function M.run(args)
  local command = { M.config.mojo, "run", vim.fn.expand("%:p") }
  vim.list_extend(command, args or {})
  terminal(command)
end

--- Runs the project's tests; `args` as for `mojo test`.
function M.test(args)
  local command = { M.config.mojo, "test" }
  vim.list_extend(command, args or {})
  terminal(command)
end

--- The page about a diagnostic: the code that is given, or that of the one in this line.
function M.explain(code)
  if not code or code == "" then
    local line = vim.api.nvim_win_get_cursor(0)[1] - 1
    for _, d in ipairs(vim.diagnostic.get(0, { lnum = line })) do
      code = d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code)
    end
  end
  if not code or code == "" then
    return vim.notify("no diagnostic in this line", vim.log.levels.INFO)
  end
  local text = vim.fn.systemlist({ M.config.mojo, "explain", code })
  return vim.lsp.util.open_floating_preview(text, "markdown", { border = "single", max_width = 100 })
end

function M.setup(config)
  M.config = vim.tbl_extend("force", M.config, config or {})
  vim.cmd([[
    augroup mojo
      autocmd!
      autocmd FileType mojo lua require("mojo").attach()
    augroup END
  ]])
  if vim.bo.filetype == "mojo" then
    M.attach()
  end
end

return M
