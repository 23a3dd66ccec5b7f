/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * lkmm-gen: reads defs/, writes every file of the project that is marked "Generated".
 *
 *	text.c wrap.c           lines, fields, error messages; output files, whose lines end at 100
 *	expr.c                  formulas
 *	table.c facts.c local.c defs/ops.tbl           ->  struct table
 *	kernel.c own.c          defs/kernel.tbl        ->  struct words
 *	arch.c register.c held.c  defs/arch/NAME.def   ->  struct arch
 *	isa.c effect.c          defs/isa/NAME.def      ->  struct isas
 *	kerneldoc.c             comments of headers    ->  struct doc_header
 *	defs.c                  those of defs/, but isa  ->  struct defs
 *	plan.c                  a row's formula        ->  the primitive that implements it
 *	body.c                  a plan, or a derived primitive  ->  the body of a function
 *	expand.c                a sequence, at a width and an ordering  ->  instructions
 *	primitive.c             the functions of an architecture's file
 *	c_*.c rust_*.c lib.c kernel*.c doc.c test.c    write
 */
#ifndef LKMM_GEN_H
#define LKMM_GEN_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- text.c: input ---- */

struct place {
	const char *file;
	int line, column;
};

/* A line cut into fields: words, or "strings" without their quotes. */
struct field {
	char *text;
	struct place at;
};

struct line {
	struct place at;		/* of its first character that is not blank */
	bool indented;
	char *text;			/* without comment and surrounding blanks */
	struct field *field;
	int nfields;
};

struct source {
	char *file;
	struct line *line;
	int nlines;
};

