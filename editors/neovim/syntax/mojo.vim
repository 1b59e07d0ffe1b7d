" SPDX-License-Identifier: Apache-2.0
" Colours without tree-sitter, for Vim and for Neovim where the parser is not built.
if exists('b:current_syntax')
  finish
endif
syntax case match
syntax sync minlines=200
setlocal iskeyword+=_

syntax keyword mojoStatement as assert break continue del global nonlocal pass return with yield
syntax keyword mojoConditional if elif else
syntax match mojoConditional '^\s*\zs\%(match\|case\)\ze\s\+[^=:,.)\]]'
syntax keyword mojoRepeat for while
syntax keyword mojoOperator and in is not or
syntax keyword mojoException try except finally raise
syntax keyword mojoInclude from import
syntax keyword mojoAsync async await
syntax keyword mojoDefine def fn lambda nextgroup=mojoFunction skipwhite
syntax match mojoDefine '\<\%(struct\|trait\|class\|extension\|__extension\)\ze\s\+\h' nextgroup=mojoType skipwhite
syntax match mojoDefine '^\s*\zstype\ze\s\+\h\w*\s*[=[]'
syntax match mojoStorage '\<\%(var\|ref\|let\)\ze\%(\s*[[:alnum:]_([*`]\|$\)'
syntax match mojoStorage '\<\%(comptime\|alias\)\ze\s*[[:alnum:]_(]'
syntax match mojoModifier '\<\%(mut\|imm\|out\|deinit\|read\|owned\|borrowed\|inout\)\ze\%(\s\+[[:alnum:]_`]\|\s*\[\w\|\s*[,}]\)'
syntax match mojoModifier '\<raises\>\ze\s*\%(->\|:\|{\|\w\|$\)'
syntax match mojoModifier '\<where\>\ze\s\+[[:alnum:]_(]'
syntax match mojoModifier '\<\%(thin\|capturing\|escaping\|unified\|abi\)\>\ze\s*\%(->\|[:{[(]\|raises\>\|$\)'
syntax keyword mojoBoolean True False
syntax keyword mojoConstant None NotImplemented Ellipsis
syntax keyword mojoSelf self cls Self
syntax match mojoFunction '\h\w*' contained
syntax match mojoType '\<_*\u\w*[a-z]\w*\>'
syntax match mojoDecorator '^\s*\zs@\s*[[:alnum:]_.]\+'
syntax match mojoTicks '`[^`]*`'
syntax match mojoTransfer '\^\ze\s*\%([,)\]}:;#]\|$\)'

syntax match mojoNumber '\<0[xX][0-9a-fA-F_]\+\>\|\<0[bB][01_]\+\>\|\<0[oO][0-7_]\+\>'
syntax match mojoNumber '\<\d[0-9_]*\%(\.[0-9_]*\)\?\%([eE][+-]\?\d[0-9_]*\)\?[jJ]\?'
syntax match mojoNumber '\%(^\|\W\)\zs\.\d[0-9_]*\%([eE][+-]\?\d[0-9_]*\)\?[jJ]\?'

syntax match mojoEscape '\\\%(x\x\{2}\|u\x\{4}\|U\x\{8}\|N{[^}]*}\|\o\{1,3}\|.\|$\)' contained
syntax match mojoDoubled '{{\|}}' contained
syntax region mojoHole matchgroup=mojoDelimiter start='{{\@!' end='}' contained contains=TOP
syntax region mojoString start=+[uUbB]\?\z(["']\)+ end='\z1\|\\\@<!$' skip='\\\\\|\\\z1' contains=mojoEscape
syntax region mojoString start=+[uUbB]\?\z("""\|'''\)+ end='\z1' contains=mojoEscape keepend
syntax region mojoString start=+\<\%([rR][bB]\?\|[bB][rR]\)\z(["']\)+ end='\z1\|\\\@<!$' skip='\\\\\|\\\z1'
syntax region mojoString start=+\<\%([rR][bB]\?\|[bB][rR]\)\z("""\|'''\)+ end='\z1' keepend
syntax region mojoString start=+\<\%([fFtT][rR]\?\|[rR][fFtT]\)\z(["']\)+ end='\z1\|\\\@<!$' skip='\\\\\|\\\z1' contains=mojoEscape,mojoDoubled,mojoHole
syntax region mojoString start=+\<\%([fFtT][rR]\?\|[rR][fFtT]\)\z("""\|'''\)+ end='\z1' contains=mojoEscape,mojoDoubled,mojoHole
syntax region mojoDoc start=+^\s*\z("""\|'''\)+ end='\z1' contains=mojoEscape,@Spell keepend
syntax match mojoComment '#.*$' contains=mojoTodo,@Spell
syntax keyword mojoTodo contained FIXME NOTE TODO XXX

highlight default link mojoStatement Statement
highlight default link mojoConditional Conditional
highlight default link mojoRepeat Repeat
highlight default link mojoOperator Operator
highlight default link mojoException Exception
highlight default link mojoInclude Include
highlight default link mojoAsync Statement
highlight default link mojoDefine Keyword
highlight default link mojoStorage StorageClass
highlight default link mojoModifier StorageClass
highlight default link mojoBoolean Boolean
highlight default link mojoConstant Constant
highlight default link mojoSelf Identifier
highlight default link mojoFunction Function
highlight default link mojoType Type
highlight default link mojoDecorator PreProc
highlight default link mojoTicks Special
highlight default link mojoTransfer Operator
highlight default link mojoNumber Number
highlight default link mojoEscape SpecialChar
highlight default link mojoDoubled SpecialChar
highlight default link mojoDelimiter Delimiter
highlight default link mojoString String
highlight default link mojoDoc String
highlight default link mojoComment Comment
highlight default link mojoTodo Todo
let b:current_syntax = 'mojo'
