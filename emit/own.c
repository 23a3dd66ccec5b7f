// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Words that a kernel has as they are, and the checker in other terms: in a kernel the test calls
 * them by their names, with objects of the kernel's own types (runtime/kernel/own.h).
 */
#include "object.h"

#include <string.h>

static const struct {
	const char *word, *type;
} own[] = {
	{ "mutex_lock", "mutex" },
	{ "mutex_unlock", "mutex" },
	{ "mutex_trylock", "mutex" },
	{ "mutex_is_locked", "mutex" },
};

const char *emit_own_type(const struct emit *e, const struct lkmm_expr *x)
{
	if (!e->in_kernel || !x->word)
		return NULL;
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (!strcmp(own[i].word, x->word->name))
			return own[i].type;
	return NULL;
}
