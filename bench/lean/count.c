// SPDX-License-Identifier: GPL-2.0 OR MIT
/* count N: every loop N times around. count.py runs it under qemu, and counts. */
#include <stdlib.h>

#include "subjects.h"

int main(int argc, char **argv)
{
	static _Alignas(64) int object[16];
	unsigned long n = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;

	if (!n)
		return 2;
	for (size_t i = 0; lean_variants[i].id; i++)
		for (size_t op = 0; op < LEAN_OPERATION_COUNT; op++)
			lean_variants[i].loops[op](object, n);
	return 0;
}
