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

vim.opt.runtimepath:append(vim.env.PLUGIN)
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
require("mojo").setup({ cmd = { vim.env.OUT .. "/bin/mojo-lsp" } })
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
ok(target and target[1] and target[1].range.start.line == 1, "definition")

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
ok(vim.fn.exists(":MojoRun") == 2, ":MojoRun")
print(("%d passed, %d failed\n"):format(passed, failed))
vim.cmd("qall!")
