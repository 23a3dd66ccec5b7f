" SPDX-License-Identifier: GPL-2.0 OR MIT
" Litmus tests: the server "lkmm lsp", by Neovim itself or by the plugin vim-lsp; and :make.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=//%s
setlocal makeprg=lkmm\ check\ --why\ %:S
setlocal errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tarning:\ %m,%f:%l:%c:\ %tote:\ %m

if has('nvim')
  lua vim.lsp.start({ name = 'lkmm', cmd = { 'lkmm', 'lsp' } })
elseif exists('*lsp#register_server') && !exists('g:lkmm_server')
  let g:lkmm_server = 1
  call lsp#register_server({'name': 'lkmm', 'cmd': ['lkmm', 'lsp'], 'allowlist': ['litmus']})
endif
