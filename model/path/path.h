/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The paths that a thread can take through its code. The events of one path are known, but their
 * values are not: values are expressions over the reads of the thread.
 */
#ifndef LKMM_PATH_H
#define LKMM_PATH_H

#include <lkmm/check/check.h>

#include <stddef.h>
#include <string.h>

enum sym_kind {
	SYM_NUMBER,
	SYM_READ,			/* the value that event .read reads */
	SYM_KNOWN,			/* .number, learnt from event .read */
	SYM_UNARY, SYM_BINARY, SYM_CONDITIONAL, SYM_CAST
};

struct sym {
	enum sym_kind kind;
	enum lkmm_operator op;
	bool is_unsigned;		/* SYM_BINARY: the operands are */
	bool weak;			/* SYM_CAST: see machine.c */
	struct lkmm_integer to;		/* SYM_CAST */
	int64_t number;
	int read;			/* counted from the start of the thread */
	int size;			/* in operations; shared operands count twice */
	int depth;			/* the most of them, one in the other */
	int only;			/* of operands: lkmm_only_read() */
	int mixed;			/* operations on values of several reads, as .size */
	const struct sym *a, *b, *c;
};

/* Branches that an event depends on: the innermost one, and those around it. */
struct branch {
	const struct sym *cond;
	const struct branch *outer;
	int nesting;			/* how many ifs and loops it is in, itself one */
	const struct lkmm_stmt *until;	/* it decides beyond its statement, up to this: scope.c */
};

struct held;

enum event_type { EVENT_READ, EVENT_WRITE, EVENT_FENCE, EVENT_SRCU, EVENT_FREE };

enum event_tag {
	TAG_PLAIN,
	TAG_INIT,
	TAG_ONCE,
	TAG_ACQUIRE,
	TAG_RELEASE,
	TAG_MB,
	TAG_NORETURN,
	TAG_LKR,
	TAG_LKW,
	TAG_UL,
	TAG_LF,
	TAG_RL,
	TAG_RU,
	TAG_SRCU_LOCK,
	TAG_SRCU_UNLOCK,
	TAG_SYNC_SRCU,
	TAG_RMB,
	TAG_WMB,
	TAG_BARRIER,
	TAG_BEFORE_ATOMIC,
	TAG_AFTER_ATOMIC,
	TAG_AFTER_SPINLOCK,
	TAG_AFTER_UNLOCK_LOCK,
	TAG_AFTER_SRCU_READ_UNLOCK,
	TAG_AFTER_CTRL_DEP,
	TAG_RCU_LOCK,
	TAG_RCU_UNLOCK,
	TAG_SYNC_RCU,
	TAG_FREE,
	TAG_NOTHING,			/* of a fence that orders nothing */
	TAG_MACHINE,			/* of an instruction: see .marks */
	NR_TAGS
};

/* RCU and SRCU are software, on a machine as well. */
static inline bool lkmm_is_software(enum event_tag tag)
{
	return (tag >= TAG_RCU_LOCK && tag <= TAG_SYNC_RCU) ||
	       (tag >= TAG_SRCU_LOCK && tag <= TAG_SYNC_SRCU);
}

enum split_kind {
	SPLIT_AT,			/* the access may be to .address */
	SPLIT_NOWHERE_ELSE,		/* all addresses that it may be to have splits */
	SPLIT_ANYWHERE			/* not all have: holds if it is the newer one */
};

/* Where paths are split, or what is known of that: of the access @at. See split.c. */
struct split {
	const struct split *next;	/* older ones */
	const struct lkmm_expr *at;
	enum split_kind kind;
	int64_t address;
};

struct event {
	enum event_type type;
	enum event_tag tag;
	bool rmw;			/* part of a read-modify-write */
	int partner;			/* the write that belongs to this read, or -1 */
	int linked;			/* the linked read that belongs to this write, or -1 */
	uint64_t marks;
	const struct sym *address;	/* NULL for a fence */
	const struct sym *value;	/* of a write */
	const struct branch *branch;
	const struct branch *passed;	/* of TAG_AFTER_CTRL_DEP: other branches that led here */
	unsigned int name;		/* of a write's value: see names.c */
	const struct lkmm_expr *source;
	bool load;			/* only reads */
	bool endless;			/* ends a critical section, if it ever came to that */
	/* of an access to several pieces of a location: the first of its reads, or of its writes */
	int first;
	bool piece;			/* one of several of these, or the only one */
	const struct split *splits;	/* of a computed address: those that it is not, */
	const struct held *reach;	/* and those that it may be; NULL: any */
};

