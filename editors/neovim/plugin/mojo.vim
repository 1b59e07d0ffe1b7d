" SPDX-License-Identifier: Apache-2.0
if exists('g:loaded_mojo')
  finish
endif
let g:loaded_mojo = 1
command! -nargs=* -complete=file MojoRun lua require('mojo').run({<f-args>})
command! MojoCheck compiler mojo | make
