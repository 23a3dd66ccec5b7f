/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The model checker as a library: lkmm_check() decides litmus tests under a memory model. It does
 * no I/O and has no global state: two threads may check two tests at once.
 */
#ifndef LKMM_CHECK_CHECK_H
#define LKMM_CHECK_CHECK_H

#include <lkmm/check/program.h>

#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

enum lkmm_flag {
	LKMM_DATA_RACE, LKMM_MIXED_ACCESSES, LKMM_UNMATCHED_RCU_LOCK, LKMM_UNMATCHED_RCU_UNLOCK,
	LKMM_UNMATCHED_SRCU_LOCK, LKMM_UNMATCHED_SRCU_UNLOCK, LKMM_MULTIPLE_SRCU_MATCHES,
	LKMM_INVALID_SLEEP,
	LKMM_SRCU_BAD_VALUE_MATCH, LKMM_SUSPICIOUS_SRCU_COOKIE_USE, LKMM_ILLEGAL_SRCU_COOKIE_CTRL,
	LKMM_ILLEGAL_SRCU_COOKIE_ADDR, LKMM_MIXED_LOCK_ACCESSES, LKMM_LOCK_FINAL,
	LKMM_UNMATCHED_UNLOCK,
	LKMM_UNPAIRED_LKW, LKMM_UNPAIRED_LKR, LKMM_BAD_POINTER,
	LKMM_USE_AFTER_FREE, LKMM_DOUBLE_FREE, LKMM_UNINITIALIZED, LKMM_ASSERTION,
	LKMM_UNDEFINED_ARITHMETIC, LKMM_NR_FLAGS
};

/**
 * lkmm_flag_name - the name of each flag, as herd7 prints it
 */
extern const char *const lkmm_flag_name[LKMM_NR_FLAGS];

/* ---- memory models ---- */

/* A rule of a model: it may forbid an execution. */
struct lkmm_rule {
	const char *name;		/* "happens-before" */
	const char *meaning;		/* a sentence about an execution that breaks it */
	/*
	 * Every completion of an incomplete execution that breaks the rule also breaks it, for any
	 * reads-from and coherence order. Other rules are checked only at the end.
	 */
	bool grows;
	/*
	 * So does every execution that begins like that: with more events in its threads, after
	 * those that are there. Others are not asked of the start of threads.
	 */
	bool begins;
	/* of a model from files: where it is written; .file NULL: it is built in */
	const char *file;
	struct lkmm_place at;
};

/* An equation that raises a flag, of a model from files. */
struct lkmm_flag_rule {
	int flag;			/* its bit */
	const char *file;
	struct lkmm_place at;
};

/* A memory model. */
struct lkmm_model {
	const char *name;
	const struct lkmm_rule *rule;	/* in the order in which they are checked */
	int nrules;
	unsigned int flags;		/* that it may raise: bits 1 << enum lkmm_flag */
	/*
	 * The accesses in the critical sections of a spinlock, or of a variable used like one, are
	 * ordered as the sections are: the search need not check the rules for that.
	 */
	bool knows_locks;
	/*
	 * Two adjacent relaxed or plain accesses to different variables have the same meaning in
	 * either order.
	 */
	bool relaxed_commute;
	/*
	 * Turns of loops may be left out that write, by RMWs, what the variable has, or that only
	 * poll a lock: docs/search.md argues so from the equations of LKMM.
	 */
	bool leaves_out_turns;
	/* no access to several pieces of a location is torn: engine/whole.c */
	bool knows_whole;
	/* Nothing in it goes by what depends on what. */
	bool knows_no_dependencies;
	/* Flags are not only about plain accesses, locks, RCU, SRCU and objects. */
	bool any_event_raises_flags;
	/* Flags of its own: their names, up to NULL. Their bits follow those of enum lkmm_flag. */
	const char *const *own_flag;
	const struct lkmm_flag_rule *flag_rule;
	int nflag_rules;
	/* A fully ordered RMW that writes is between two full fences. */
	bool fences_around_rmw;
	/* srcu_read_lock() and srcu_read_unlock() do not access memory. */
	bool srcu_without_memory;
	/* Then, the words of SRCU that have a meaning in it: up to NULL. */
	const char *const *srcu_word;
	/* The kinds of events that have no meaning in it: bits 1 << enum event_tag. */
	uint32_t meaningless;
	/* What it decides: LKMM_SOURCE, and 2 << the place of an architecture. 0: all. */
	uint32_t programs;
	const struct lkmm_equations *equations;
};

