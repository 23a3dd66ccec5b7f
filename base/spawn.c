// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Prepares the child before it becomes the program. False with errno. */
static bool prepare(pid_t parent, int in, int out, const char *log)
{
	int err = -1;

	/* Whatever ends us ends it too; we may be gone already. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		return false;
	if (log) {
		err = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0666);
		if (err < 0 || dup2(err, STDERR_FILENO) < 0)
			return false;
		if (out < 0)
			out = STDERR_FILENO;
	}
	return (in < 0 || dup2(in, STDIN_FILENO) >= 0) &&
	       (out < 0 || dup2(out, STDOUT_FILENO) >= 0);
}

/* Becomes the program, or tells the parent why not. */
static void become(char *const *argv, int tell, pid_t parent, int in, int out, const char *log)
{
	int error;

	if (prepare(parent, in, out, log))
		execvp(argv[0], argv);
	error = errno;
	while (write(tell, &error, sizeof(error)) < 0 && errno == EINTR)
		;
	_exit(127);
}

/* The error of the child; 0 once it runs the program. */
static int listen_to(int fd)
{
	int error = 0;
	ssize_t n;

	do
		n = read(fd, &error, sizeof(error));
	while (n < 0 && errno == EINTR);
	return n == sizeof(error) ? error : 0;
}

int spawn(char *const *argv, int in, int out, const char *log, pid_t *pid)
{
	pid_t parent = getpid();
	int ends[2], error;

	if (pipe2(ends, O_CLOEXEC))
		return errno;
	*pid = fork();
	if (!*pid)
		become(argv, ends[1], parent, in, out, log);
	error = *pid < 0 ? errno : 0;
	close(ends[1]);
	if (!error) {
		error = listen_to(ends[0]);
		if (error)
			waitpid(*pid, NULL, 0);
	}
	close(ends[0]);
	return error;
}

bool spawned_well(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && !WEXITSTATUS(status);
}