/* Something that holds on a path. */
struct fact {
	const struct sym *sym;
	bool truth;
	int nevents;			/* before it was decided */
};

/* A register that a turn of a loop assigns: its value before and after the turn. */
struct carried {
	int reg;
	const struct sym *then, *now;
};

struct loop;

/*
 * A turn of a loop that may go on for ever: it ends where the path stops, and writes nothing, or
 * changes nothing by that.
 */
struct wait {
	const struct loop *loop;
	const struct lkmm_stmt *stmt;	/* the same */
	int first;			/* event of the turn */
	int nfacts;			/* before it */
	int turns;			/* before it, of the same kind */
	bool polls;			/* it polls a lock, which is free again at its end */
	bool only_reads;
	struct carried *carried;
	int ncarried;
};

struct path {
	int thread;
	struct event *event;
	int nevents;
	struct fact *fact;
	int nfacts;
	/* final values; NULL: not assigned before the path stops */
	const struct sym **reg;
	bool *assigned;			/* registers */
	bool polls;			/* has a turn that only a flag needs: see poll.c */
	/* of one that may wait for ever: in a loop, or before .stop, for the readers at the address
	 * .waits (0: those of RCU), or as long as that holds .held; and its condition on the end,
	 * see blocked.c */
	const struct wait *wait;
	const struct loop *cut_by;	/* the loop that it would have gone round once more */
	const struct sym *waits, *held;
	const struct lkmm_cond *cond;
	/* where it stops, if it does not go to the end of the thread; and the address that there is
	 * accessed, if that may be the reason; or, of an operator, what is true if it has no
	 * value */
	const struct lkmm_expr *stop;
	const struct sym *bad;
};

/* A loop all of whose turns count: see lkmm_count_free_turns(). */
struct counted_loop {
	const struct counted_loop *next;
	const struct lkmm_stmt *loop;
};

struct paths {
	struct path **path;
	int n;
	unsigned int names;		/* that the thread uses up: see names.c */
	struct path **cut;		/* those that would have gone round a loop once more */
	int ncut;
	struct loop *loops;
	enum lkmm_limit limit;		/* LKMM_TOO_LARGE: which */
	/* paths that stop before a lock, a grace period, an access that may be bad, or where a loop
	 * is cut */
	struct path **stop;
	int nstops;
	struct path **wait;		/* those that stop after a turn that may go on for ever */
	int nwaits;
	struct lkmm_refusal refused;	/* with LKMM_TWO_SIZES */
	const struct split *splits;	/* of accesses of all threads */
	const struct counted_loop *counted_loops;	/* loops of all threads */
};

/* See limits.c. LKMM_PATH_MEMORY limits all paths of a test together. */
enum {
	LKMM_MAX_EVENTS = 1024, LKMM_MAX_WAYS = 8192, LKMM_MAX_DEPTH = 200,
	LKMM_MAX_OPERATIONS = 400, LKMM_MAX_MEMORY = 1 << 28, LKMM_PATH_MEMORY = 1 << 28
};

/* A chain of operators, as a + b + c + ..., with this many links is run without recursion. */
enum { LKMM_LONG_CHAIN = 16 };

static inline bool lkmm_is_assertion(const struct lkmm_access *a)
{
	return a->kind >= LKMM_ASSERT && a->kind <= LKMM_WARN;
}

/* The flag of an execution that ends before @a. */
static inline enum lkmm_flag lkmm_flag_of_stop(const struct lkmm_access *a)
{
	if (a->kind == LKMM_UNDEFINED)
		return LKMM_UNDEFINED_ARITHMETIC;
	return lkmm_is_assertion(a) ? LKMM_ASSERTION : LKMM_BAD_POINTER;
}

/* It waits for readers. */
static inline bool lkmm_is_grace_period(const struct lkmm_access *a)
{
	return a->kind == LKMM_SYNC_SRCU ||
	       (a->kind == LKMM_FENCE && a->fence == LKMM_FENCE_SYNC_RCU);
}

/* It only reads. */
static inline bool lkmm_is_load(const struct lkmm_access *a)
{
	return a->kind == LKMM_PLAIN_LOAD || (a->op && !a->op->becomes);
}

/* It may be to several pieces of a location. */
static inline bool lkmm_may_have_pieces(const struct lkmm_access *a)
{
	return a->kind == LKMM_OP || a->kind == LKMM_PLAIN_LOAD || a->kind == LKMM_PLAIN_STORE;
}

