/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The options of a command, as a table: the command line is parsed by it, --help prints it, and the
 * completion of shells is written from it.
 */
#ifndef LKMM_OPTIONS_H
#define LKMM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct text;

/* The values that an option takes, and where they are stored unless it has a function. */
enum opt_kind {
	OPT_FLAG,			/* none; a bool becomes true */
	OPT_NUMBER,			/* from .least to .most; a double */
	OPT_WHOLE,			/* the same without fractions; an int */
	OPT_TEXT,			/* any but the empty one; a const char * */
	OPT_FILE,
	OPT_DIRECTORY,
	OPT_WORD,			/* one of .words; its number in an int */
	OPT_WORDS,			/* some of .words, with commas between them, for .set() */
};

/* For fields of words. */
#define OPT_LIST(...) (const char *const []){ __VA_ARGS__, NULL }

enum { OPT_SPELLED = 40 };		/* as long as an option may be with its dashes */

/**
 * struct opt - one option
 * @name: long, without dashes; NULL: only @letter
 * @letter: short; 0: only @name
 * @value: the name of its value; NULL: none
 * @help: one line
 * @normal: the default, for --help; NULL: nothing to print
 * @words: the values it takes; NULL: any
 * @expects: the values it takes, for messages; NULL: derived from the other fields
 * @optional: the value may be missing; .set() gets NULL then
 * @at: the offset of the value in the command's structure
 * @set: takes the value instead; false: it is invalid
 */
struct opt {
	const char *name;
	char letter;
	enum opt_kind kind;
	const char *value, *help, *normal, *expects;
	const char *const *words;
	bool optional;
	double least, most;
	size_t at;
	bool (*set)(void *into, const char *value);
};

/* The arguments of a command, for the completion of shells. */
enum opt_arguments { OPT_NO_ARGUMENTS, OPT_TESTS, OPT_PROGRAM, OPT_BINARY, OPT_FILES };

/**
 * struct options - a command
 * @name: its name, after lkmm
 * @who: the prefix of its messages
 * @does: one line
 * @usage: the arguments after the options
 * @page: its manual page
 * @arguments: the completion of arguments
 * @words: the values of its argument if only these are possible, or NULL
 * @first: the first argument ends the options: those that follow belong to that program
 * @herd: as in herdtools, long options have one dash and no abbreviations
 */
struct options {
	const char *name, *who, *does, *usage, *page;
	const char *const *words;
	enum opt_arguments arguments;
	bool first, herd;
	const struct opt *opt;
	size_t n;
};

/* --help and --version, which each command has that is not herdtools'. */
extern const struct opt options_common[2];

/**
 * options_parse - reads the options
 * @o: the command
 * @into: its structure
 * @argc: as for main()
 * @argv: likewise; reordered, so that options come first
 * @first: the first argument that is not an option
 * @status: the exit status if the command must not continue
 *
 * Handles --help and --version, and reports errors. Return: whether to continue.
 */
bool options_parse(const struct options *o, void *into, int argc, char **argv, int *first,
		   int *status);
/* Gives the option @opt its value. False if that is invalid. */
bool options_set(const struct opt *opt, void *into, const char *value);
/* "a whole number from 1 to 64" */
void options_expects(struct text *out, const struct opt *opt);

/* Prints help, or the version. Return: the exit status. */
int options_print_help(const struct options *o);
int options_print_version(void);
/* Prints two lines on standard error, about a missing argument. Return: EXIT_BAD. */
int options_misused(const struct options *o);

/* How it is written: "--timeout", "-j", "-unroll". */
void options_spell(const struct options *o, const struct opt *opt, char text[OPT_SPELLED]);

/*
 * Commands of herdtools. options_find() returns the option @spelled, with its dashes or without, or
 * NULL; options_give() gives it @value, or NULL without one, and puts the reason into @wrong if it
 * fails; options_take() takes argv[*i] and its value, and prints the reason.
 */
const struct opt *options_find(const struct options *o, const char *spelled);
bool options_give(const struct options *o, void *into, const char *spelled, const char *value,
		  struct text *wrong);
bool options_take(const struct options *o, void *into, int argc, char **argv, int *i);

#endif
