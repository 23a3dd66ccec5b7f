// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * init MODULE.ko [PARAMETER=VALUE]...: the first process of the VM that "lkmm run --kernel" boots.
 * It loads the modules, which run everything, and turns the machine off. Its output goes to the
 * kernel's console, if any.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <unistd.h>

static int load(const char *name, const char *parameter)
{
	int fd = open(name, O_RDONLY);

	if (fd < 0 || syscall(SYS_finit_module, fd, parameter, 0)) {
		printf("\nlkmm_run: cannot load %s: %s\n", name, strerror(errno));
		return 0;
	}
	close(fd);
	return 1;
}

int main(int argc, char **argv)
{
	int good = 1;

	for (int i = 1; good && i < argc; i++)
		if (!strchr(argv[i], '='))
			good = load(argv[i], i + 1 < argc && strchr(argv[i + 1], '=') ?
						     argv[i + 1] : "");
	if (good)
		printf("\nlkmm_run: done\n");
	fflush(stdout);
	reboot(RB_POWER_OFF);
	return 1;
}
