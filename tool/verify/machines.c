// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm merge: which machine has searched what, for reports. */
#include "result.h"

#include <string.h>

static bool has_fault(const struct result *r)
{
	const struct why *w = &r->why;
	bool found = r->failed.at.line || w->race || w->bad || w->failed_assertion ||
		     w->undefined || w->blocked;

	for (int i = 0; i < LKMM_NR_MISUSES; i++)
		found |= w->misuse[i] != NULL;
	return found;
}

json_t *result_shares(const struct result *r, int n)
{
	json_t *list = json_array();
	int bad = !list;

	for (int i = 0; i < n; i++)
		bad |= json_array_append_new(list, json_pack("{s:i, s:o, s:I, s:f, s:b}", "share",
			r[i].share, "machine", json_text(r[i].machine), "decided",
			(json_int_t)r[i].progress.executions, "seconds", r[i].seconds, "fault",
			(int)has_fault(&r[i])));
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

/* Their names, each once; NULL without memory. */
static json_t *machines_of(const json_t *shares)
{
	json_t *list = json_array(), *known;
	const json_t *share;
	size_t i, k;
	int bad = !list;

	json_array_foreach(shares, i, share) {
		json_array_foreach(list, k, known)
			if (json_equal(known, json_object_get(share, "machine")))
				break;
		if (k == json_array_size(list))
			bad |= json_array_append(list, json_object_get(share, "machine"));
	}
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

void put_shares(struct text *out, const json_t *shares)
{
	const json_t *share;
	size_t i;

	json_array_foreach(shares, i, share) {
		text_add(out, "share %d: ", json_int(share, "share"));
		text_puts(out, json_word(share, "machine"));
		text_add(out, ", %" JSON_INTEGER_FORMAT " executions, %.1f s, %s\n",
			 json_integer_value(json_object_get(share, "decided")),
			 json_real_value(json_object_get(share, "seconds")),
			 json_is_true(json_object_get(share, "fault")) ? "a fault" : "no fault");
	}
}

bool are_of_several(const json_t *shares)
{
	for (size_t i = 1; i < json_array_size(shares); i++)
		if (strcmp(json_word(json_array_get(shares, i), "machine"),
			   json_word(json_array_get(shares, 0), "machine")))
			return true;
	return false;
}

void tell_shares(struct ci *ci, const json_t *shares)
{
	struct text out = { 0 };

	put_shares(&out, shares);
	ci_tell(ci, "text", out.s);
	ci->machines = machines_of(shares);
	ci->failed |= out.failed || !ci->machines;
	text_free(&out);
}
