// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * decide FILE...: reads and decides litmus tests with only model/ and front/; prints herd7's
 * line for each.
 */
#include "front/test.h"

#include <lkmm/check/check.h>

#include <stdio.h>
#include <stdlib.h>

enum { MAX_FILE = 1 << 20 };

static void decide(const char *name, const char *text, size_t size)
{
	static const char *const observation[] = {
		[LKMM_NEVER] = "Never", [LKMM_SOMETIMES] = "Sometimes", [LKMM_ALWAYS] = "Always",
	};
	static struct litmus_test l;
	struct lkmm_options options = { 0 };
	struct lkmm_answer a = { 0 };

	if (!litmus_parse(&l, text, size))
		printf("Error %s\n", name);
	else if (lkmm_check(&l.program, &lkmm_kernel_model, &options, &a))
		printf("Not decided %s\n", l.program.name);
	else if (a.undecided)
		printf("Undecided %s\n", l.program.name);
	else
		printf("Observation %s %s %zu %zu\n", l.program.name, observation[a.observation],
		       a.positive, a.negative);
	lkmm_answer_free(&a);
	lkmm_arena_free(l.arena);
}

int main(int argc, char **argv)
{
	char *text = malloc(MAX_FILE);

	for (int i = 1; text && i < argc; i++) {
		FILE *in = fopen(argv[i], "r");

		if (!in) {
			printf("Error %s\n", argv[i]);
			continue;
		}
		decide(argv[i], text, fread(text, 1, MAX_FILE, in));
		fclose(in);
	}
	free(text);
	return 0;
}