static inline bool lkmm_is_link(const struct lkmm_expr *e)
{
	return e->kind == LKMM_CAST ||
	       (e->kind == LKMM_BINARY && e->op != LKMM_LAND && e->op != LKMM_LOR);
}

/* The path stops before an LKMM_AWAIT. */
static inline bool lkmm_awaits(const struct path *p)
{
	return p->waits && p->stop->access->kind == LKMM_AWAIT;
}

/* The path stops before a grace period. */
static inline bool lkmm_waits_for_readers(const struct path *p)
{
	return p->waits && lkmm_is_grace_period(p->stop->access);
}

/*
 * All paths through @thread, with as many turns of loops as @o says, or as lkmm_judge_loops() found
 * necessary. *@memory is the memory left for them; unused memory is returned.
 */
enum lkmm_status lkmm_list_paths(struct lkmm_arena *a, const struct lkmm_test *test, int thread,
				 const struct lkmm_model *model, const struct lkmm_options *o,
				 size_t *memory, struct paths *paths);

/* ---- section.c ---- */

/* How many critical sections of RCU, one in the other, and of SRCU @p is in at its end. */
int lkmm_open_sections(const struct path *p);
/* Whether it is in any, and they may have got their ends below. */
bool lkmm_stops_in_section(const struct path *p);
/* Adds their ends, which never come, to @p. False without memory. */
bool lkmm_end_sections(struct lkmm_arena *a, struct path *p);

/* ---- judge.c ---- */

/*
 * Finds the loops of @thread whose cut lost executions, after the paths of @all threads have been
 * listed. True if the thread's paths must be listed again, with more turns.
 */
bool lkmm_judge_loops(const struct lkmm_test *test, const struct lkmm_model *model,
		      const struct paths *all, int thread);
/* Lets the loops that are cut go round once more; false if that is too often. */
bool lkmm_more_turns(struct paths *p);
/* As many as before the first of those. */
void lkmm_fewer_turns(struct paths *p);
/*
 * After the paths of @p were too many: adds to @list its loops with many turns that do not count,
 * as numbers bound them. False if there are none.
 */
bool lkmm_count_free_turns(struct lkmm_arena *a, struct paths *p, const struct counted_loop **list,
			   bool *no_memory);
/* Whether all that comes in or after the loops that lose executions only reads. */
bool lkmm_only_reads_on(const struct paths *p);
/* Whether some loop is cut, and may lose executions or not. */
bool lkmm_has_cut_loop(const struct paths *p);
/* The loops that are cut: how many, or with @at where. */
int lkmm_cut_loops(const struct paths *p, struct lkmm_place *at);
/* No execution is lost by cutting these loops. */
void lkmm_excuse_loops(struct paths *p);

/*
 * Whether the turn of @w can go on for ever if all its reads and assignments stay the same: false
 * if that cannot be, or an earlier turn is the same.
 */
bool lkmm_may_repeat(const struct wait *w);
/* Whether the loop may use a value that an earlier turn assigned to the register. */
bool lkmm_is_carried(const struct wait *w, const struct carried *c);

bool lkmm_sym_same(const struct sym *a, const struct sym *b);
/* It passes on what it has read: that may be a value out of thin air. */
bool lkmm_is_copy(const struct sym *s);
/* The only read that @s is computed from; or of none and of several: */
enum { LKMM_NO_READ = -1, LKMM_SOME_READS = -2 };

int lkmm_only_read(const struct sym *s);
/* The last event of its thread that @s is computed from, or -1. */
int lkmm_last_read(const struct sym *s);
/*
 * Sets *@v to the value of @s, if that is known: @read() is asked for the value of a read, by its
 * event, and returns whether it is.
 */
bool lkmm_sym_value(const struct sym *s, bool (*read)(void *arg, int event, int64_t *v), void *arg,
		    int64_t *v);

/* The same if each of its reads reads @read. */
bool lkmm_sym_value_of(const struct sym *s, int64_t read, int64_t *v);

/* Whether the value of @s is known on its path, whatever that has read: then it is *@v. */
bool lkmm_sym_is_known(const struct sym *s, int64_t *v);
/* The location of @e if its address is known on its path; or -1, also if it has none. */
int lkmm_known_location(const struct lkmm_test *t, const struct event *e);

