// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "where.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool find_beside(const char *const *names, char *path, size_t room)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;

	exe[n > 0 ? n : 0] = '\0';
	slash = strrchr(exe, '/');
	if (slash)
		*slash = '\0';
	for (; *names; names++)
		if (snprintf(path, room, "%s/%s", exe, *names) < (int)room && !access(path, F_OK))
			return true;
	return false;
}
