" SPDX-License-Identifier: Apache-2.0
if exists('g:loaded_mojo')
  finish
endif
let g:loaded_mojo = 1
command! -nargs=* -complete=file MojoRun lua require('mojo').run({<f-args>})
command! -nargs=* MojoTest lua require('mojo').test({<f-args>})
command! MojoCheck compiler mojo | make
command! -bar MojoOwnership lua require('mojo.ownership').toggle()
command! -nargs=? MojoExplain lua require('mojo').explain(<q-args>)
