// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Directories for files that are written and compiled. A separate process, the janitor, removes a
 * temporary one: it waits until the writing end of a pipe closes, by intention or because the
 * command ends, even by SIGKILL.
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
	pid_t pid;			/* 0: none */
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

/* A process that is being killed may still write: retry a few times. */
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
 * meant by signals to our terminal or process group. Only @a and @b stay open.
 */
static void let_go(int a, int b)
{
	int null = open("/dev/null", O_RDWR), most = (int)sysconf(_SC_OPEN_MAX);

	setsid();
	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_IGN);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	for (int fd = 3; fd < most && fd < 1024; fd++)
		if (fd != a && fd != b)
			close(fd);
}

/*
 * The janitor: makes the directory, so that it never exists without a process that would remove it;
 * sends its path to @tell, or nothing after an error; and removes it when @life ends.
 */
static void clean_up_later(char *dir, int tell, int life)
{
	char byte;

	let_go(tell, life);
	if (!mkdtemp(dir))
		_exit(errno);
	while (write(tell, dir, strlen(dir)) < 0 && errno == EINTR)
		;
	close(tell);
	while (read(life, &byte, 1) < 0 && errno == EINTR)
		;
	remove_all(dir);
	_exit(0);
}

/* Reads the path that the janitor made of @dir. False with errno if it made none. */
static bool read_path(char *dir, int from)
{
	size_t len = strlen(dir), n = 0;
	ssize_t got = 1;
	int status;

	while (n < len && got) {
		got = read(from, dir + n, len - n);
		if (got > 0)
			n += (size_t)got;
		else if (got < 0 && errno != EINTR)
			break;
	}
	if (n == len)
		return true;
	errno = waitpid(janitor.pid, &status, 0) > 0 && WIFEXITED(status) && WEXITSTATUS(status) ?
			WEXITSTATUS(status) : EIO;
	return false;
}

static bool start_janitor(char *dir)
{
	int path[2], life[2];
	bool made = false;

	if (pipe2(path, O_CLOEXEC))
		return false;
	if (pipe2(life, O_CLOEXEC)) {
		close(path[0]);
		close(path[1]);
		return false;
	}
	janitor.pid = fork();
	if (!janitor.pid) {
		close(path[0]);
		close(life[1]);
		clean_up_later(dir, path[1], life[0]);
	}
	close(path[1]);
	close(life[0]);
	if (janitor.pid > 0)
		made = read_path(dir, path[0]);
	close(path[0]);
	if (made) {
		janitor.pipe = life[1];
		return true;
	}
	janitor.pid = 0;
	close(life[1]);
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
	return start_janitor(dir);
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

/* Reports its errors. */
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
