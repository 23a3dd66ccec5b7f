// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the output of objdump -td: symbols, and instructions. Pairs of symbols golden.in.N and
 * golden.out.N, which mark.awk puts there, tell which instructions come from an asm statement.
 */
#include "golden.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct symbol {
	const char *section, *name;
	uint64_t address, size;
};

struct object {
	struct symbol *symbol;
	int nr_symbols;
	struct { const char *section; struct insn insn; } *line;
	int nr_lines;
	char **section;
	int nr_sections;
};

/* One pointer for each name, which then can be compared. */
static const char *section_name(struct object *o, const char *name)
{
	for (int i = o->nr_sections - 1; i >= 0; i--)
		if (!strcmp(o->section[i], name))
			return o->section[i];
	o->section = grow(o->section, o->nr_sections, sizeof(*o->section));
	return o->section[o->nr_sections++] = format("%s", name);
}

/* "0000000000000040 g     F .text	0000000000000009 probe_atomic_add" */
static void add_symbol(struct object *o, char *line)
{
	char *section, *end, *name;
	uint64_t address = strtoull(line, &section, 16);

	if (section != line + 16 && section != line + 8)	/* of 64 bits, of 32 */
		return;
	if (strlen(section) < 10 || !(end = strchr(line, '\t')))
		return;
	section += 9;
	*end = '\0';
	name = strrchr(end + 1, ' ');
	if (!name)
		return;
	o->symbol = grow(o->symbol, o->nr_symbols, sizeof(*o->symbol));
	o->symbol[o->nr_symbols++] = (struct symbol) {
		.section = section_name(o, section), .name = name + 1,
		.address = address, .size = strtoull(end + 1, NULL, 16)
	};
}

