// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "patches.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* arm64: two places, relative to themselves; a feature of 16 bits; two lengths of a byte each. */
enum { ENTRY = 12, FEATURE = 8, LENGTH = 10, INSTRUCTION = 4 };

/* ---- the section ---- */

static struct patch *add_patch(struct patches *p)
{
	struct patch *more = p->patch;

	if (p->n == p->room) {
		p->room = 2 * p->room + 64;
		more = realloc(more, p->room * sizeof(*more));
		if (!more) {
			p->failed = true;
			return NULL;
		}
		p->patch = more;
	}
	p->patch[p->n] = (struct patch){ .bytes = 0 };
	return &p->patch[p->n++];
}

/*
 * "0000000000000000 R_AARCH64_PREL32  .text+0x000000000000008c", and the next one: by what. That is
 * a section and a place, or a function that does it: alt_cb_patch_nops.
 */
static void read_relocation(void *arg, char *s)
{
	struct patches *p = arg;
	char *type = strstr(s, " R_"), *value = type ? strrchr(s, ' ') + 1 : NULL;
	char *plus = value ? strchr(value, '+') : NULL;
	unsigned long long at = plus ? strtoull(plus + 1, NULL, 16) : 0;
	struct patch *x;

	if (!value)
		return;
	if (p->relocations++ % 2 == 0) {
		x = add_patch(p);
		if (x) {
			snprintf(x->section, sizeof(x->section), "%.*s", (int)strcspn(value, "+"),
				 value);
			x->at = at;
		}
	} else if (p->n && *value == '.') {
		p->patch[p->n - 1].by = at;
	}
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void take_byte(struct patches *p, unsigned long long at, int byte)
{
	struct patch *x = at / ENTRY < p->n ? &p->patch[at / ENTRY] : NULL;

	if (x && at % ENTRY == FEATURE)
		x->feature = byte;
	else if (x && at % ENTRY == FEATURE + 1)
		x->feature |= (byte & 0x7f) << 8;
	else if (x && at % ENTRY == LENGTH)
		x->bytes = byte;
}

/* " 0010 00000000 1a800400 00000000 00000000  ................" */
static void read_contents(void *arg, char *s)
{
	char *c;
	unsigned long long at = strtoull(s, &c, 16);

	if (*s != ' ' || c == s || *c != ' ')
		return;
	((struct patches *)arg)->any = true;
	for (c++; digit(*c) >= 0; c += *c == ' ')
		for (; digit(c[0]) >= 0 && digit(c[1]) >= 0; c += 2)
			take_byte(arg, at++, digit(c[0]) * 16 + digit(c[1]));
}

bool patches_read(struct patches *p, const struct objdump *o, bool lengths)
{
	static const char *const relocations[] = { "-r", "-j", ".altinstructions", NULL };
	static const char *const contents[] = { "-s", "-j", ".altinstructions", NULL };

	/* It fails where there is no such section. */
	if (objdump_run(o, relocations, read_relocation, p) && (lengths || !p->n))
		objdump_run(o, contents, read_contents, p);
	if (p->failed)
		fprintf(stderr, "%s: out of memory\n", o->who);
	if (p->any && !p->n)
		fprintf(stderr, "%s: %s: a linked kernel: what it replaces when it starts is not "
			"known; its modules and objects have relocations for that\n", o->who,
			o->file);
	return !p->failed && (p->n || !p->any);
}

void patches_free(struct patches *p)
{
	free(p->patch);
}

/* ---- lines ---- */

void patches_take(struct patches *p, const struct function *f)
{
	for (size_t i = 0; i < p->n; i++) {
		struct patch *x = &p->patch[i];

		for (int k = 0; x->by && !strcmp(x->section, f->section) && k < f->lines; k++) {
			const struct function_line *l = &f->line[k];

			if (l->address >= x->by && l->address < x->by + (unsigned)x->bytes &&
			    x->lines < PATCH_LINES)
				x->line[x->lines++] = *l;
		}
	}
}

static bool has_line(const struct function *f, unsigned long long address)
{
	for (int i = 0; i < f->lines; i++)
		if (f->line[i].address == address)
			return true;
	return false;
}

static bool is_in(const struct patch *x, const struct function *f)
{
	if (!f->lines || strcmp(x->section, f->section))
		return false;
	return f->part ? has_line(f, x->at) :
			 x->at >= f->address && x->at <= f->line[f->lines - 1].address;
}

int patches_features(const struct patches *p, const struct function *f, int feature[MAX_FEATURES])
{
	int n = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct patch *x = &p->patch[i];
		int k = 0;

		/* Those that become nops are jumps, which may do either. */
		if (!is_in(x, f) || (!x->by && x->bytes))
			continue;
		if (!x->lines || x->lines * INSTRUCTION != x->bytes)
			return -1;
		while (k < n && feature[k] != x->feature)
			k++;
		if (k == MAX_FEATURES)
			return -1;
		if (k == n)
			feature[n++] = x->feature;
	}
	return n;
}

static void apply(const struct patch *x, struct function *f)
{
	for (int k = 0; k < f->lines; k++) {
		struct function_line *l = &f->line[k];
		unsigned long long address = l->address;

		if (address < x->at || address >= x->at + (unsigned)x->bytes)
			continue;
		*l = x->line[(address - x->at) / INSTRUCTION];
		l->address = address;
	}
}

void patches_apply(const struct patches *p, struct function *f, int feature)
{
	for (size_t i = 0; i < p->n; i++)
		if (is_in(&p->patch[i], f) && p->patch[i].by && p->patch[i].feature == feature)
			apply(&p->patch[i], f);
}
