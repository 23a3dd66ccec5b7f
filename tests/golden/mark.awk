# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# Assembler text in, the same with each asm statement between two symbols out. Compilers write #APP
# (clang for arm64: //APP) before and #NO_APP after; gcc a line with a number beside each statement
# as well, as it puts several between one such pair.

function enter() { if (!open) { print "golden.in." ++n ":"; open = 1 } }
function leave() { if (open) { print "golden.out." n ":"; open = 0 } }

{ isa_names = /^\t\.attribute\t/ }	# riscv64: extensions unknown to an older assembler
/^[ \t]*(#|\/\/)[ \t]*APP/ { enter(); next }
/^[ \t]*(#|\/\/)[ \t]*NO_APP/ { leave(); next }
/^(#|\/\/) 0 "" 2/ { leave(); next }
/^(#|\/\/) [0-9]+ ".*" 1/ { enter(); next }
!isa_names
