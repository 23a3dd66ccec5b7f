// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Parts of objects that one thread alone uses, by plain accesses at addresses that are known: such
 * as what a thread leaves for main(). No other thread reads them from memory, nothing can race
 * with them, and no rule of the model relates them to what others do but by dependencies, which go
 * through registers as well. So they are registers of the thread, from the second reading on.
 */
#include "reader.h"

#include <string.h>

enum { MOST = 256 };			/* of each thread */

/* Such a part, from one reading of the program to the next. */
struct own {
	const struct ir_global *variable;
	int object, part, by;		/* an object that main() has made, if it is no variable */
};

static bool is_own(const struct reader *r, int object, const struct leaf *p)
{
	const struct object *o = &r->object[object];

	return (o->variable || object < r->prologue) && o->loc >= 0 && !o->open && !o->constant &&
	       p->by > 0 && p->by - 1 != r->main_thread && p->written && !p->lock;
}

void find_own(struct reader *r)
{
	if (r->sources && r->sources->every_access)
		return;
	for (int i = 0; i < r->nobjects; i++)
		for (int k = 0; k < r->object[i].nleaves; k++) {
			const struct leaf *p = &r->object[i].leaf[k];

			if (!is_own(r, i, p))
				continue;
			r->own = litmus_grow(&r->l, r->own, r->nown, sizeof(*r->own));
			if (!r->own)
				return;
			r->own[r->nown++] = (struct own){ r->object[i].variable, i, k, p->by };
		}
}

static void give_register(struct reader *r, struct object *o, struct leaf *p)
{
	struct lkmm_place at = r->place;
	char name[100];
	int reg;

	name_part(r, o, p->offset, name, sizeof(name));
	p->name = litmus_text(&r->l, name, (int)strlen(name));
	reg = p->name ? fresh_register(r, p->name) : -1;
	if (reg < 0)
		return;
	p->reg = 1 + reg;
	o->owned = true;
	add_expr(r, new_assign(&r->l, new_local(&r->l, reg, at), as_expr(r, &p->value, at), at),
		 at);
}

void give_own(struct reader *r)
{
	int by = 1 + litmus_thread(&r->l), n = 0, object;

	for (int i = 0; i < r->nown && n < MOST; i++) {
		const struct own *w = &r->own[i];

		if (w->by != by)
			continue;
		object = w->variable ? variable_object(r, w->variable, r->place) : w->object;
		if (object < 0)
			return;
		object_lay_out(r, object);
		if (w->part < r->object[object].nleaves)
			give_register(r, &r->object[object], &r->object[object].leaf[w->part]);
		n++;
	}
}

int own_register(struct reader *r, const struct known *at, int bits)
{
	struct leaf *p;

	if (is_running(r) || at->kind != KNOWN_ADDRESS || !r->object[at->index].owned)
		return -1;
	p = part_at(r, at, bits);
	if (!p || !p->reg || (p->by && p->by != 1 + litmus_thread(&r->l)))
		return -1;
	note_user(r, p);
	return p->reg - 1;
}

bool own_is_shared(const struct reader *r)
{
	for (int i = 0; i < r->nobjects; i++)
		for (int k = 0; r->object[i].owned && k < r->object[i].nleaves; k++) {
			const struct leaf *p = &r->object[i].leaf[k];

			if (p->reg && (p->by == BY_SEVERAL || r->object[i].open))
				return true;
		}
	return false;
}
