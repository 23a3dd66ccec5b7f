/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The functions of a binary, an instruction a line, from what objdump prints. */
#ifndef LKMM_FUNCTIONS_H
#define LKMM_FUNCTIONS_H

#include <stdbool.h>

enum { FUNCTION_LINES = 2048 };

struct function_line {
	unsigned long long address, target;
	bool jumps;			/* to .target, the place that ends the text */
	char text[96];			/* without that place, and without comments */
	char to[64];			/* its name; or the linker will write what is so called */
	char place[32];			/* memory that is called so: N(%rip), or as linked */
};

struct function {
	char name[160], section[32];
	unsigned long long address;
	struct function_line line[FUNCTION_LINES];
	int lines;
	bool too_long;
	bool part;			/* of another one, where this was inlined */
};

/* Reading, line by line. */
struct functions {
	/* is passed each function, which lasts until it returns */
	void (*each)(void *arg, struct function *f);
	void *arg;
	bool inside;			/* a function is being read */
	struct function now;
};

/* Takes a line. At the end, NULL. */
void functions_read(struct functions *r, char *line);

/* Whether one of the words of @text is @word. */
bool function_has_word(const char *text, const char *word);
bool function_returns(const struct function_line *l);
/* Whether it only fills up space. */
bool function_pads(const struct function_line *l);

#endif
