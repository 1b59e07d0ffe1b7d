" SPDX-License-Identifier: Apache-2.0
" ALE (Debian: vim-ale) as the client of the language server. Source it from your vimrc.
if isdirectory('/usr/share/vim-ale') " Debian's place
  set runtimepath^=/usr/share/vim-ale
  runtime plugin/ale.vim
else
  packadd ale
endif
function! MojoProject(buffer) abort
  for l:marker in ['mojo.toml', 'pixi.toml', 'pyproject.toml', '.git']
    let l:found = ale#path#FindNearestFile(a:buffer, l:marker)
    if empty(l:found)
      let l:found = ale#path#FindNearestDirectory(a:buffer, l:marker)
    endif
    if !empty(l:found)
      return fnamemodify(l:found, l:marker ==# '.git' ? ':h:h' : ':h')
    endif
  endfor
  return expand('#' . a:buffer . ':p:h')
endfunction
call ale#linter#Define('mojo', {
\   'name': 'mojo-lsp',
\   'lsp': 'stdio',
\   'executable': 'mojo-lsp',
\   'command': '%e --stdio',
\   'project_root': function('MojoProject'),
\})