static char *trim(char *s)
{
	char *end = s + strlen(s);

	while (isspace((unsigned char)*s))
		s++;
	while (end > s && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return s;
}

/* At the commas that are not inside brackets. */
static void split_operands(struct insn *insn, char *text)
{
	int depth = 0;
	char *start = text;

	if (!*(text = start = trim(text)))
		return;
	for (;; text++) {
		char c = *text;

		depth += (c == '(' || c == '[') - (c == ')' || c == ']');
		if (c && (c != ',' || depth))
			continue;
		if (insn->nr_operands == MAX_OPERANDS)
			fail("too many operands: %s", start);
		*text = '\0';
		insn->operand[insn->nr_operands++] = trim(start);
		start = text + 1;
		if (!c)
			return;
	}
}

/* Of x86. s390x has an instruction cs, whose operands begin with a register. */
static bool is_prefix(const char *word)
{
	return is_one_of(word, "lock cs ds es data16 rep repz repnz bnd notrack");
}

/* "      40:	lock xadd %eax,(%rsi)" */
static bool parse_insn(struct insn *insn, char *line)
{
	char *colon = NULL, *word, *rest, *target;

	insn->address = strtoull(line, &colon, 16);
	if (*colon != ':' || colon == line || colon[1] != '\t')
		return false;
	word = trim(colon + 2);
	/* of LoongArch, where a branch leads; "20	# 3f0 <name>" */
	if ((target = strstr(word, "\t# ")))
		*target = '\0', target += 3;
	/* what objdump has to say about it */
	if ((rest = strstr(word, "//")) || (rest = strstr(word, " # ")))
		*rest = '\0';
	insn->mnemonic = "";
	do {
		rest = word + strcspn(word, " \t");
		if (*rest)
			*rest++ = '\0';
		insn->mnemonic = format("%s%s%s", insn->mnemonic, *insn->mnemonic ? " " : "", word);
		rest += strspn(rest, " \t");
	} while (is_prefix(word) && *rest != '%' && *(word = rest));
	split_operands(insn, rest);
	if (target && strchr(target, '<') && insn->nr_operands)
		insn->operand[insn->nr_operands - 1] = trim(target);
	return true;
}

/* The mark that closes what @in opens: N of golden.in.N and golden.out.N is the same. */
static const struct symbol *closing_mark(const struct object *o, const struct symbol *in)
{
	for (int i = 0; i < o->nr_symbols; i++)
		if (starts(o->symbol[i].name, "golden.out.") &&
		    !strcmp(o->symbol[i].name + 11, in->name + 10))
			return &o->symbol[i];
	fail("%s: without its end", in->name);
}

static void mark_blocks(struct object *o)
{
	for (int i = 0; i < o->nr_symbols; i++) {
		const struct symbol *in = &o->symbol[i], *out;

		if (!starts(in->name, "golden.in."))
			continue;
		out = closing_mark(o, in);
		for (int k = 0; k < o->nr_lines; k++) {
			struct insn *insn = &o->line[k].insn;

			if (o->line[k].section == in->section && insn->address >= in->address &&
			    insn->address < out->address)
				insn->block = i;
		}
	}
}

static struct object read_object(const char *path)
{
	struct object o = { 0 };
	const char *section = NULL;
	char *text = read_file(path), *line;

	while ((line = next_line(&text))) {
		struct insn insn = { .block = -1 };

		if (starts(line, "Disassembly of section ")) {
			line[strlen(line) - 1] = '\0';
			section = section_name(&o, line + strlen("Disassembly of section "));
		} else if (!section) {
			add_symbol(&o, line);
		} else if (parse_insn(&insn, line)) {
			o.line = grow(o.line, o.nr_lines, sizeof(*o.line));
			o.line[o.nr_lines].section = section;
			o.line[o.nr_lines++].insn = insn;
		}
	}
	mark_blocks(&o);
	return o;
}

static struct function cut_function(const struct object *o, const struct symbol *s)
{
	struct function f = { .name = format("%s", s->name) };

	for (int i = 0; i < o->nr_lines; i++) {
		const struct insn *insn = &o->line[i].insn;

		if (o->line[i].section != s->section || insn->address < s->address ||
		    insn->address >= s->address + s->size)
			continue;
		f.insn = grow(f.insn, f.nr_insns, sizeof(*f.insn));
		f.insn[f.nr_insns++] = *insn;
	}
	return f;
}

struct dump read_dump(const char *path)
{
	struct object o = read_object(path);
	struct dump d = { 0 };

	for (int i = 0; i < o.nr_symbols; i++) {
		if (!starts(o.symbol[i].name, "probe_") || !o.symbol[i].size)
			continue;
		d.function = grow(d.function, d.nr_functions, sizeof(*d.function));
		d.function[d.nr_functions++] = cut_function(&o, &o.symbol[i]);
	}
	if (!d.nr_functions)
		fail("%s: no functions: was it written by objdump -td?", path);
	return d;
}

const struct function *find_function(const struct dump *d, const char *name)
{
	for (int i = 0; i < d->nr_functions; i++)
		if (!strcmp(d->function[i].name + strlen("probe_"), name))
			return &d->function[i];
	return NULL;
}

/* "PROBE(int) probe_atomic_add(int i, lkmm_atomic_t *v)" */
static void add_probe(struct probes *probes, char *line)
{
	struct probe p = { .name = strstr(line, " probe_") + strlen(" probe_") };
	char *args = strchr(p.name, '('), *end = strchr(p.name, ')');

	*args++ = *end = '\0';
	while (args && p.nr_params < MAX_PARAMS) {
		char *comma = strchr(args, ','), *name = end;

		if (comma)
			*comma = '\0', name = comma;
		while (name > args && (isalnum((unsigned char)name[-1]) || name[-1] == '_'))
			name--;
		p.is_wide[p.nr_params] = strstr(args, "int64_t ") && !strchr(args, '*');
		p.param[p.nr_params++] = is_one_of(name, "p x") ? "v" : name;
		args = comma ? comma + 1 : NULL;
	}
	probes->probe = grow(probes->probe, probes->nr_probes, sizeof(p));
	probes->probe[probes->nr_probes++] = p;
}

void add_probes(struct probes *probes, const char *path)
{
	char *text = read_file(path), *line;

	while ((line = next_line(&text)))
		if (starts(line, "PROBE(") && strstr(line, " probe_"))
			add_probe(probes, line);
}
