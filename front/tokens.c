// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The tokens that a test is cut into: all that it is made of, and, where macros or included files
 * make the difference, those of its text.
 */
#include "preprocess.h"

#include <string.h>

/* More than a test of LITMUS_MAX_NODES parts can be made of. */
enum { MAX_TOKENS = 1 << 20 };

void *cut_alloc(struct cutter *c, size_t size)
{
	void *p = lkmm_alloc(c->arena, size);

	if (!p)
		c->stop = c->no_memory = true;
	return p;
}

void cut_add(struct cutter *c, struct token t)
{
	if (c->n == c->room) {
		int room = c->room ? 2 * c->room : 256;
		struct token *p = cut_alloc(c, (size_t)room * sizeof(*p));

		if (!p) {
			c->stop = true;
			return;
		}
		if (c->n)
			memcpy(p, c->token, (size_t)c->n * sizeof(*p));
		c->token = p;
		c->room = room;
	}
	if (c->n == MAX_TOKENS - 1 && t.kind != T_END)
		t = (struct token){ .kind = T_END, .text = t.text, .at = t.at,
				    .fault = "the test is too large" };
	c->token[c->n++] = t;
	c->stop |= t.kind == T_END;
}

void cut_add_plain(struct cutter *c, const struct token *t)
{
	struct token_list list = { c->plain, c->nplain, c->plain_room };

	if (!c->plain || c->included)
		return;
	pp_push(c, &list, *t);
	c->plain = list.t;
	c->nplain = list.n;
	c->plain_room = list.room;
}

void cut_keep_plain(struct cutter *c, const struct token *t)
{
	int room = c->n + 256;

	if (c->plain || c->library)
		return;
	c->plain = cut_alloc(c, (size_t)room * sizeof(*c->plain));
	if (!c->plain) {
		c->stop = true;
		return;
	}
	if (c->n)
		memcpy(c->plain, c->token, (size_t)c->n * sizeof(*c->plain));
	c->nplain = c->n;
	c->plain_room = room;
	if (t)
		cut_add_plain(c, t);
}

const char *cut_keep(struct cutter *c, const char *text, int len)
{
	char *copy = cut_alloc(c, (size_t)len + 1);

	c->stop |= !copy;
	return copy ? memcpy(copy, text, (size_t)len) : NULL;
}

struct token cut_text_token(struct cutter *c)
{
	const char *p = c->p;
	struct token t;

	cut_blanks(c);
	t = cut_token(c);
	t.has_blank = t.text != p;
	if (c->plain)
		cut_add_plain(c, &t);
	return t;
}

