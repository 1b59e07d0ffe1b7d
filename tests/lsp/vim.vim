" SPDX-License-Identifier: Apache-2.0
" Run by vim.sh: the Vim files of editors/neovim, and the recipe for ALE where it is installed. $OUT, $DIR, $PLUGIN.
set nocompatible nomore
let g:passed = 0
let g:failed = 0
function s:ok(condition, what)
  if a:condition
    let g:passed += 1
  else
    let g:failed += 1
    call writefile(['FAILED: ' . a:what], '/dev/stdout', 'a')
  endif
endfunction
execute 'set runtimepath^=' . $PLUGIN
filetype plugin indent on
syntax on
runtime! plugin/mojo.vim
let $PATH = $OUT . '/bin:' . $PATH
execute 'edit ' . $DIR . '/a.mojo'
call s:ok(&filetype ==# 'mojo', 'the file is Mojo')
call s:ok(&shiftwidth == 4, 'the settings of the file type')
function s:colour(line, text)
  return synIDattr(synID(a:line, stridx(getline(a:line), a:text) + 1, 1), 'name')
endfunction
call s:ok(s:colour(1, 'struct') ==# 'mojoDefine', 'struct is coloured: ' . s:colour(1, 'struct'))
call s:ok(s:colour(4, 'out') ==# 'mojoModifier', 'out is coloured: ' . s:colour(4, 'out'))
call s:ok(s:colour(9, '1 +') ==# 'mojoNumber', 'a hole of a string is no string: ' . s:colour(9, '1 +'))
call s:ok(s:colour(9, 'é') ==# 'mojoString', 'the string after it is one: ' . s:colour(9, 'é'))
silent make!
let s:found = filter(getqflist(), 'v:val.valid')
call s:ok(len(s:found) == 1 && s:found[0].lnum == 10 && s:found[0].col == 11, ':make fills the quickfix list: ' . string(s:found))
call s:ok(exists(':MojoRun') == 2, ':MojoRun')
if isdirectory('/usr/share/vim-ale') || !empty(globpath(&packpath, 'pack/*/*/ale'))
  source $RECIPE
  edit!
  call ale#Queue(0, 'lint_file')
  let s:tries = 0
  while s:tries < 200 && empty(getloclist(0))
    sleep 50m
    let s:tries += 1
  endwhile
  let s:found = getloclist(0)
  call s:ok(!empty(s:found) && s:found[0].lnum == 10 && s:found[0].text =~# 'nothing', 'ALE shows the server''s diagnostic: ' . string(s:found))
endif
call writefile([g:passed . ' passed, ' . g:failed . ' failed'], '/dev/stdout', 'a')
qall!
