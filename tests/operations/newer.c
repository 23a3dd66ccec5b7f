// SPDX-License-Identifier: GPL-2.0 OR MIT
int needs_newer_cpu(void);

int needs_newer_cpu(void)
{
	return 0;
}
