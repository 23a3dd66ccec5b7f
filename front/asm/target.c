// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What tests are compiled for: the architectures of defs/arch/, and the CPUs they tell apart. */
#include "compile.h"

#include <string.h>

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Whether a sequence before @i is for the same CPUs. */
static bool is_known(int i)
{
	const struct asm_sequence *s = &asm_sequences[i];

	for (int k = 0; k < i; k++)
		if (is_same(asm_sequences[k].arch, s->arch) &&
		    is_same(asm_sequences[k].feature, s->feature))
			return true;
	return false;
}

/* Others have sequences for lkmm prove alone. */
static bool is_target(const char *arch)
{
	const char *const *word = litmus_target_words;

	while (*word && strcmp(*word, arch))
		word++;
	return *word;
}

const char *litmus_machine_of(const char *arch)
{
	return asm_machine_of(arch);
}

bool litmus_target(int n, struct litmus_target *target)
{
	for (int i = 0; i < asm_nr_sequences; i++) {
		if (!is_target(asm_sequences[i].arch) || is_known(i) || n--)
			continue;
		*target = (struct litmus_target){
			.arch = asm_sequences[i].arch, .feature = asm_sequences[i].feature,
		};
		return true;
	}
	return false;
}

/* Whether @has, names with a + between, has all the names of @needs. */
static bool has_features(const char *has, const char *needs)
{
	size_t n = strcspn(needs, "+");
	const char *p = has;

	if (!has)
		return false;
	while (strcspn(p, "+") != n || memcmp(p, needs, n)) {
		p += strcspn(p, "+");
		if (!*p++)
			return false;
	}
	return !needs[n] || has_features(has, needs + n + 1);
}

/* A sequence for CPUs with the feature is better than one for all. */
const struct asm_sequence *asm_find_sequence(const struct litmus_target *target, const char *name,
					     enum lkmm_order order, int bits)
{
	const struct asm_sequence *all = target->by ? target->sequence : asm_sequences;
	const struct asm_sequence *best = NULL;
	int n = target->by ? target->nsequences : asm_nr_sequences;

	for (int i = 0; i < n; i++) {
		const struct asm_sequence *s = &all[i];

		if (s->bits != bits || s->order != order || strcmp(s->name, name) ||
		    strcmp(s->arch, target->arch) ||
		    (s->feature && !has_features(target->feature, s->feature)))
			continue;
		if (!best || s->feature)
			best = s;
	}
	return best;
}
