" SPDX-License-Identifier: Apache-2.0
if exists('g:loaded_mojo')
  finish
endif
let g:loaded_mojo = 1
command! MojoCheck compiler mojo | make
if !has('nvim')
  command! -nargs=* -complete=file MojoRun execute '!mojo run %:p:S' <q-args>
  finish
endif
command! -nargs=* -complete=file MojoRun lua require('mojo').run({<f-args>})
command! -nargs=* MojoTest lua require('mojo').test({<f-args>})
command! -bar MojoOwnership lua require('mojo.ownership').toggle()
command! -nargs=? MojoExplain lua require('mojo').explain(<q-args>)
