" SPDX-License-Identifier: Apache-2.0
" A line is indented once more after a colon, once less after return, pass, …
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1
setlocal indentexpr=MojoIndent(v:lnum) indentkeys=!^F,o,O,<:>,=elif,=else,=except,=finally autoindent
let b:undo_indent = 'setlocal indentexpr< indentkeys< autoindent<'
if exists('*MojoIndent')
  finish
endif
function MojoIndent(lnum)
  let prev = prevnonblank(a:lnum - 1)
  if prev == 0
    return 0
  endif
  let text = substitute(getline(prev), '\s*#.*$', '', '')
  let ind = indent(prev)
  if text =~# ':\s*$' || text =~# '[([{]\s*$'
    let ind += shiftwidth()
  elseif text =~# '^\s*\(return\|pass\|break\|continue\|raise\)\>'
    let ind -= shiftwidth()
  endif
  if getline(a:lnum) =~# '^\s*\(elif\|else\|except\|finally\)\>'
    let p = prev
    while p > 0 && (getline(p) =~# '^\s*$' || indent(p) > ind || getline(p) !~# '^\s*\(if\|elif\|for\|while\|try\|except\|else\)\>')
      let p = prevnonblank(p - 1)
    endwhile
    return p > 0 ? indent(p) : ind
  endif
  return ind
endfunction
