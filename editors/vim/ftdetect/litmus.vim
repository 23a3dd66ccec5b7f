" SPDX-License-Identifier: GPL-2.0 OR MIT
autocmd BufRead,BufNewFile *.litmus setfiletype litmus