/* Arithmetic, and conversion to an integer type, which leaves addresses alone. */
bool lkmm_binary(enum lkmm_operator op, bool is_unsigned, int64_t a, int64_t b, int64_t *v);
int64_t lkmm_unary(enum lkmm_operator op, int64_t a);
int64_t lkmm_truncate(int64_t v, struct lkmm_integer to);

/* The value with the number @number that a cycle of copies has: see lkmm_unknowable(). */
int64_t lkmm_unknowable_value(int64_t number);

/* Not a location: outside of all objects, or across two locations; or part of one. */
enum { TARGET_NONE = -1, TARGET_PART = -2 };

/* The location that an access of @size bits to the address @v is to, if that is all of it or @load:
 * its first bits are read. */
int lkmm_target(const struct lkmm_test *t, int64_t v, int size, bool load);
/* The location that the object of @loc starts with. */
int lkmm_first_of(const struct lkmm_test *t, int loc);
/* The location of @e, an event at the address @v. */
int lkmm_event_target(const struct lkmm_test *t, const struct event *e, int64_t v);
/* The same for the access @a; a free has an object, at the address of its start. */
int lkmm_access_target(const struct lkmm_test *t, const struct lkmm_access *a, int64_t v,
		       bool load);

/* ---- common.c ---- */

/* What two paths have in common from the start: as many events, as many facts. */
struct common {
	int nevents, nfacts;
};

/* Whether two expressions of different events, or none, correspond. */
typedef bool match_syms(void *arg, const struct sym *a, const struct sym *b);

/* Whether two events are the same but for their expressions, which correspond by @match(). */
bool lkmm_match_events(const struct event *a, const struct event *b, match_syms *match, void *arg);
bool lkmm_same_event(const struct event *a, const struct event *b);
/* Of two paths of one thread. */
struct common lkmm_common(const struct path *a, const struct path *b);
/* How many of the first facts @c of the path depend on no event but the first events @c. */
int lkmm_facts_about(const struct path *p, struct common c);

/* ---- held.c ---- */

/*
 * Values that something may have; with .any, other numbers as well, and with .points addresses;
 * with .within, the addresses of the locations of an object: 1 + the first of these. Both of the
 * latter come with .any.
 */
enum { LKMM_MAX_HELD = 32, LKMM_FEW_HELD = 16 };

struct held {
	bool any, points;
	short writer;			/* of a location: see held.c */
	short within;
	int n;
	int64_t v[LKMM_MAX_HELD];
};

/* By how much each write to a variable is more than what it replaces; less than 0: it is less. */
struct counter {
	bool written;
	int64_t least, most;		/* 0 is among them: it is not known of some write */
};

/* What each variable may hold. */
struct holds {
	const struct lkmm_test *test;
	struct held *at;		/* of each location */
	struct counter *counter;	/* the same; of ever.c, or NULL */
	struct held **reg;		/* of each thread and register; of ever.c */
};

/* @h may have no value, so far. What is not listed is not cleared: that takes longer than all else
 * that is done with many. */
static inline void lkmm_hold_nothing(struct held *h)
{
	memset(h, 0, offsetof(struct held, v));
}

/* Adds a value, and all those of @more, to @to. */
void lkmm_hold_value(const struct lkmm_test *t, struct held *to, int64_t v);
void lkmm_hold_all(const struct lkmm_test *t, struct held *to, const struct held *more);
/* Sets @h->at, for the paths of all threads. */
void lkmm_find_holds(struct holds *h, const struct paths *paths);
/* Adds what the write @event of the path @p may write, to @to of each location. */
void lkmm_may_write(const struct holds *h, const struct path *p, int event, struct held *to);
/* Adds the values that @s, of the path @p, may have to @to. */
void lkmm_may_be(const struct holds *h, const struct path *p, const struct sym *s,
		 struct held *to);
/* Adds the addresses of all locations of the object that begins with @first. */
void lkmm_hold_object(struct held *to, int first);
/* Whether these are among @h, and the location @loc is one of them. */
static inline bool lkmm_is_within(const struct lkmm_test *t, const struct held *h, int loc)
{
	return h->within && t->loc[loc].object == h->within;
}
/* Whether @h may be the address of an object. */
bool lkmm_may_point(const struct lkmm_test *t, const struct held *h);
/* Whether the location that @e, at the address @v, is to a part of may hold an address. */
bool lkmm_part_may_point(const struct holds *h, const struct event *e, int64_t v);
/* Whether @e, whose address is not known yet, may access @loc; and an event that may do so, too. */
bool lkmm_may_reach(const struct lkmm_test *t, const struct event *e, int loc);
bool lkmm_may_meet(const struct lkmm_test *t, const struct event *a, const struct event *b);
/* Whether the facts of @p allow that its event @read reads @v. */
bool lkmm_may_read(const struct path *p, int read, int64_t v);

