" SPDX-License-Identifier: Apache-2.0
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1
setlocal commentstring=#\ %s comments=b:#,fb:- expandtab shiftwidth=4 softtabstop=4 tabstop=8
setlocal suffixesadd=.mojo iskeyword+=_
compiler mojo
let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< tabstop< suffixesadd< iskeyword<'
