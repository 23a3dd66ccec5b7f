// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Linked to a library that needs a newer CPU than some: gets here only on the others. */
#include <stdio.h>

/* A function of that library, to link it. */
int needs_newer_cpu(void);

int main(void)
{
	puts("running");
	return needs_newer_cpu();
}
