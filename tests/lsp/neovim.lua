-- SPDX-License-Identifier: Apache-2.0
-- Run by neovim.sh: the plugin and the server in a headless Neovim. $OUT: build folder, $PLUGIN: editors/neovim.
local passed, failed = 0, 0
local function ok(condition, what)
  if condition then
    passed = passed + 1
  else
    failed = failed + 1
    print("FAILED: " .. what .. "\n")
  end
end
local function wait(what, fn)
  ok(vim.wait(10000, fn, 10), what)
end

vim.opt.runtimepath:prepend(vim.env.PLUGIN) -- as plugin managers do: Neovim has files for Mojo of its own
vim.cmd("filetype plugin indent on")
vim.cmd("runtime! ftdetect/*.vim plugin/*.vim")
local dir = vim.fn.tempname()
vim.fn.mkdir(dir, "p")
local file = dir .. "/a.mojo"
vim.fn.writefile({
  "struct Point(Copyable):",
  "    var x: Int",
  "",
  "    def __init__(out self, x: Int):",
  "        self.x = x",
  "",
  "def main():",
  "    var p = Point(1)",
  "    print(p.x, unknown)",
}, file)
require("mojo").setup({ cmd = { vim.env.OUT .. "/bin/mojo-lsp" }, mojo = vim.env.OUT .. "/bin/mojo" })
vim.cmd("edit " .. file)
ok(vim.bo.filetype == "mojo", "the file type is found")
ok(vim.bo.shiftwidth == 4, "the file type plugin runs")
local buffer = vim.api.nvim_get_current_buf()
wait("diagnostics arrive", function() return #vim.diagnostic.get(buffer) == 1 end)
local d = vim.diagnostic.get(buffer)[1] or {}
ok(d.lnum == 8 and d.col == 15, "the place of the diagnostic")

local function request(method, line, column, more)
  local params = vim.tbl_extend("force", {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    position = { line = line, character = column },
  }, more or {})
  local answers = vim.lsp.buf_request_sync(buffer, "textDocument/" .. method, params, 10000)
  for _, a in pairs(answers or {}) do
    return a.result
  end
end
local hover = request("hover", 7, 8)
ok(hover and hover.contents.value:find("var p: Point", 1, true), "hover")
local target = request("definition", 8, 12)
ok(target and target[1] and (target[1].targetSelectionRange or target[1].range).start.line == 1, "definition")

-- typing: the fix is made, then a member is completed
vim.api.nvim_buf_set_lines(buffer, 8, 9, false, { "    print(p.x)", "    p." })
local items = request("completion", 9, 6)
local labels = {}
for _, i in ipairs(items and items.items or {}) do
  labels[i.label] = true
end
ok(labels.x and labels.copy and not labels.print, "completion of members")
vim.api.nvim_buf_set_lines(buffer, 9, 10, false, {})
wait("the diagnostic goes", function() return #vim.diagnostic.get(buffer) == 0 end)

-- rename through the editor's own command
vim.api.nvim_win_set_cursor(0, { 8, 8 })
vim.lsp.buf.rename("point")
wait("rename", function() return vim.api.nvim_buf_get_lines(buffer, 8, 9, false)[1] == "    print(point.x)" end)
local symbols = request("documentSymbol", 0, 0)
ok(symbols and symbols[1].name == "Point" and symbols[2].name == "main", "document symbols")

vim.cmd("compiler mojo")
ok(vim.bo.makeprg:find("mojo check", 1, true), "the compiler plugin")
vim.fn.setqflist({}, "r", { lines = { file .. ":3:7: error[E1002]: `P` has no member `foo`" }, efm = vim.bo.errorformat })
local q = vim.fn.getqflist()[1]
ok(q and q.lnum == 3 and q.col == 7 and q.valid == 1, "the error format")

-- ownership: drawn for the variable under the cursor, gone when it is hidden
local owned = dir .. "/owned.mojo"
vim.fn.writefile({
  "struct Res(Movable):",
  "    var é: String",
  "",
  "    def __init__(out self):",
  "        self.é = \"x\"",
  "",
  "def take(var r: Res):",
  "    print(r.é)",
  "",
  "def main():",
  "    var é = Res(); var b = Res()",
  "    take(é^)",
  "    print(b.é)",
}, owned)
vim.cmd("edit " .. owned)
local space = vim.api.nvim_create_namespace("mojo_ownership")
local function marks()
  local found = {}
  for _, m in ipairs(vim.api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true })) do
    if m[4].hl_group then
      found[m[4].hl_group] = { m[2], m[3], m[4].end_row, m[4].end_col }
    end
  end
  return found