/* ---- ever.c ---- */

/*
 * Sets @h to what variables may hold in any execution, however often loops are gone round; if that
 * is known, *@known is set. False without memory.
 */
bool lkmm_find_ever(struct lkmm_arena *a, const struct lkmm_test *t, struct holds *h, bool *known);

/* ---- counter.c ---- */

/* Whether @loc is one, by @h. */
bool lkmm_is_counter(const struct holds *h, int loc);
/* Whether what @p reads from counters, of @h, is past what its facts allow: it has no execution. */
bool lkmm_counts_too_far(const struct holds *h, const struct path *p);

/* ---- pieces.c: locations that are accessed in several sizes ---- */

enum { LKMM_MAX_PIECES = 8 };

/*
 * The pieces that an access of @bits bits (0: all of a location) to the address @v covers; in
 * @piece, from the lowest address. Their number, or 0 if it covers no such, or half of one.
 */
int lkmm_pieces(const struct lkmm_test *t, int64_t v, int bits, int *piece);
/* The distance of the piece @loc from the start of its location, in bits. */
int lkmm_piece_shift(const struct lkmm_test *t, int loc);
/* Why the access @e to @address is not modelled: its size, and the variable there. */
struct lkmm_refusal lkmm_refuse(const struct lkmm_test *t, const struct lkmm_expr *e,
				int64_t address);
/*
 * @cut is @t with the location that @r is about in smaller pieces, so that the access may cover
 * some of these. False if none is cut: the access is not modelled. *@no_memory is set without
 * memory.
 */
bool lkmm_cut(struct lkmm_arena *a, const struct lkmm_test *t, const struct lkmm_refusal *r,
	      struct lkmm_test *cut, bool *no_memory);

/* Whether the access that @r is about can be one of pieces, when its location has been cut. */
bool lkmm_can_cut(const struct lkmm_test *t, const struct lkmm_refusal *r);

/* ---- split.c ---- */

/* Whether @list has that of the access @at to @address. */
bool lkmm_is_split(const struct split *list, const struct lkmm_expr *at, int64_t address);

/* Whether the access that @stop ends before is refused, if its address is @address: it is to a part
 * of a location, and no path is split there. */
bool lkmm_is_refused(const struct lkmm_test *t, const struct path *stop, const struct split *splits,
		     int64_t address);
/* Which threads are split at each location. */
enum split_threads { SPLIT_NONE, SPLIT_LOOPS, SPLIT_ALL };

/* The paths of each thread, with those that stop. NULL without memory. */
struct paths *lkmm_with_all(struct lkmm_arena *a, int nthreads, const struct paths *paths);
/* Adds to *@list where the @paths of all threads must be split. False without memory. */
bool lkmm_find_splits(struct lkmm_arena *a, const struct lkmm_test *t, const struct paths *paths,
		      enum split_threads which, const struct split **list);

/* ---- few.c ---- */

/*
 * Lets loops that only wait have one turn, where others could raise no flag: the paths @all must be
 * listed again if *@again is set. False without memory.
 */
bool lkmm_spare_turns(struct lkmm_arena *a, const struct holds *h, struct paths *all, bool *again);
/*
 * Sets *@nothing if no path of @p that is cut by a loop that loses executions can be, by @h; or
 * *@hopeless if one can be, with any number of turns. False without memory.
 */
bool lkmm_cuts_nothing(struct lkmm_arena *a, const struct holds *h, const struct paths *p,
		       bool *nothing, bool *hopeless);
/* Leaves those of the paths @all whose facts can be true, and finds what their accesses reach.
 * False without memory. */
bool lkmm_leave_possible(struct lkmm_arena *a, const struct holds *h, struct paths *all);

/* ---- used.c ---- */

/* Sets @used of the locations that events of @p may be to. */
void lkmm_note_used(const struct lkmm_test *t, const struct path *p, bool *used);
/* The same of those that a final state shows. */
void lkmm_note_observed(const struct lkmm_test *t, bool *used);
/* With so few locations it takes longer to look. */
enum { LKMM_FEW_LOCATIONS = 16 };

#endif
