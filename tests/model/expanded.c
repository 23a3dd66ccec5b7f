// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * expanded: reads texts of C from standard input, each of which ends in a line "%%", and prints
 * what the preprocessor makes of each: a token a line, or "error", and then "%%". macros.py
 * compares that with a compiler's.
 */
#include "front/lex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_tokens(const char *body)
{
	struct litmus_test t = { 0 };
	size_t size = strlen(body) + 64;
	char *text = malloc(size);

	if (!text || !(t.arena = lkmm_arena_new()))
		exit(1);
	snprintf(text, size, "C a\n{}\nP0(int *x) {\n%s\n}", body);
	t.source.text = text;
	t.source.size = strlen(text);
	if (!cut_text(&t) || t.nerrors) {
		puts("error");
	} else {
		const struct token *p = t.source.token;

		while (!token_is(p, "x"))
			p++;
		/* x ) { ... } */
		for (p += 3; p[1].kind != T_END; p++)
			printf("%.*s\n", p->len, p->text);
	}
	puts("%%");
	lkmm_arena_free(t.arena);
	free(text);
}

int main(void)
{
	static char text[1 << 16], line[4096];
	size_t n = 0;

	while (fgets(line, sizeof(line), stdin)) {
		if (!strcmp(line, "%%\n")) {
			print_tokens(text);
			n = 0;
			text[0] = '\0';
		} else if (n + strlen(line) < sizeof(text)) {
			strcpy(text + n, line);
			n += strlen(line);
		}
	}
	return 0;
}
