" SPDX-License-Identifier: GPL-2.0 OR MIT
" Litmus tests: those in Rust with Rust's colours, others with C's; and the condition.
if exists('b:current_syntax')
  finish
endif

execute 'runtime! syntax/' . (getline(1) =~# '^Rust\>' ? 'rust' : 'c') . '.vim'
unlet! b:current_syntax

syntax match litmusName /\%1l\S\+\s*$/
syntax match litmusLanguage /\%1l^\S\+/
syntax match litmusProcess /^\(fn \)\?P\d\+\ze\s*(/
syntax match litmusCondition /^\s*\(\~\?exists\|forall\|filter\|locations\|not exists\)\>/
syntax match litmusOperator +/\\\|\\/+
syntax match litmusRegister /\<\d\+:\h\w*/

highlight default link litmusName Title
highlight default link litmusLanguage PreProc
highlight default link litmusProcess Function
highlight default link litmusCondition Keyword
highlight default link litmusOperator Operator
highlight default link litmusRegister Identifier

let b:current_syntax = 'litmus'