/* lkmm_model.programs: tests in C and Rust. */
enum { LKMM_SOURCE = 1 };

/* Whether @m is about programs like @t: others have no meaning in it. */
static inline bool lkmm_model_knows(const struct lkmm_model *m, const struct lkmm_test *t)
{
	return !m->programs ||
	       (m->programs >> (t->architecture ? 1 + (t->architecture - lkmm_architectures) : 0) &
		1);
}

/**
 * lkmm_kernel_model - the Linux-kernel memory model, as of v6.15
 */
extern const struct lkmm_model lkmm_kernel_model;

/**
 * lkmm_sc_model - sequential consistency: the threads take turns, one access at a time
 *
 * It has neither locks nor races, and raises only the flag LKMM_BAD_POINTER.
 */
extern const struct lkmm_model lkmm_sc_model;

/* ---- the answer ---- */

enum lkmm_observation { LKMM_NEVER, LKMM_SOMETIMES, LKMM_ALWAYS };

/*
 * An event of an execution. Initial writes come first, by location; their thread is -1. Events of
 * one thread are in program order; an RMW is two.
 */
struct lkmm_event {
	int thread;
	struct lkmm_place at;		/* in the source */
	const struct lkmm_access *access;	/* NULL for an initial write */
	bool is_read, is_write;
	bool plain;			/* an access that is not marked */
	int loc;			/* -1: none */
	/*
	 * An access to a location that others access in other sizes is an event for each piece of
	 * that: these bits. .bits 0: all of it. The pieces of one access, of its reads or of its
	 * writes, come one after the other, each but the first with .again.
	 */
	struct {
		int bits, shift;
		bool again;
	} part;
	int64_t value;			/* read or written */
	int rf;				/* of a read: the event it reads from */
	/* of a write: the number of writes before it in coherence order */
	int co;
	bool never;			/* the end of a critical section that is not reached */
};

/* A step from one event to another, by a relation. */
struct lkmm_step {
	int from, to;
	const char *relation;		/* as in the model: "rfe", "po-rel", "addr" */
	int via;			/* the fence in the step, or -1 */
	bool loose;			/* program order that nothing preserves in this execution */
};

/* The reason why two accesses race. */
enum lkmm_race_reason {
	LKMM_RACE_UNORDERED,		/* nothing orders them */
	/*
	 * Both write, and other CPUs see the writes in order. But a compiler may make a plain write
	 * also read its variable, and nothing orders that read of the first or second write.
	 */
	LKMM_RACE_FIRST_MAY_READ, LKMM_RACE_SECOND_MAY_READ
};

/* An access through a bad pointer: null, past the end of an object, or to half of one. */
struct lkmm_bad_access {
	int thread;
	struct lkmm_place at;
	const struct lkmm_access *access;
	int64_t address;		/* in some execution */
};

/* An object is used after it was freed, or freed twice, or read before it was written to. */
struct lkmm_misuse {
	enum lkmm_flag flag;
	int object;			/* its first location */
	/*
	 * the access and the free; or the two frees; or the read, twice. .after: the first comes
	 * after the second; otherwise nothing orders it before
	 */
	int thread[2];
	struct lkmm_place at[2];
	bool after;
};

