// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * insns WAY N: N times fetch_add in the way of that name, for insns.sh to count what is executed.
 * insns: what there is, as "WAY LIMIT DESCRIPTION".
 */
#include "insns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECLARE(name, limit, text) extern insns_loop insns_##name;
INSNS_WAYS(DECLARE)
extern insns_loop insns_fixed_llsc, insns_empty;

static const struct {
	const char *name;
	int limit;
	const char *text;
	insns_loop *loop;
} ways[] = {
#define WAY(name, limit, text) { #name, limit, text, insns_##name },
	INSNS_WAYS(WAY)
	{ "fixed_llsc", 0, NULL, insns_fixed_llsc },
	{ "empty", 0, NULL, insns_empty },
};

int main(int argc, char **argv)
{
	static int object;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (argc == 3 && !strcmp(argv[1], ways[i].name)) {
			ways[i].loop(&object, strtoul(argv[2], NULL, 10));
			return 0;
		}
		if (argc == 1 && ways[i].text)
			printf("%s %d %s\n", ways[i].name, ways[i].limit, ways[i].text);
	}
	return argc == 1 ? 0 : 2;
}
