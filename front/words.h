/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The words of the kernel: the rows of defs/kernel.tbl, which gen/ writes to words.c. */
#ifndef LKMM_FRONT_WORDS_H
#define LKMM_FRONT_WORDS_H

#include "lex.h"
#include "primitive.h"

enum word_is {
	WORD_MODEL,			/* the checker's own */
	WORD_SAME,			/* the same as the function or type .other */
	WORD_ARGUMENT,			/* its first argument */
	WORD_DEFINED,			/* in the header .other of litmus/lib */
	WORD_PROCESS,			/* the number or task of the process, as .other says */
	WORD_USE,			/* not supported: .other is the replacement */
	WORD_NONE			/* cannot be modelled, and .other is the message */
};

struct word {
	struct primitive p;		/* its name; the rest only where it is the checker's own */
	enum word_is is;
	bool is_type;
	bool is_macro;			/* ... or another word that is one */
	/* arguments behind those of .other; WORD_ARGUMENT: behind the first */
	int dropped;
	const char *other;
};

extern const struct word kernel_words[];
extern const int nr_kernel_words;
/* By the first letter of words that are macros: bit n, some end in a letter whose low bits are n */
extern const uint64_t word_macro_letters[128];

/* A file of litmus/lib, as library.c has it. */
struct word_header {
	const char *name, *text;
};

extern const struct word_header word_headers[];
extern const int nr_word_headers;

/* The word @name, a function or macro or, with @is_type, a type; or NULL. */
const struct word *find_word(const char *name, bool is_type);
/* The same for @before and the token @t without a blank between them. */
const struct word *find_word_behind(const char *before, const struct token *t, bool is_type);

#endif