end
wait("the server serves the buffer", function() return require("mojo.ownership").client(vim.api.nvim_get_current_buf()) end)
vim.api.nvim_win_set_cursor(0, { 12, 9 })
vim.cmd("MojoOwnership")
wait("ownership is drawn", function() return marks().MojoMoved end)
local moved = marks().MojoMoved or {}
ok(moved[1] == 11 and moved[2] == 9 and moved[4] == 12, "the move is marked in bytes: " .. vim.inspect(moved))
vim.api.nvim_win_set_cursor(0, { 13, 10 })
vim.cmd("doautocmd CursorMoved")
wait("it follows the cursor", function() return marks().MojoDestroyed and not marks().MojoMoved end)
vim.cmd("MojoOwnership")
ok(next(marks()) == nil, "it is hidden again")

-- colours
local function colour(line, col)
  return vim.fn.synIDattr(vim.fn.synID(line, col, 1), "name")
end
vim.cmd("syntax on")
ok(colour(1, 1) == "mojoDefine" and colour(1, 8) == "mojoType", "colours of a struct: " .. colour(1, 1) .. " " .. colour(1, 8))
ok(colour(7, 10) == "mojoModifier" or colour(7, 10) == "mojoStorage", "colours of a convention: " .. colour(7, 10))

-- indentation
vim.api.nvim_buf_set_lines(0, 0, -1, false, { "def f():", "if True:", "pass", "else:", "return" })
vim.cmd("silent normal! gg=G")
ok(vim.deep_equal(vim.api.nvim_buf_get_lines(0, 0, -1, false), { "def f():", "    if True:", "        pass", "    else:", "        return" }),
  "indentation: " .. vim.inspect(vim.api.nvim_buf_get_lines(0, 0, -1, false)))
vim.cmd("edit!")

-- commands
vim.fn.writefile({ "def main():", '    print("it", "runs")' }, dir .. "/run.mojo")
vim.cmd("edit " .. dir .. "/run.mojo")
vim.cmd("MojoRun")
wait(":MojoRun", function() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"):find("it runs", 1, true) end)
vim.cmd("bwipeout!")
vim.cmd("edit " .. file)
ok(pcall(vim.cmd, "MojoExplain E1001"), ":MojoExplain")

if vim.lsp.enable then -- 0.11: without setup
  local config = vim.lsp.config.mojo
  ok(config and config.cmd[1] == "mojo-lsp" and config.filetypes[1] == "mojo", "vim.lsp.config has the server")
end

-- the grammar, where `make neovim` built the parser
local parser = vim.env.OUT .. "/neovim/parser/mojo.so"
if vim.loop.fs_stat(parser) then
  local require_language = vim.treesitter.require_language or function(name, path) return vim.treesitter.language.add(name, { path = path }) end
  require_language("mojo", parser)
  local parse = vim.treesitter.query and vim.treesitter.query.parse or vim.treesitter.parse_query
  for _, query in ipairs(vim.fn.glob(vim.env.PLUGIN .. "/queries/mojo/*.scm", false, true)) do
    local fine, why = pcall(parse, "mojo", table.concat(vim.fn.readfile(query), "\n"))
    ok(fine, query .. ": " .. tostring(why))
  end
end
print(("%d passed, %d failed\n"):format(passed, failed))
vim.cmd("qall!")
