// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Where the parts of lkmm are. */
#include "parts.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A part in a tree that is installed, whose command is in PREFIX/bin; then in a build directory of
 * the sources, build or build/NAME. LKMM_LIBDIR is the installed library's directory, from PREFIX.
 */
struct part {
	const char *name[3];
};

static const struct part include =
	{ { "../include/lkmm", "../include/lkmm", "../../include/lkmm" } };
static const struct part library =
	{ { "../" LKMM_LIBDIR "/liblkmm.a", "lib/liblkmm.a", "lib/liblkmm.a" } };
static const struct part sources = {
	{ "../share/lkmm/lib/rmw.c", "../lib/rmw.c", "../../lib/rmw.c" }
};
static const struct part run =
	{ { "../share/lkmm/runtime/run.c", "../runtime/run.c", "../../runtime/run.c" } };
static const struct part bench = {
	{ "../share/lkmm/bench/loops.c", "../bench/loops.c", "../../bench/loops.c" }
};
static const struct part crate = {
	{ "../share/lkmm/rust/src/lib.rs", "../rust/src/lib.rs", "../../rust/src/lib.rs" }
};

static const struct part kernel = {
	{ "../share/lkmm/kernel/rust.mk", "../kernel/rust.mk", "../../kernel/rust.mk" }
};
static const struct part shared = {
	{ "../" LKMM_LIBDIR "/liblkmm.so.0", "lib/liblkmm.so.0", "lib/liblkmm.so.0" }
};
static const struct part models = {
	{ "../share/lkmm/models/lkmm.cat", "../models/lkmm.cat", "../../models/lkmm.cat" }
};
static const struct part hot = {
	{ "../" LKMM_LIBDIR "/lkmm/liblkmm_hot.so", "lib/hot/liblkmm_hot.so",
	  "lib/hot/liblkmm_hot.so" }
};

/* The path of the first that is there, without @tail; empty if none is. */
static void find(const char *from, const struct part *part, const char *tail, char *path)
{
	struct stat st;

	for (int i = 0; i < 3; i++) {
		int len = snprintf(path, PARTS_PATH, "%s/%s", from, part->name[i]);

		if (len >= PARTS_PATH || stat(path, &st))
			continue;
		path[len - (int)strlen(tail)] = '\0';
		return;
	}
	path[0] = '\0';
}

void parts_find(struct parts *p)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;

	exe[n > 0 ? n : 0] = '\0';
	slash = strrchr(exe, '/');
	if (slash)
		*slash = '\0';
	find(exe, &include, "/lkmm", p->include);
	find(exe, &library, "", p->library);
	find(exe, &sources, "/rmw.c", p->sources);
	find(exe, &run, "/run.c", p->run);
	find(exe, &crate, "", p->crate);
	find(exe, &kernel, "/rust.mk", p->kernel);
	find(exe, &bench, "/loops.c", p->bench);
	find(exe, &shared, "", p->shared);
	find(exe, &models, "/lkmm.cat", p->models);
	find(exe, &hot, "/liblkmm_hot.so", p->hot);
}

bool parts_need(struct parts *p, const char *who)
{
	parts_find(p);
	if (p->include[0] && p->library[0] && p->sources[0] && p->run[0])
		return true;
	fprintf(stderr, "%s: the library is not installed with this command: build or install all "
			"of lkmm\n",
		who);
	return false;
}