extern int nr_errors;
void error_at(struct place at, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void *xalloc(size_t size);
/*
 * An array of @n elements of @size bytes with room for one more; @array itself as long as it has
 * that.
 */
void *xgrow(void *array, int n, size_t size);
char *xstrndup(const char *s, size_t n);
char *xprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *upper(const char *s);
bool streq(const char *a, const char *b);

/* All of the file @path, or NULL. */
char *slurp(const char *path, size_t *len);
/*
 * Reads @path; error messages call it @name. A file that cannot be read is an error, and has no
 * lines.
 */
struct source *read_source(const char *path, const char *name);
/* Cuts @line->text anew at runs of two or more blanks, so fields may contain single ones. */
int cut_columns(const struct line *line, struct field *field, int max);
/* True when @line has from @min to @max fields; else an error saying that @shape was expected. */
bool check_shape(const struct line *line, int min, int max, const char *shape);

/* ---- text.c: output ---- */

struct out {
	char *text;
	size_t len, size;
};

void put(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void put_n(struct out *o, const char *s, size_t n);
/*
 * Files are kept in memory until finish_outputs(): after an error, nothing is written.
 */
struct out *begin_output(const char *path);
/*
 * Writes every file begun, below @root, if it differs; or, with @check, lists the files that
 * differ. Returns their number.
 */
int finish_outputs(const char *root, bool check);

/* ---- wrap.c ---- */

/* Breaks the lines of C that are over 100 columns. */
void wrap_lines(struct out *o);

/* ---- expr.c ---- */

struct op;
enum expr_kind { E_VALUE, E_ARG, E_NUMBER, E_MASK, E_UNARY, E_BINARY };

struct expr {
	enum expr_kind kind;
	const char *op;			/* E_UNARY: ~ -   E_BINARY: + - & | ^ == != < > <= >=
					 * E_MASK: its name */
	int arg;			/* E_ARG: index into the operation's arguments; E_MASK: that
					 * of the number of the bit which is set, and no other */
	long number;
	const struct expr *left, *right;	/* E_UNARY has only left */
};

struct arg {
	char *name;
	bool inout;			/* written *name: a pointer to a value, updated on
					 * failure */
};

/*
 * Parses @text as a formula over the arguments of @op; NULL after an error. "-" is no formula:
 * NULL.
 */
struct expr *parse_expr(const struct field *text, const struct op *op);
bool expr_uses_value(const struct expr *e);
bool expr_is_comparison(const struct expr *e);
/* Whether @e is "(v & m) OP 0": @op is "!=" or "==". */
bool expr_tests_bit(const struct expr *e, const char *op);
/* True where @comparison is false. */
const struct expr *expr_opposite(const struct expr *comparison);
/* True when @a and @b are the same formula over the arguments of @op. */
bool expr_is(const struct op *op, const struct expr *a, const struct expr *b);
/* The formula as ops.tbl writes it, @value standing for the value found. */
char *expr_text(const struct expr *e, const struct arg *args, const char *value);

/* ---- table.c ---- */

/*
 * LOCAL: relaxed, and only the own thread and its signal handlers find the object before or behind
 * the operation, and not in between; no other thread changes it.
 */
enum order { RELAXED, ACQUIRE, RELEASE, FULL, LOCAL, STORE_MB, NR_ORDERS };
extern const char *const order_name[NR_ORDERS];
enum { NR_SEQ_ORDERS = 5 };		/* those a sequence can have; STORE_MB is made of a store
					 * and a barrier */

enum { W8, W16, W32, W64, NR_WIDTHS };
int width_bits(int width);

enum { MAX_ARGS = 4 };

/*
 * The objects of a family: of an atomic type, plain ones, or the longs of an array. Barriers have
 * none.
 */
enum object_kind { ATOMIC_TYPE, PLAIN_OBJECT, ARRAY, NO_OBJECT };

struct family {
	struct place at;
	char *name, *title;
	enum object_kind on;
	bool pointers_only;		/* of plain objects */
	bool words;			/* the checker has them as words of kernel.tbl */
	const char *index, *mask;	/* of an array: the argument that counts its bits, and what
					 * formulas call that bit in its long */
};

struct op {
	struct place at;
	const struct family *family;
	char *name;
	struct arg args[MAX_ARGS];
	int nargs, object;		/* which argument is the object */
	struct expr *when, *becomes, *returns;
	enum order orders[NR_ORDERS];
	int norders;
	const char *rust;		/* the name in Rust */
	const char *header;		/* the kernel's that has it, on plain objects */
	const char *differs;		/* how the kernel's code does, or NULL */
	bool plain;			/* the kernel has it by plain accesses, too */
};

struct type {
	char *name;			/* of the type in operations: atomic, atomic64,
					 * atomic_long */
	int width;			/* W32, W64, or -1 for that of a long */
};

struct barrier {
	struct place at;
	const struct family *family;
	char *name, *key, *same_as, *doc;
	const char *function;		/* of an architecture's file: the key, except that the
					 * compiler's is barrier */
	const char *header;		/* the kernel's that has it */
	const char *core, *core_call;	/* Rust's core: the function that is nearest, and a call
					 * that does the same; or NULL */
};

struct argument {
	char *name, *doc;
};

/* Elements stay where they are: others point to them. */
struct table {
	struct type type[3];		/* C has these three: c_atomic_types */
	int ntypes;
	struct argument *argument;
	int narguments;
	struct family *family;
	int nfamilies;
	struct op *op;
	int nops;
	struct barrier *barrier;
	int nbarriers;
	struct local {
		char *name;		/* of the type in operations: local, local64 */
		char *type;		/* the atomic type whose operations it has */
	} local[2];
	int nlocals;
};

bool parse_table(const struct source *src, struct table *t);
/* The barrier that @b is the same as for the checker: itself, if that has it. */
const struct barrier *barrier_of_model(const struct table *t, const struct barrier *b);
/* The function of an architecture's file that @b is the same as, where it has none of its own. */
const char *barrier_same(const struct table *t, const struct barrier *b);
/* ---- local.c ---- */
void parse_local(const struct line *l, struct table *t);
/*
 * The operations on objects that one thread changes: those of atomic types, and the exchanges of
 * plain objects, whose names end in _local; each in one ordering.
 */
struct table local_table(const struct table *t);
/* ---- facts.c: a line that adds to rows above; false if it is none ---- */
bool parse_fact(const struct line *l, struct table *t);
/*
 * "" for full, "_acquire" and so on for others: as the operations that come in all orderings have
 * it.
 */
const char *name_suffix(enum order order);
/* "" for the first ordering of @op, "_acquire" and so on for the others. */
const char *order_suffix(const struct op *op, int which);
/* Which argument is the number of a bit; -1: it has none, and the object is the first long. */
int op_number(const struct op *op);
bool op_is_signed(const struct op *op);		/* its formulas ask for the sign */
bool op_returns_bool(const struct op *op);

/* ---- kernel.c ---- */

enum word_is { WORD_MODEL, WORD_FENCE, WORD_SAME, WORD_ARGUMENT, WORD_DEFINED,
	       WORD_PROCESS, WORD_USE, WORD_NONE };

/* A row of defs/kernel.tbl. */
struct word_row {
	struct place at;
	int family;
	bool is_type, is_rust, is_macro;
	bool is_op;			/* WORD_SAME: as an operation of ops.tbl */
	const char *call;		/* "spin_lock(l)", "struct mutex" */
	char *name;
	char *key;			/* "Rust " and the name, or the name */
	int nargs;			/* -1: it is called without parentheses */
	enum word_is is;
	const char *other;		/* the kind, the other word, or the file */
	char *other_name;		/* WORD_SAME: without its arguments */
	int nothers;			/* ... and how many these are */
	const char *follows, *doc;
};

/* A file of litmus/lib. */
struct word_header {
	const char *name;
	char *text;
};

struct words {
	struct family *family;
	int nfamilies;
	struct word_row *row;
	int nrows;
	struct beside *beside;
	int nbesides;
	struct own *own;
	int nowns;
	struct stance *stance;
	int nstances;
	struct word_header *header;
	int nheaders;
};

bool parse_words(const char *root, const struct source *src, const struct table *t,
		 struct words *words);
/* ---- plan.c ---- */

/*
 * The primitives that operations are made of. Every architecture has them all, its own or derived.
 */
enum prim { P_LOAD, P_STORE, P_XCHG, P_CMPXCHG, P_VOID, P_FETCH, P_TEST, P_BIT, P_TEST_BIT, P_WAIT,
	    P_CMPXCHG2, P_MASK, NR_PRIMS };
extern const char *const prim_name[NR_PRIMS];

/*
 * SUB, INC and DEC only if no value is returned. INC and DEC have no operand: their addend is
 * known.
 */
enum alu { ADD, AND, ANDNOT, OR, XOR, SUB, INC, DEC, NR_ALUS };
extern const char *const alu_name[NR_ALUS];
bool alu_has_operand(enum alu alu);

/* The flags used: cmpxchg wrote; the new value is zero, or negative; the bit was set; bit 7 is. */
enum flag { FLAG_OK, FLAG_ZERO, FLAG_NEGATIVE, FLAG_FOUND, FLAG_BIT7, NR_FLAGS };
extern const char *const flag_name[NR_FLAGS];

enum plan_kind { PLAN_LOAD, PLAN_STORE, PLAN_XCHG, PLAN_CMPXCHG, PLAN_VOID, PLAN_FETCH, PLAN_TEST,
		 PLAN_BIT, PLAN_TEST_BIT, PLAN_LOOP };

struct plan {
	enum plan_kind kind;
	enum alu alu;			/* PLAN_VOID, PLAN_FETCH, PLAN_TEST: v becomes v ALU
					 * operand; never ANDNOT. PLAN_BIT, PLAN_TEST_BIT: or,
					 * andnot, xor, with the bit whose number is the operand */
	const struct expr *operand;
	bool negate, complement;	/* the operand is used as -operand, ~operand */
	enum flag flag;			/* PLAN_TEST: the flag that is returned */
};

struct plan plan_op(const struct op *op);
/* What @op does to a bit: "Sets", "Clears" or "Inverts". */
const char *bit_verb(const struct op *op);
/*
 * The variant of the compare-and-exchange @op that returns the value found; NULL if @op is a
 * different operation, or that variant.
 */
const struct op *op_by_value(const struct table *t, const struct op *op);

/* ---- arch.c ---- */

enum by { BY_WIDTH, BY_ORDER, BY_OP };

/*
 * A word that varies: {name} in an instruction stands for the cell of the width, ordering or
 * operation at hand.
 */
struct word {
	char *name;
	enum by by;
	char *cell[NR_ALUS];
};

/* A register that an operand can be fixed to. */
struct reg {
	char *name;
	char *letter;			/* with which C asks for it; -: a variable lives there */
	bool reserved;			/* Rust's asm! has it not */
	char *at_width[NR_WIDTHS];
};

#include "gen/feature.h"
#include "gen/held.h"

struct insn {
	struct place at;
	char *label;			/* "1:" or NULL */
	char *text;			/* "" for a label alone */
};

struct alternative {
	const struct feature *feature;	/* NULL: for every CPU */
	struct insn *insn;
	int ninsns;
};

struct sequence {
	struct place at;
	enum prim prim;
	unsigned int widths, orders, alus;	/* bit sets */
	bool plain;			/* the compiler emits it, as a volatile access */
	bool flags;			/* clobbers the flags */
	bool zero_extended, apart;	/* how results are in registers: read/arch.c */
	struct fixed {
		char *operand;
		const struct reg *reg;	/* NULL: .pair */
		const struct pair *pair;
	} fixed[4];
	int nfixed;			/* operands that live in given registers */
	char *flag[NR_FLAGS];		/* the condition under which it holds */
	char *immediate, *immediate_letter;	/* operand that may be a constant, and the
						 * compiler's letter for such */
	struct alternative alt[2];
	int nalts;
};

struct arch_barrier {
	struct place at;
	char *key;
	struct insn *insn;		/* none: a compiler barrier */
	int ninsns;
};

struct arch {
	char *name;
	const char *file;
	char *c_target, *rust_target;	/* or NULL: it has builtins, or no code */
	bool no_code;			/* its sequences are for lkmm prove alone */
	bool no_check, by_name;		/* it is no column of lkmm check --arch; or not of 'all' */
	const char *isa;		/* whose instructions and ordering it has; NULL: its own */
	struct place isa_at;
	const char *uname, *gnu, *rust, *rust_options;	/* see machine.c */
	bool builtins;			/* instructions are the compiler's atomic builtins */
	bool local;			/* sequences differ where one thread changes the object */
	bool att;			/* instructions are in AT&T's syntax, of which C needs
					 * Intel's as well */
	int long_width;			/* of a long, a pointer and a register */
	unsigned int sign_extend, zero_extend;	/* the widths, as bit sets, that registers hold
						 * extended */
	const char *extended;		/* the one operand that is; NULL: all are */
	struct addresses address;
	struct pair *pair;		/* see struct held */
	int npairs;
	const char *whole, *half;	/* the second does the same to half as many bits; or NULL */
	bool flags;
	char *flags_register;		/* which Rust's asm! has to name, or NULL */
	struct feature *feature;
	int nfeatures;
	struct word *word;
	int nwords;
	struct reg *reg;
	int nregs;
	char *condition;		/* the instruction that, with a condition behind its name,
					 * makes a byte of that */
	char **temp;
	int ntemps;
	struct sequence *seq;
	int nseqs;
	struct arch_barrier *barrier;
	int nbarriers;
	char *index;			/* the barrier before an index is used that was made 0
					 * where it is out of bounds; NULL: none is needed */
	char *reread;			/* the barrier behind which conditional operations read
					 * again before they fail; NULL: they do not */
};

/* Whether code is generated for it. */
static inline bool arch_is_generated(const struct arch *a)
{
	return a->builtins || a->c_target;
}

bool parse_arch(const struct source *src, const struct table *t, struct arch *a);
/* read/complete.c: reports what is missing in @a, which @src has. */
void check_complete(const struct source *src, const struct arch *a);
/*
 * Whether @a has fetch and xchg of @width as loops around cmpxchg: a value takes two registers
 * there, and they have no sequence.
 */
bool loops_at(const struct arch *a, int width);
const struct sequence *find_sequence(const struct arch *a, enum prim prim, enum alu alu, int width,
				     enum order order);
const struct arch_barrier *find_barrier(const struct arch *a, const char *key);
/*
 * The operands a sequence of @prim is handed, in the order of the primitive's parameters after ptr.
 */
const char *const *prim_operands(enum prim prim, enum alu alu);

/* ---- defs.c ---- */

struct defs {
	struct table table;
	struct words words;
	struct arch *arch;
	int narchs;			/* the last is generic */
};

void read_defs(const char *root, struct defs *d);

/* ---- expand.c ---- */

/* An operand as one statement uses it. */
struct operand {
	const char *name;
	const char *tied;		/* starts with the value of this input, or NULL */
	bool in, out, temp, address;	/* out: the result */
	enum held held;
	const struct pair *pair;	/* IN_PAIR */
	bool late;			/* may share a register with an input */
	char view;			/* how its register is named at this width; 0 where there is
					 * one name */
	char part;			/* the same where an instruction names a part of it, or 0 */
	const struct reg *reg;		/* a fixed register, or NULL */
	const char *immediate;		/* the compiler's letter for constants that can replace it,
					 * or NULL */
};

/* A piece of an instruction: literal text, or an operand seen through a view (0: its only one). */
struct part {
	char *text;
	int operand;			/* -1 for text */
	char view;
};

struct expanded_insn {
	char *label;
	struct part *part;
	int nparts;
};

struct expanded {
	const struct sequence *seq;
	const struct alternative *alt;
	struct operand *operand;
	int noperands;
	struct expanded_insn *insn;
	int ninsns;
};

void expand(const struct arch *a, const struct sequence *s, const struct alternative *alt,
	    enum alu alu, int width, enum order order, struct expanded *x);
/* Expands every sequence every way, to report any mistake before writing anything. */
void check_arch(const struct arch *a);

/* A compiler's atomic builtin, of an architecture that is made of those. */
enum builtin {
	BUILTIN_LOAD, BUILTIN_STORE, BUILTIN_EXCHANGE, BUILTIN_COMPARE_EXCHANGE, BUILTIN_FETCH,
	BUILTIN_FENCE, NR_BUILTINS
};

/* Of an instruction such as "fetch_add seq_cst"; NR_BUILTINS if it is none. */
enum builtin builtin_of(const char *text);

/* ---- primitive.c ---- */

enum derived { BY_FETCH, BY_ANDNOT, BY_ADD, BY_MASK, BY_RELAX, BY_CMPXCHG };

/* One function of an architecture's file. */
struct primitive {
	enum prim prim;
	enum alu alu;			/* P_VOID, P_FETCH, P_TEST, P_BIT, P_TEST_BIT */
	enum flag flag;			/* P_CMPXCHG: whether it wrote; P_TEST, P_TEST_BIT: the
					 * result */
	int width;
	enum order order;
	enum order same_as;		/* the ordering whose instructions these are too; its own if
					 * it comes first */
	bool last_of_stem;		/* the last of its orderings */
	const struct sequence *seq;	/* NULL: the architecture has none, and it is */
	enum derived derived;
};

/*
 * All primitives of @a, its own and the derived ones, each after those it is made of. Returns their
 * number.
 */
int list_primitives(const struct arch *a, struct primitive **list);
/* fetch_add_acquire, xchg_full, add, wait: the name without the width. */
char *primitive_stem(const struct primitive *f);
bool primitive_returns(const struct primitive *f);
/* Whether what it returns is a flag. */
bool primitive_tests(const struct primitive *f);
/* Whether it takes the number of a bit, in a long that it finds from ptr on. */
bool primitive_indexes(const struct primitive *f);
/* Whether its sequence's result is narrow, and the rest of the register is known to be zero. */
bool primitive_zero_extends(const struct primitive *f);
/* The condition that its sequence gives for its flag, or NULL. */
const char *primitive_condition(const struct primitive *f);

#include "gen/body.h"
#include "gen/write.h"

#endif
