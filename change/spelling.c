// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Whether a program has the names of the library or the kernel: changes have the same. */
#include "change.h"
#include "front/primitive.h"

#include <stdio.h>
#include <string.h>

/* Whether the word at @text is the name of an operation or a barrier, by the kernel's names. */
static bool is_operation(const char *text)
{
	char name[64];
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	struct spelling s;

	snprintf(name, sizeof(name), "%.*s", (int)(n < sizeof(name) ? n : 0), text);
	return find_op(name, &s) || find_barrier(name);
}

const char *prefix_of_c(const struct litmus_test *l)
{
	static const char prefix[] = "lkmm_";
	bool kernel = false;

	for (int i = 0; i < l->source.naccesses; i++) {
		const struct lkmm_place at = l->source.access[i]->at;
		const char *text = l->source.text + place_offset(l, at);

		if (at.in)
			continue;
		if (!strncmp(text, prefix, strlen(prefix)) && is_operation(text + strlen(prefix)))
			return prefix;
		kernel |= is_operation(text);
	}
	return kernel ? "" : prefix;
}