/* LKMM_USE_AFTER_FREE, LKMM_DOUBLE_FREE, LKMM_UNINITIALIZED: the first of each that is found. */
enum { LKMM_NR_MISUSES = 3 };

/* Another flag, and the event of an execution that raises it: the first that was found. */
struct lkmm_flagged {
	enum lkmm_flag flag;
	int thread;
	struct lkmm_place at;
};

/* A thread that waits for ever, and its place: a lock, a grace period, a loop. */
struct lkmm_standing {
	int thread;
	struct lkmm_place at;
	const struct lkmm_call *call;	/* it is in a function; NULL: in the process itself */
};

/*
 * An execution and its explanation.
 *
 * A forbidden execution breaks the rule @broken, and @cycle is the proof: steps that lead from an
 * event back to itself. An allowed execution may have a cycle as well, of program order, reads-from
 * and coherence. Then no interleaving of the threads explains it.
 */
struct lkmm_execution {
	struct lkmm_event *event;
	int nevents;
	bool satisfies;			/* the condition of the test */
	const struct lkmm_rule *broken;	/* of the model; NULL: it allows the execution */
	/* The model is from files: it is not known what it keeps, and why two accesses race. */
	bool from_file;
	struct lkmm_step *cycle;
	int nsteps;
	struct lkmm_step *dependency;	/* addr, data, ctrl and rmw */
	int ndependencies;
	int race[2];			/* the accesses of a data race in coherence order, or -1 */
	enum lkmm_race_reason race_reason;
	/*
	 * .at.line: it ends before this access, through the bad pointer that @bad_from has read; or
	 * at this assertion, which fails; or at this operator, which has no value
	 */
	struct lkmm_bad_access bad;
	int bad_from;			/* event, or -1 */
	const struct lkmm_misuse *misuse;	/* that it shows; NULL: none */
	int misused[2];			/* the two events of it */
	/* it does not end: where these threads wait */
	const struct lkmm_standing *standing;
	int nstanding;
};

/* How the paths of threads are chosen. The answer is the same, the time is not. */
enum lkmm_search {
	LKMM_SEARCH_PATHS,		/* each combination of one path for each thread */
	LKMM_SEARCH_DEMAND,		/* no further than the model allows how they begin */
	LKMM_SEARCH_EAGER		/* the same, asked at each step even if it takes longer */
};

/* What lkmm_check() looks for, one after the other; some may not be needed. */
enum lkmm_stage {
	LKMM_STAGE_PATHS,		/* the paths of each thread */
	LKMM_STAGE_VERDICT,		/* executions that decide the condition */
	LKMM_STAGE_STATES,		/* all final states */
	LKMM_STAGE_FLAGS,		/* data races and other flaws */
	LKMM_STAGE_BLOCKED,		/* executions that do not end */
	LKMM_STAGE_POINTERS,		/* bad pointers and assertions that fail */
	LKMM_NR_STAGES
};

/* How far lkmm_check() has come. */
struct lkmm_progress {
	enum lkmm_stage stage;
	/* executions that are allowed, or ruled out by what was decided of them, in all stages */
	uint64_t executions;
	/*
	 * An estimate of the part of the present search of the stage that is done, from 0 to 1: as
	 * if all that is left to be decided at one place took the same time. It may end earlier.
	 */
	double part;
};

