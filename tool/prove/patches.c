// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "patches.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Two places, relative to themselves: the old code and the new; a feature of 16 bits, and on x86
 * since 6.3 flags; the lengths of the two, a byte each.
 */
enum { ENTRY = 12, ENTRY_WITH_FLAGS = 14, BY = 4, FEATURE = 8, LENGTH = 10, INSTRUCTION = 4 };
/* arm64: the place is that of a function, which makes the code. */
enum { CALLS_BACK = 0x8000 };

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

static void keep_byte(struct patches *p, unsigned char byte)
{
	if (p->size == p->space) {
		size_t space = 2 * p->space + 4096;
		unsigned char *more = realloc(p->byte, space);

		if (!more) {
			p->failed = true;
			return;
		}
		p->byte = more;
		p->space = space;
	}
	p->byte[p->size++] = byte;
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
	struct patches *p = arg;
	char *c;
	unsigned long long at = strtoull(s, &c, 16);

	if (*s != ' ' || c == s || *c != ' ')
		return;
	if (!p->size)
		p->address = at;
	for (c++; digit(*c) >= 0; c += *c == ' ')
		for (; digit(c[0]) >= 0 && digit(c[1]) >= 0; c += 2) {
			keep_byte(p, (unsigned char)(digit(c[0]) * 16 + digit(c[1])));
			take_byte(p, at++, digit(c[0]) * 16 + digit(c[1]));
		}
}

/* ---- a linked kernel: the places are known ---- */

static unsigned long long place_at(const struct patches *p, size_t at)
{
	const unsigned char *b = &p->byte[at];
	uint32_t distance = b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
			    (uint32_t)b[3] << 24;

	return p->address + at + (unsigned long long)(long long)(int32_t)distance;
}

/* Whether entries of this size make sense: no code is longer than what it replaces. */
static bool is_entry_size(const struct patches *p, size_t entry)
{
	if (p->size % entry)
		return false;
	for (size_t i = 0; i < p->size; i += entry) {
		int length = p->byte[i + entry - 2], by = p->byte[i + entry - 1];

		if (!length || by > length)
			return false;
	}
	return true;
}

/* Adds the patches; those whose @lengths are not known make what they are in not known. */
static bool read_linked(struct patches *p, bool lengths)
{
	size_t entry = is_entry_size(p, ENTRY) ? ENTRY : ENTRY_WITH_FLAGS;

	if (!is_entry_size(p, entry))
		return false;
	for (size_t i = 0; i < p->size; i += entry) {
		const unsigned char *b = &p->byte[i];
		int feature = b[FEATURE] | b[FEATURE + 1] << 8;
		struct patch *x = add_patch(p);

		if (!x)
			return true;
		x->at = place_at(p, i);
		x->feature = feature & ~CALLS_BACK;
		x->bytes = lengths ? b[LENGTH] : 0;
		x->by = lengths && feature & CALLS_BACK ? 0 : place_at(p, i + BY);
	}
	return true;
}

bool patches_read(struct patches *p, const struct objdump *o, bool lengths)
{
	static const char *const relocations[] = { "-r", "-j", ".altinstructions", NULL };
	static const char *const contents[] = { "-s", "-j", ".altinstructions", NULL };

	bool known = true;

	/* It fails where there is no such section. */
	if (objdump_run(o, relocations, read_relocation, p) && (lengths || !p->n))
		objdump_run(o, contents, read_contents, p);
	if (!p->n && p->size)
		known = read_linked(p, lengths);
	if (p->failed)
		fprintf(stderr, "%s: out of memory\n", o->who);
	if (!known)
		fprintf(stderr, "%s: %s: what it replaces when it starts is not known: "
			".altinstructions has another form\n", o->who, o->file);
	return !p->failed && known;
}

void patches_free(struct patches *p)
{
	free(p->patch);
	free(p->byte);
}

/* ---- lines ---- */

/* Where all is linked, addresses are enough. */
static bool is_in_section(const struct patch *x, const struct function *f)
{
	return !x->section[0] || !strcmp(x->section, f->section);
}

void patches_take(struct patches *p, const struct function *f)
{
	for (size_t i = 0; i < p->n && f->lines; i++) {
		struct patch *x = &p->patch[i];

		if (x->by + (unsigned)x->bytes <= f->line[0].address ||
		    x->by > f->line[f->lines - 1].address)
			continue;

		for (int k = 0; x->by && is_in_section(x, f) && k < f->lines; k++) {
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
	if (!f->lines || !is_in_section(x, f))
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
