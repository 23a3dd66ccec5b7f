/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * lkmm bench:
 *
 *	options.c		the command line
 *	ops.c			the operations of bench/ops.h
 *	filter.c		those that are selected
 *	scale.c			the marks of a chart's axis
 *	variants.c		the ways to compile them, and the libraries to
 *				compare with
 *	build.c			compiles the loops of bench/ on this machine
 *	verify.c		checks the compiled code
 *	../bench/method.c	comparison of loops
 *	contend.c		the same, in several threads
 *	finding.c		conclusions
 *	table.c, json.c, html.c	output
 *	compare.c		two measurements side by side
 */
#ifndef LKMM_BENCH_COMMAND_H
#define LKMM_BENCH_COMMAND_H

#include "bench/bench.h"
#include "base/parts.h"
#include "base/text.h"

#include <sched.h>

enum { BENCH_PATH = 4096 };

enum bench_setting { BENCH_LATENCY, BENCH_THROUGHPUT, BENCH_SETTINGS,
		     BENCH_CONTENDED = BENCH_SETTINGS };
extern const char *const bench_setting_name[BENCH_SETTINGS + 1],
	*const bench_setting_about[BENCH_SETTINGS + 1];

/* An operation in one ordering and type. */
struct bench_op {
	const char *text;		/* its line in bench/ops.h */
	const char *name, *operation, *order, *family;
	size_t width;			/* bytes of the object */
	long start;			/* its first value */
	bool returns;
	const char *rust_type, *rust, *rust_core;
};

extern const struct bench_op bench_ops[];
extern const size_t bench_nops;

enum bench_variant_id {
	BENCH_C_INLINE, BENCH_C_STATIC, BENCH_C_SHARED, BENCH_C_SHARED_PLT, BENCH_GENERIC,
	BENCH_RUST_INLINE, BENCH_RUST_STATIC, BENCH_RUST_SHARED, BENCH_BITCODE,
	BENCH_C11, BENCH_RUST_CORE, BENCH_LIBURCU, BENCH_CK, BENCH_LIBATOMIC_OPS,
	BENCH_VARIANTS
};

enum bench_library { BENCH_NO_LIBRARY, BENCH_STATIC, BENCH_SHARED };

/**
 * struct bench_variant - one way to compile the operations, or another library
 * @id: for programs
 * @head: two lines above its column
 * @what: description
 * @source: its loops, in C; NULL: in Rust
 * @flags: the options for the compiler
 * @library: the library to link
 * @peer: not lkmm's
 * @header, @package: of another library: the header, and Debian's package
 */
struct bench_variant {
	const char *id, *head[2], *what;
	const char *source, *flags;
	enum bench_library library;
	bool outline, peer;
	const char *header, *package;
};

extern const struct bench_variant bench_variants[BENCH_VARIANTS];
/*
 * Whether another library's operations of this ordering give at least the ordering that LKMM asks
 * for, on every CPU.
 */
bool bench_gives_ordering(enum bench_variant_id v, const struct bench_op *op);
/*
 * Barriers work on no object that threads could be at, and return nothing that anything could wait
 * for.
 */
bool bench_is_barrier(const struct bench_op *op);
/* Whether each operation is a call. */
static inline bool bench_is_called(enum bench_variant_id v)
{
	return bench_variants[v].outline && v != BENCH_BITCODE;
}

/**
 * struct bench_cell - the cost of one operation in one variant and setting
 * @ns: per operation; with several threads, for each of them
 * @ratio: to C inline
 * @spread: half of the interval that holds the true median of @ratio with 99 % probability
 * @fairness: with several threads: operations of the slowest, per one of the fastest
 */
struct bench_cell {
	bool valid;
	double ns, ratio, spread, fairness;
	size_t rounds;
};

/* An operation with its loops and figures. */
struct bench_row {
	const struct bench_op *op;
	bench_loop *loop[BENCH_VARIANTS][BENCH_SETTINGS];	/* NULL: none */
	struct bench_cell cell[BENCH_VARIANTS][BENCH_SETTINGS];
	struct bench_cell (*contended)[BENCH_VARIANTS];		/* one per number of threads */
};

enum { BENCH_MAX_COUNTS = 16 };

struct bench {
	/* the requested settings */
	const char *filter, *html, *keep;
	double seconds;				/* to measure for, if that is enough for a few
						 * rounds of each */
	bool json, compare;
	bool setting[BENCH_SETTINGS + 1];
	int threads[BENCH_MAX_COUNTS], ncounts;	/* how many contend; 0: decided here */
	/* the available variants */
	struct bench_row *row;
	size_t nrows;
	char missing[BENCH_VARIANTS][256];	/* the reason; "": available */
	void *module[BENCH_VARIANTS];
	int cpu;				/* that measures; -1: any */
	cpu_set_t cpus;				/* that we may use */
	const char *note;			/* why something is not measured; NULL: all is */
	char machine[512], date[32];
	double begin, measured, load;
	struct parts parts;
	/* lib: that of liblkmm.a and liblkmm.so */
	char dir[BENCH_PATH], lib[BENCH_PATH], linker[BENCH_PATH];
};

/*
 * Each returns false after an error message. bench_filter() marks in @chosen, one for each of
 * bench_ops, the operations that @filter selects.
 */
bool bench_filter(const char *filter, bool *chosen);
bool bench_build(struct bench *b);
bool bench_load(struct bench *b);
/* Variant @v is missing for this reason; only the first reason counts. */
void bench_leave_out(struct bench *b, int v, const char *why,
		     ...) __attribute__((format(printf, 3, 4)));
/* Drops the variants whose code is wrong. */
void bench_verify(struct bench *b);
void bench_unload(struct bench *b);

/* Gives the objects at @memory the value that those of the operation @op have at first. */
void bench_fill(void *memory, const void *op);
/* The figures for @threads[@count] threads, from so many seconds if that is possible. */
void bench_contend(const struct bench *b, struct bench_row *row, int count, double seconds);

/* Whether there are figures for @v. */
static inline bool bench_has(const struct bench *b, int v)
{
	return !b->missing[v][0];
}

/* The report at the end. */
void bench_finding(const struct bench *b, struct text *out);
void bench_method_text(const struct bench *b, struct text *out);

void bench_table(const struct bench *b, struct text *out);
void bench_json(const struct bench *b, struct text *out);
void bench_html(const struct bench *b, struct text *out);
/* Writes @text to @file, or to standard output, and frees it. False after a message. */
bool bench_put(const char *file, struct text *text);

/* Compares two files of --json, as a table or as objects. The exit status. */
int bench_compare(const char *first, const char *second, bool json);

#endif