struct lkmm_options {
	bool states;			/* all final states, not the verdict alone */
	int unroll;			/* turns of a loop; 0: the default */
	enum lkmm_search search;
	/*
	 * More than 1 .shares: the search is divided, by the paths of the threads, and this is the
	 * one numbered .share, from 0 on. It finds what its share of the executions has; what all
	 * find, with the same test and options, lkmm_answer_merge() puts together.
	 */
	int share, shares;
	/* searches all executions for one that blocks; but not for long for what may be wrong
	 * besides data races, once there is one: see .cut_short */
	bool patient;
	bool split;			/* paths for each computed address, needed or not */
	bool (*stop)(void *arg);	/* polled; true: stop the search */
	void *stop_arg;
	struct lkmm_progress *progress;	/* NULL; or kept up to date, for .stop and at the end */
	/*
	 * Called before lkmm_check() returns, with an execution that satisfies the condition and
	 * one that does not; if the model allows no such execution, with the forbidden one that
	 * comes closest to being allowed (the last rule that forbids any of them, broken by the
	 * shortest cycle), if the code has one at all; with one that has a data race; and with one
	 * that ends before a bad access, for each of these; and with one that blocks. @x is valid
	 * only during the call.
	 */
	void (*show)(void *arg, const struct lkmm_execution *x);
	void *show_arg;
	bool only_allowed;		/* no forbidden one: to find the closest may take long */
	bool only_flaws;		/* none that shows whether the condition can be true */
	bool unless_true;		/* nothing else is looked for if the condition is true */
	/*
	 * NULL; or an execution of the test that was shown, under any model. Then nothing else is
	 * done but to show the one in which the same reads read from the same writes, and the
	 * writes have the same order, if the paths of the threads have it.
	 */
	const struct lkmm_execution *same_as;
};

/* ---- what final states may show ---- */

enum { LKMM_DOMAIN = 16 };

/* Values that a register or location may have in the end. */
struct lkmm_domain {
	int n;
	int64_t value[LKMM_DOMAIN];
	bool others;			/* it may have others, as far as is known */
};

struct lkmm_domains;

/**
 * lkmm_find_domains() - the values that final states of a test may show
 * @a: for the result
 * @t: the test
 *
 * It looks at the statements alone, and takes far less time than a search.
 *
 * Return: for lkmm_domain(); NULL without memory.
 */
struct lkmm_domains *lkmm_find_domains(struct lkmm_arena *a, const struct lkmm_test *t);

/**
 * lkmm_domain() - the values that a register or location may have in the end
 * @d: of the test
 * @a: the register or location
 *
 * Return: all of them, of any execution, and maybe more.
 */
struct lkmm_domain lkmm_domain(const struct lkmm_domains *d, const struct lkmm_atom *a);

/* The limits of a test and of a search. */
enum lkmm_limit {
	LKMM_NO_LIMIT,
	LKMM_LIMIT_THREADS,
	LKMM_LIMIT_LOCATIONS,
	LKMM_LIMIT_REGISTERS,		/* of one thread */
	LKMM_LIMIT_OBSERVED,		/* registers and locations that a final state shows */
	LKMM_LIMIT_EVENTS,		/* of one execution, initial writes counted */
	LKMM_LIMIT_NEEDS,		/* branches of one execution and parts of the condition */
	LKMM_LIMIT_DEPTH,		/* of statements, expressions and conditions */
	LKMM_LIMIT_OPERATIONS,		/* that a value is computed by */
	LKMM_LIMIT_WAYS,		/* through one thread */
	LKMM_LIMIT_OBJECTS,		/* that one call allocates */
	LKMM_LIMIT_MEMORY,
	LKMM_NR_LIMITS
};

struct lkmm_limit_value {
	const char *what;		/* "threads" */
	long most;
};

/**
 * lkmm_limit_value - each limit: its subject and its value
 */
extern const struct lkmm_limit_value lkmm_limit_value[LKMM_NR_LIMITS];

/* A register that a final state names and that may be unassigned. */
struct lkmm_unassigned {
	int thread, reg;
	bool always;			/* on every path to the end; else on some */
	bool shown;			/* in the execution that answers the question */
};

