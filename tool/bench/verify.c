// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Checks that each variant matches its name: objdump shows whether its loops call anything.
 * Inlining, of bitcode above all, can fail without a word, and a figure for it would then be one
 * for a call.
 */
#include "bench.h"
#include "base/command.h"
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void listing(const struct bench *b, int v, char *path, size_t size)
{
	snprintf(path, size, "%s/%s.s", b->dir, bench_variants[v].id);
}

static bool start_objdump(const struct bench *b, int v, pid_t *pid)
{
	char path[BENCH_PATH + 64], module[BENCH_PATH + 64];
	char *argv[] = { "objdump", "-d", "--no-show-raw-insn", module, NULL };
	int out, error;

	snprintf(module, sizeof(module), "%s/%s.so", b->dir, bench_variants[v].id);
	listing(b, v, path, sizeof(path));
	out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	error = out < 0 ? errno : spawn(argv, -1, out, NULL, pid);
	if (out >= 0)
		close(out);
	return !error;
}

/* "  1234:	call   5678 <lkmm_atomic_add>", on any of our architectures. */
static bool is_call(const char *line)
{
	static const char *const names[] = { "call", "callq", "bl", "blr", "jal", "jalr" };
	const char *tab = strchr(line, '\t');
	size_t n = tab ? strcspn(tab + 1, " \t\n") : 0;

	for (size_t i = 0; n && i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == n && !strncmp(tab + 1, names[i], n))
			return true;
	return false;
}

/* "0000000000001180 <bench_atomic_read_latency>:" */
static bool loop_name(const char *line, char *name, size_t size)
{
	const char *begin = strstr(line, " <bench_"), *end = strstr(line, ">:");

	if (!begin || !end)
		return false;
	snprintf(name, size, "%.*s", (int)(end - begin - 8), begin + 8);
	return true;
}

static void judge(struct bench *b, int v, const char *name, int calls)
{
	if (!*name)
		return;
	if (bench_is_called(v) && !calls)
		bench_leave_out(b, v, "objdump finds no call in %s", name);
	if (!bench_is_called(v) && calls)
		bench_leave_out(b, v, "not inlined: %s has calls in it, says objdump", name);
}

static void read_listing(struct bench *b, int v)
{
	char path[BENCH_PATH + 64], line[512], name[128] = "", next[128];
	int calls = 0, loops = 0;
	FILE *in;

	listing(b, v, path, sizeof(path));
	in = fopen(path, "r");
	while (in && fgets(line, sizeof(line), in)) {
		calls += *name && is_call(line);
		if (line[0] != '\n' && !strstr(line, ">:\n"))
			continue;
		/* the end of a function, or the start of the next */
		judge(b, v, name, calls);
		calls = 0;
		name[0] = '\0';
		if (loop_name(line, next, sizeof(next))) {
			strcpy(name, next);
			loops++;
		}
	}
	judge(b, v, name, calls);
	if (in)
		fclose(in);
	if (!loops)
		bench_leave_out(b, v, "objdump (Debian: binutils) cannot read its code");
}

void bench_verify(struct bench *b)
{
	pid_t pid[BENCH_VARIANTS];
	bool started[BENCH_VARIANTS];

	for (int v = 0; v < BENCH_VARIANTS; v++)
		started[v] = bench_has(b, v) && start_objdump(b, v, &pid[v]);
	for (int v = 0; v < BENCH_VARIANTS; v++)
		started[v] = started[v] && spawned_well(pid[v]);
	for (int v = 0; v < BENCH_VARIANTS; v++)
		if (bench_has(b, v))
			read_listing(b, v);
}
