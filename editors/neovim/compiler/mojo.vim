" SPDX-License-Identifier: Apache-2.0
" :make checks the file; the quickfix list gets its diagnostics.
if exists('current_compiler')
  finish
endif
let current_compiler = 'mojo'
CompilerSet makeprg=mojo\ check\ --error-format=short\ %
CompilerSet errorformat=%f:%l:%c:\ %trror[%*[A-Z0-9]]:\ %m,%f:%l:%c:\ %tarning[%*[A-Z0-9]]:\ %m,%f:%l:%c:\ %tote[%*[A-Z0-9]]:\ %m