struct lkmm_answer {
	enum lkmm_observation observation;
	/* states (without .states: witnesses) that satisfy the condition, and that do not */
	size_t positive, negative;
	unsigned int flags;		/* bits 1 << enum lkmm_flag */
	const char *const *own_flag;	/* of the model */
	/* some path needs more turns of a loop than allowed, and executions may be lost */
	bool unroll_reached;
	/* the observation depends on lost executions, and is not valid */
	bool undecided;
	int nunassigned;
	struct lkmm_unassigned *unassigned;
	int ncut;			/* the loops, in order */
	struct lkmm_place *cut;
	/*
	 * Where threads may wait for ever: the numbers of choices of paths with an execution that
	 * ends (counted if some block, or none ends), and with one that blocks; whether there were
	 * too many to check all; and the threads that wait in the first that blocks.
	 */
	size_t ends, blocks;
	bool blocks_cut;
	/* a fault is known, and the search for final states or other faults was too long */
	bool cut_short;
	int nstanding;
	struct lkmm_standing *standing;
	/* .show: too many executions to find the closest forbidden one, if any */
	bool closest_cut;
	size_t nstates;
	int64_t *state;			/* nstates rows of nobserved values */
	enum lkmm_limit limit;		/* LKMM_TOO_LARGE: which is exceeded */
	/* the accesses that raise LKMM_BAD_POINTER */
	struct lkmm_bad_access *bad;
	int nbad;
	/* the assertions that raise LKMM_ASSERTION, as if they were such accesses */
	struct lkmm_bad_access *failed;
	int nfailed;
	/* the operators that raise LKMM_UNDEFINED_ARITHMETIC, in the same way */
	struct lkmm_bad_access *undefined;
	int nundefined;
	struct lkmm_misuse misuse[LKMM_NR_MISUSES];
	int nmisuses;
	/* Of flags but data races, misuses, and those with .bad and .failed. */
	struct lkmm_flagged flagged[LKMM_NR_FLAGS];
	int nflagged;
	/* LKMM_TWO_SIZES: an access of @bits bits to this location, or a part of it, that is not
	 * modelled; LKMM_NO_MEANING: where the operation is */
	struct lkmm_refusal {
		struct lkmm_place at;
		int loc, bits;
		int64_t address;
	} refused;
};

enum lkmm_status {
	LKMM_OK, LKMM_NO_MEMORY, LKMM_STOPPED, LKMM_TOO_LARGE, LKMM_TWO_SIZES,
	LKMM_NO_MEANING			/* the model does not know an operation of the test */
};

/**
 * lkmm_check() - decide a litmus test
 * @t: the test
 * @model: the memory model, such as &lkmm_kernel_model
 * @o: the options
 * @answer: filled in
 *
 * For any @t, 64 KB of stack are enough, and memory is bounded. Free the answer in every case. Its
 * contents are valid only after LKMM_OK, except .limit and .refused.
 *
 * Return: LKMM_OK, or the reason why there is no answer.
 */
enum lkmm_status lkmm_check(const struct lkmm_test *t, const struct lkmm_model *model,
			    const struct lkmm_options *o, struct lkmm_answer *answer);

/* The name of flag @flag of @a, or NULL if there is none. */
static inline const char *lkmm_flag_name_of(const struct lkmm_answer *a, int flag)
{
	if (flag < LKMM_NR_FLAGS)
		return lkmm_flag_name[flag];
	for (int i = LKMM_NR_FLAGS; a->own_flag && a->own_flag[i - LKMM_NR_FLAGS]; i++)
		if (i == flag)
			return a->own_flag[i - LKMM_NR_FLAGS];
	return (const char *)0;
}

/**
 * lkmm_answer_merge() - add the answer for another share of the executions
 * @t: the test
 * @to: the answer for the shares so far
 * @from: the one to add; free it as before
 *
 * Return: false without memory; free @to as before.
 */
bool lkmm_answer_merge(const struct lkmm_test *t, struct lkmm_answer *to,
		       struct lkmm_answer *from);

/**
 * lkmm_answer_free() - free the contents of an answer
 * @answer: as lkmm_check() filled it in
 */
void lkmm_answer_free(struct lkmm_answer *answer);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#endif
