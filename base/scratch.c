// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Directories for what is written and compiled. A temporary one is removed by a process of its own,
 * the janitor, which waits until we close a pipe: by intention, or by whatever ends us, SIGKILL
 * included.
 */
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct {
	pid_t pid;			/* 0: there is none */
	int pipe;			/* it waits until this is closed */
} janitor;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	remove(path);
	return 0;
}

/* What was started may be writing while it dies: that takes some tries. */
static void remove_all(const char *dir)
{
	struct timespec pause = { .tv_nsec = 50000000 };

	for (int i = 0; i < 100 && !access(dir, F_OK); i++) {
		nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
		if (!access(dir, F_OK))
			nanosleep(&pause, NULL);
	}
}

/*
 * Holds nothing that someone else might wait for, our standard output least of all, and is not
 * meant by signals to our terminal or process group.
 */
static void let_go(int keep)
{
	int null = open("/dev/null", O_RDWR), most = (int)sysconf(_SC_OPEN_MAX);

	setsid();
	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_IGN);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	for (int fd = 3; fd < most && fd < 1024; fd++)
		if (fd != keep)
			close(fd);
}

static void clean_up_later(const char *dir, int fd)
{
	char byte;

	let_go(fd);
	while (read(fd, &byte, 1) < 0 && errno == EINTR)
		;
	remove_all(dir);
	_exit(0);
}

static bool start_janitor(const char *dir)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return false;
	janitor.pid = fork();
	if (!janitor.pid) {
		close(ends[1]);
		clean_up_later(dir, ends[0]);
	}
	close(ends[0]);
	janitor.pipe = ends[1];
	if (janitor.pid > 0)
		return true;
	janitor.pid = 0;
	close(ends[1]);
	return false;
}

static bool open_temporary(char dir[SCRATCH_PATH], const char *subcommand)
{
	const char *tmp = getenv("TMPDIR");
	int len = snprintf(dir, SCRATCH_PATH, "%s/lkmm-%s-XXXXXX", tmp && *tmp ? tmp : "/tmp",
			   subcommand);

	if (len >= SCRATCH_PATH) {
		errno = ENAMETOOLONG;
		return false;
	}
	if (!mkdtemp(dir))
		return false;
	if (start_janitor(dir))
		return true;
	rmdir(dir);
	return false;
}

/* ---- a directory that is kept ---- */

static int refuse_link(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (type != FTW_SL && type != FTW_SLN)
		return 0;
	fprintf(stderr, "%s:1:1: error: a symbolic link: refusing to write through it\n", path);
	return 1;
}

/* Says itself what is wrong. */
static bool open_kept(char dir[SCRATCH_PATH], const char *keep)
{
	struct stat st;

	if (snprintf(dir, SCRATCH_PATH, "%s", keep) >= SCRATCH_PATH)
		errno = ENAMETOOLONG;
	else if (!mkdir(dir, 0777))
		return true;
	else if (errno == EEXIST && !lstat(dir, &st)) {
		if (S_ISDIR(st.st_mode) || S_ISLNK(st.st_mode))
			return !nftw(dir, refuse_link, 16, FTW_PHYS);
		errno = ENOTDIR;
	}
	fprintf(stderr, "%s:1:1: error: %s\n", dir, strerror(errno));
	return false;
}

bool scratch_open(char dir[SCRATCH_PATH], const char *keep, const char *subcommand)
{
	bool ok;

	if (keep) {
		ok = open_kept(dir, keep);
	} else {
		ok = open_temporary(dir, subcommand);
		if (!ok)
			fprintf(stderr, "%s:1:1: error: %s\n", dir, strerror(errno));
	}
	if (!ok)
		dir[0] = '\0';
	return ok;
}

void scratch_remove(const char *dir, const char *keep)
{
	if (keep || !dir[0] || !janitor.pid)
		return;
	close(janitor.pipe);
	while (waitpid(janitor.pid, NULL, 0) < 0 && errno == EINTR)
		;
	janitor.pid = 0;
}

bool scratch_write(const char *dir, const char *name, const struct text *text)
{
	char path[SCRATCH_PATH + 300];
	int fd = -1;
	FILE *out;
	bool ok;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	errno = ENOMEM;
	if (!text->failed)
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	out = fd < 0 ? NULL : fdopen(fd, "w");
	ok = out && fwrite(text->s, 1, text->len, out) == text->len;
	if (!out || fclose(out) || !ok) {
		fprintf(stderr, "%s:1:1: error: %s\n", path, strerror(errno));
		return false;
	}
	return true;
}
