-- SPDX-License-Identifier: Apache-2.0
-- Draws what `mojo/ownership` says of the variable under the cursor, as extmarks. On demand: it follows the cursor
-- and the edits until it is hidden.
local M = {}
local space = vim.api.nvim_create_namespace("mojo_ownership")
local group
local turn = 0

-- by kind: the highlight (linked to a common one, so that a colour scheme can set it), a mark behind the range
local looks = {
  alive = { hl = "MojoAlive", link = "CursorLine" },
  borrowed = { hl = "MojoBorrowed", link = "DiagnosticUnderlineInfo" },
  mutablyBorrowed = { hl = "MojoMutablyBorrowed", link = "DiagnosticUnderlineWarn" },
  copied = { hl = "MojoCopied", link = "DiagnosticUnderlineHint", mark = "⧉" },
  moved = { hl = "MojoMoved", link = "DiagnosticUnderlineWarn", mark = "→" },
  destroyed = { hl = "MojoDestroyed", link = "DiagnosticUnderlineError", mark = "⟂" },
  reinitialised = { hl = "MojoSetAgain", link = "DiagnosticUnderlineHint" },
  conflict = { hl = "MojoConflict", link = "DiagnosticUnderlineError", mark = "✗" },
}

local function highlights()
  for _, look in pairs(looks) do
    vim.cmd(("highlight default link %s %s"):format(look.hl, look.link))
  end
end

--- The client that serves a buffer; nil: none does.
function M.client(buffer)
  local get = vim.lsp.get_clients or vim.lsp.get_active_clients
  for _, client in pairs(get({ bufnr = buffer })) do
    if client.name == "mojo" and (not client.attached_buffers or client.attached_buffers[buffer]) then
      return client
    end
  end
end

--- A byte column from one of the protocol.
local function column(line, character, encoding)
  if encoding == "utf-8" then
    return math.min(character, #line)
  end
  local fine, byte = pcall(vim.str_byteindex, line, character, encoding ~= "utf-32")
  return fine and byte or #line
end

local function mark(buffer, owned, encoding)
  local look = looks[owned.kind]
  if not look then
    return
  end
  local from, to = owned.range.start, owned.range["end"]
  local lines = vim.api.nvim_buf_get_lines(buffer, from.line, to.line + 1, false)
  if #lines ~= to.line - from.line + 1 then
    return
  end
  local start, finish = column(lines[1], from.character, encoding), column(lines[#lines], to.character, encoding)
  vim.api.nvim_buf_set_extmark(buffer, space, from.line, start, {
    end_row = to.line,
    end_col = finish,
    hl_group = look.hl,
    hl_mode = "combine",
    priority = owned.kind == "alive" and 90 or 150,
  })
  if look.mark then
    local words = owned.message and (" " .. look.mark .. " " .. owned.message) or (" " .. look.mark)
    vim.api.nvim_buf_set_extmark(buffer, space, to.line, finish, { virt_text = { { words, look.hl } }, virt_text_pos = "eol" })
  end
end

local function draw(buffer, client, found)
  vim.api.nvim_buf_clear_namespace(buffer, space, 0, -1)
  if not found or not found.variable or found.variable == vim.NIL then
    return
  end
  for _, owned in ipairs(found.ranges) do
    mark(buffer, owned, client.offset_encoding or "utf-16")
  end
end

--- Asks for the variable under the cursor and draws it. `done`: called with the server's answer.
function M.update(done)
  local buffer = vim.api.nvim_get_current_buf()
  local client = M.client(buffer)
  if not client then
    return
  end
  turn = turn + 1
  local mine = turn
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local handler = function(err, found)
    if mine ~= turn or not vim.api.nvim_buf_is_valid(buffer) then
      return
    end
    if not err then
      draw(buffer, client, found)
    end
    if done then
      done(found, err)
    end
  end
  if vim.fn.has("nvim-0.11") == 1 then
    client:request("mojo/ownership", params, handler, buffer)
  else
    client.request("mojo/ownership", params, handler, buffer)
  end
end

--- Shows the variable under the cursor, and follows the cursor.
function M.show()
  highlights()
  group = vim.api.nvim_create_augroup("mojo_ownership", { clear = true })
  vim.api.nvim_create_autocmd({ "CursorMoved", "CursorMovedI", "TextChanged", "TextChangedI", "BufEnter" }, {
    group = group,
    callback = function()
      if vim.bo.filetype == "mojo" then
        M.update()
      end
    end,
  })
  M.update(function(found, err)
    if err then
      vim.notify("ownership is not known here: " .. tostring(err.message), vim.log.levels.WARN)
    elseif not found or not found.variable or found.variable == vim.NIL then
      vim.notify("no variable under the cursor", vim.log.levels.INFO)
    end
  end)
end

function M.hide()
  turn = turn + 1
  if group then
    vim.api.nvim_del_augroup_by_id(group)
    group = nil
  end
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_valid(buffer) then
      vim.api.nvim_buf_clear_namespace(buffer, space, 0, -1)
    end
  end
end

function M.toggle()
  if group then
    M.hide()
  else
    M.show()
  end
end

return M
