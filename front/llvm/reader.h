/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Shared by the files that make a program of functions in LLVM IR.
 *
 *	program.c	the program: main(), then the threads
 *	run.c		executes main(), which is alone before the threads and after them
 *	rest.c		the same behind them, for each final state
 *	resume.c	main() as a thread, where it does not wait for the others
 *	turn.c		where that is best in a loop
 *	spawn.c		threads start and are joined; values that are chosen
 *	memory.c	objects while main() is executed
 *	flow.c, dominator.c	the control flow of a function as blocks and loops
 *	body.c		instructions of threads, and calls of functions
 *	operand.c	operands, and what an instruction computes
 *	fold.c		the same of numbers
 *	escape.c	whose address gets around
 *	slot.c		stack slots that no address leads to: registers
 *	object.c	objects, and the locations that threads share
 *	member.c	names of their parts
 *	access.c	loads, stores and copies by threads
 *	own.c		parts of objects that one thread alone uses
 *	region.c	where plain accesses count as marked: KCSAN's atomic regions
 *	call.c		calls: which function it is
 *	pointer_call.c	those through a pointer in memory
 *	assembly.c	barriers in assembly
 *	intrinsic.c	the intrinsics of LLVM
 *	operation.c	operations of the library
 *	atomic.c	those of LLVM itself
 *	allocated.c	memory that is allocated
 *	rust_memory.c	by Rust
 *	thread.c	threads, assertions
 *	exit.c		the end of the program
 *	print.c		functions that make texts
 *	lock.c		mutexes
 *	source.c	places in the source
 */
#ifndef LKMM_FRONT_LLVM_READER_H
#define LKMM_FRONT_LLVM_READER_H

#include "front/error.h"
#include "front/primitive.h"
#include "ir.h"
#include "llvm.h"
#include "region.h"

/* What is known of a value when an instruction is met. */
enum known_kind {
	KNOWN_NOTHING,			/* undefined */
	KNOWN_NUMBER, KNOWN_ADDRESS, KNOWN_REGISTER, KNOWN_SLOT, KNOWN_FUNCTION,
	KNOWN_PARTS			/* of a struct in registers */
};

struct known {
	enum known_kind kind;
	union {
		int index;		/* of the object, or the register */
		int nparts;
	};
	int64_t number;			/* the number, or the offset of an address or in a slot */
	int64_t most;			/* a register: the value is from 0 to this; 0: not known */
	int within;			/* a register: 1 + the object that it was computed to be
					 * in; 0: not known */
	union {
		struct slot *slot;
		const char *function;
		struct known *part;
	};
};

/* A part of a stack slot: the register that holds it. */
struct cell {
	int64_t offset;
	int bits, reg;
	struct known is;		/* what it holds, where that is known for good */
};

struct slot {
	const char *name;
	struct ir_type *type;
	struct cell *cell;
	int ncells;
	bool once;			/* one store in the function writes to it, at its start */
	bool unread;
	struct lkmm_stmt *call;		/* all of this call, if a loop calls it; or NULL */
};

/* Threads that main() starts, a bit for each; those that others start share the last one. */
typedef uint64_t threads;
#define ANY_THREAD (~(threads)0)

/* How a thread uses a part of an object. */
enum use { READS, WRITES, PLAIN_READS, PLAIN_WRITES };
enum { BY_SEVERAL = -1 };

/* A part of an object that is read and written as a whole. */
struct leaf {
	int64_t offset;
	int bits;
	struct known value;		/* while main() is executed */
	threads users;			/* those that use it at an address that is known */
	bool written;			/* one of them writes */
	int by;				/* 1 + the thread that alone uses it, as a whole, by plain
					 * accesses; 0: none does; or BY_SEVERAL */
	int reg;			/* 1 + the register that this thread has for it; 0: none */
	const char *name;		/* of the register */
	bool asked;			/* its final value is observed, */
	int final;			/* as program.observed[final - 1]; 0: not known yet */
	threads beside;			/* those that run while main() uses it, */
	long step;			/* from this one on */
	bool lock;			/* of a mutex: nothing initializes it but its memory */
};

/* Variables of which each thread has a copy: how many may, and how far apart copies are. */
enum { CPUS = 4, CPU_DISTANCE = 65536 };

/* A variable, or memory that was allocated. */
struct object {
	const char *name;
	struct ir_type *type;
	struct ir_value *init;		/* of a variable */
	int64_t size;
	struct leaf *leaf;
	int nleaves;
	int loc;			/* its first location; -1: no thread uses it */
	bool global;
	const struct ir_global *variable; /* or NULL */
	const char *function;		/* it stands for that one, whose address is used */
	int copies;			/* one for each CPU; or for main() and each thread; or 1 */
	bool per_thread;
	bool constant;			/* nothing writes to it */
	bool owned;			/* some part is a register of a thread */
	struct slot *slot;		/* of resume.c: what it has become; or NULL */
	bool open;			/* its address is computed with, or in memory: any thread
					 * may use any part of it */
	int words;			/* of rustc: bytes, in words of at most so many */
	const struct ir_note *shape;	/* allocated by Rust: what it consists of, in the source */
};

/* A block while main() is executed: the steps at which it was entered. */
struct visit {
	long first, last;
};

/* A function while a call of it is translated, or executed. */
struct frame {
	struct frame *outer;
	struct ir_function *f;
	struct flow *flow;
	struct known *value;		/* by index */
	const struct ir_escape *escape;
	struct lkmm_place at;		/* of the call */
	const struct ir_instruction *call; /* that; or NULL */
	struct lkmm_stmt *whole;	/* the block that returning leaves */
	bool again;			/* a loop calls it */
	int returned;			/* the register, or -1 */
	struct known parts;		/* the struct that is returned */
	bool returns;			/* a return is translated */
	struct region region;		/* where the caller goes on */
	bool kept;			/* of rest.c, which goes on there */
	struct visit *visit;		/* while it is executed: of its blocks, */
	int block;			/* and where it stands */
	struct ir_instruction *now;
};

/* A thread that main() has started, or another thread. */
struct started {
	const char *function;
	struct known argument;
	struct lkmm_place at;
	bool joined;			/* by main(), while it is executed */
	bool calls_back;		/* it begins with a grace period of RCU */
	int thread;			/* its number in the test */
	int start;			/* of another one: the flag that starts it, or -1; */
	int passed;			/* the argument, where that is not known before; or -1 */
	int by, whether;		/* the thread that sets it, and its register that tells */
	int done;			/* the flag that is set at its end, or -1 */
	int result;			/* where it leaves what it returns, or -1 */
};

enum { MAX_CHOICES = 16 };

/* A value that any() chooses. */
struct chosen {
	int object;
	int64_t low, high;
	struct lkmm_place at;
};

/* A function that main() calls at its end. */
struct at_exit {
	const char *function;
	struct lkmm_place at;
};

enum { MAX_AT_EXIT = 32 };		/* C11 promises that many */

/* How main() stands. */
enum running {
	RUN_NOT,			/* a thread is translated */
	RUN_ON,
	RUN_WAITS,			/* for a thread that it joins; or it is a thread from
					 * here on */
	RUN_ENDS,			/* after exit(), or an assertion; or it reads a location
					 * that is not observed yet */
};

/* Where an instruction is, as its notes say. */
struct origin {
	bool found, library;
	struct lkmm_place at;
};

struct reader {
	struct litmus l;
	struct ir_module m;
	const struct llvm_sources *sources;
	struct frame *frame;
	const struct ir_instruction *calls; /* that one makes the next frame */
	struct lkmm_stmt **end;		/* where the next statement goes */
	struct object *object;
	int nobjects;
	int *object_of;			/* of each variable, 1 + its object; or NULL */
	int allocations;		/* of the process, for names */
	int loops;			/* that the code is in */
	int part_of;			/* bits of the access that the next ones are parts of */
	struct region region;
	struct region_registers registers;
	struct source_file **file;	/* of source.c; the first is that of the program */
	int nfiles;
	struct origin *origin;		/* of each note of a line; NULL: none is known yet */
	struct lkmm_place place;	/* the last one that was known */

	/* while main() is executed */
	enum running running;
	long steps;
	long spawned_at;		/* the step at which it started a thread last */
	long first_use;			/* the step at which it uses memory while threads run */
	int depth;
	int remade;			/* objects up to here exist again */
	int prologue;			/* objects when the threads ran; 0: first time */
	const int64_t *final;		/* values of program.observed; NULL: first ones */
	bool waited;			/* main() joins threads */
	bool **fixed;			/* read before: of an object, of a part, that no thread
					 * writes it; main() has made the objects */
	int nfixed;
	struct own *own;		/* of own.c */
	int nown;
	bool after;			/* the threads have been joined, or the first of them */
	bool just_joined;		/* by this instruction */
	bool looked;			/* main() has used what threads use, after that */
	struct rest *rest;		/* of rest.c; NULL: not known */
	bool rest_is_kept;
	struct frame *spare;		/* for calls */
	struct at_exit at_exit[MAX_AT_EXIT];
	int nat_exit;			/* that are not called yet */
	bool leaving;			/* they are being called */
	struct taken *taken;		/* of memory.c */
	int ntaken;
	long resume_at;			/* the step from which on main() is a thread; 0: none */
	bool resumes;			/* that is known */
	struct frame *stopped;		/* there, */
	struct region stopped_in;	/* in this region, */
	int stopped_may_race;		/* in so many data_race() */
	int main_thread;		/* its number in the test, or -1 */
	struct started *started;
	int nstarted, nrestarted;
	int njoined;			/* of them, by main() */
	long joins_at;			/* the step, or the start of the loop, of the first join */
	bool results;			/* somebody asks what threads return */
	int nflags;			/* of spawn.c, for names */
	struct chosen *chosen;
	int nchosen;
	int counted;			/* threads, where a program asked for that; 0: nowhere */
	struct lkmm_place counted_at;
	struct llvm_failure failed;	/* of main() */
};

/* ---- program.c ---- */

/* An error at an instruction, and the end of reading. */
void reader_error(struct reader *r, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
bool reader_failed(const struct reader *r);
/* Memory as long as the test. NULL after an error. */
void *reader_alloc(struct reader *r, size_t size);
/* Something to know about, once for each text. */
void reader_warning(struct reader *r, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void add_stmt(struct reader *r, struct lkmm_stmt *s);
void add_expr(struct reader *r, struct lkmm_expr *e, struct lkmm_place at);
/* Keeps @e in a register of its own. */
struct known keep(struct reader *r, struct lkmm_expr *e, struct lkmm_place at);
int fresh_register(struct reader *r, const char *name);
static inline bool is_running(const struct reader *r) { return r->running != RUN_NOT; }

/* ---- source.c ---- */

void find_first_file(struct reader *r);
/* Which files have lines of their own: IR without debug information. */
void find_given(struct reader *r, const struct llvm_file *file, int n);
/* The name of @f in the source. False if @f is not the user's. */
bool function_name(struct reader *r, const struct ir_function *f, const char **name);
/* Where @i is; if that is not known, where the last one was. */
struct lkmm_place reader_place(struct reader *r, const struct ir_instruction *i);

/* ---- own.c ---- */

/* When the program was read: which parts of objects one thread alone uses. */
void find_own(struct reader *r);
/* At the start of a thread: its registers for these. */
void give_own(struct reader *r);
/* The present thread's register for the part of @bits at @at; -1: it has none. */
int own_register(struct reader *r, const struct known *at, int bits);
/* Whether such a part turned out to be used in other ways. */
bool own_is_shared(const struct reader *r);

/* ---- rest.c ---- */

/* A frame for a call of @f in main(), and when that has ended. */
struct frame *spare_frame(struct reader *r, struct ir_function *f, struct lkmm_place at);
void give_frame_back(struct reader *r, struct frame *frame);
/* main() has joined a thread, and stands at @next: the rest of it may begin here. */
void save_rest(struct reader *r, struct ir_instruction *next);
/* main() is about to read or write @p. */
void note_look(struct reader *r, const struct leaf *p);
/* It has not done so with the part that program.observed[@value] is of. */
bool is_still_to_come(const struct reader *r, int value);
/* The value that main() looked at as the @n-th; or -1. */
int look_of_rest(const struct reader *r, int n);
/* Whether these are known: from the second time on. */
bool notes_looks(const struct reader *r);
/* Another value is about to come where @p is. */
void note_change(struct reader *r, const struct object *o, const struct leaf *p);
/* Executes main(), at least from where it looks at r->final. */
void execute_rest(struct reader *r);

/* ---- run.c ---- */

/* Goes on where r->frame stands; or behind the call there, which has given @result. */
struct known execute_behind(struct reader *r, const struct known *result);

/* main() does this wrong. On values that threads have left that is an answer, not an error. */
void main_fails(struct reader *r, enum llvm_fault fault, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Executes main(), until it waits for a thread or, with .final, to its end. */
void execute_main(struct reader *r);
struct known execute_call(struct reader *r, struct ir_function *f, struct known *argument, int n,
		      struct lkmm_place at);

/* ---- resume.c ---- */

/* While main() is executed: it must be a thread from this step on. */
void become_thread(struct reader *r);
void resume_main(struct reader *r);

/* Adds the blocks to @reached that jumps lead to from behind @last. */
void mark_reached(const struct ir_function *f, const struct ir_instruction *last, bool *reached);

/* ---- turn.c ---- */

/* main() enters @block of the frame's function. */
void note_visit(struct reader *r, int block);
/* The step at which main() becomes a thread, if the next one needs that. */
long turn_start(struct reader *r);

/* ---- spawn.c ---- */

/* Starts @function on @argument; the number of the thread. @calls_back: after a grace period. */
struct known start_thread(struct reader *r, const struct known *function,
			  const struct known *argument, bool calls_back, struct lkmm_place at);
/* What the thread returned, if the caller @wants that. */
struct known join_thread(struct reader *r, const struct known *thread, bool wants,
			 struct lkmm_place at);
void begin_thread(struct reader *r, int n);
void end_thread(struct reader *r);
/* Thread @n returns @value, for those that join it. */
void keep_result(struct reader *r, int n, const struct known *value, struct lkmm_place at);
void end_joined_threads(struct reader *r);
/* One of the numbers from @low to @high. */
/* 0 or 1, as the search chooses each time; 1 before threads run. @of: see LKMM_CHOICE. */
struct known choose_bit(struct reader *r, const struct known *of, struct lkmm_place at);
/* LKMM_AWAIT: the thread goes on when the word at @where is not @from any more. */
void await_change(struct reader *r, const struct known *where, const struct known *from,
		  struct lkmm_place at);
/* LKMM_ABANDON */
void abandon(struct reader *r, struct lkmm_place at);
/* How many threads there are: no more may be started by code that is read later. */
int count_threads(struct reader *r, struct lkmm_place at);
struct known choose(struct reader *r, const struct known *low, const struct known *high,
		    struct lkmm_place at);
void write_choices(struct reader *r);

/* ---- thread.c ---- */

/* This execution does not count: the program assumes that it is none or, @lost, it is not
 * supported. */
void exclude_execution(struct reader *r, bool lost, struct lkmm_place at);

/* Where the copy of @object begins that the present thread has: 0, unless each has one. */
int64_t own_copy(struct reader *r, int object, struct lkmm_place at);

/* ---- memory.c ---- */

void memory_restart(struct reader *r);
/* The values that the threads left are those of .final. */
void memory_take_final(struct reader *r);
/* Whether threads have been started that were not joined. */
bool threads_run(const struct reader *r);
/* The present thread reads or writes @bytes of @object, from @offset on. */
void note_use(struct reader *r, int object, int64_t offset, int64_t bytes, enum use use);
/* When all threads are there: the parts that none of them writes, in .fixed. */
void find_fixed(struct reader *r);
/* The value that the @bits at @at have all the time, if that is known; or NULL. */
const struct known *fixed_value(struct reader *r, const struct known *at, int bits,
				struct lkmm_place place);
/* The first step at which main() uses memory that threads which then run may use too; 0: none. */
/* The part of @bits at @at, as a whole; or NULL. */
struct leaf *part_at(struct reader *r, const struct known *at, int bits);
enum { MOST_PARTS = 8 };		/* of a word: its bytes */

/* Parts of an object that make up a word. */
struct several {
	int n;
	struct {
		int64_t offset;
		int bits;
	} part[MOST_PARTS];
};

/* The parts of the word of @bits at @at. False: it is one, or not known, or ends within one. */
bool parts_at(struct reader *r, const struct known *at, int bits, struct several *parts);
/* The present thread uses @p. */
void note_user(struct reader *r, struct leaf *p);
long find_concurrent_use(const struct reader *r);
struct known memory_load(struct reader *r, struct known at, int bits, struct lkmm_place place);
void memory_store(struct reader *r, struct known at, int bits, struct known value,
		  struct lkmm_place place);
void memory_copy(struct reader *r, struct known to, struct known from, int64_t size,
		 struct lkmm_place place);
/* Each byte becomes @byte. */
void memory_fill(struct reader *r, struct known to, int64_t byte, int64_t size,
		 struct lkmm_place place);
/* A value of the checker's as one of main(), and back. */
struct known memory_value(struct reader *r, int64_t value);

/* ---- dominator.c, flow.c ---- */

struct flow {
	int n;
	int *order;			/* blocks in reverse postorder, and their places */
	int *place;
	int *above;			/* the immediate dominator; -1: none */
	int *parent;			/* the block that it stands behind */
	bool *outside;			/* that heads a loop, and it stands behind the loop */
	bool *merges;			/* jumps to it leave a statement: several ways lead to it,
					 * or one out of a loop */
	int next;			/* what comes behind the end of the present statement; -1 */
	bool *heads;			/* it heads a loop */
	bool *reached;			/* a jump leads to it, as far as they are translated */
	struct region *region;		/* there */
	struct lkmm_stmt **leave;	/* what a jump to it leaves, while that is open */
};

struct flow *make_flow(struct reader *r, struct ir_function *f);
/* Translates the blocks of the frame's function in their structure. */
void translate_flow(struct reader *r);

/* ---- body.c ---- */

/* One that is not the last of its block. */
void translate(struct reader *r, const struct ir_instruction *i);
/* All instructions of @b but the last, which goes somewhere else. */
void translate_block(struct reader *r, const struct ir_block *b);
void translate_return(struct reader *r, const struct ir_instruction *i);
/* Whether @f is called by what is called in @frame. */
bool runs_already(const struct frame *frame, const struct ir_function *f);
/* Runs @f on @argument; its result. */
struct known translate_call(struct reader *r, struct ir_function *f, struct known *argument, int n,
			    struct lkmm_place at);
/* The parameters of the call of @frame, before it begins. */
void give_arguments(struct reader *r, struct frame *frame, const struct known *argument, int n,
		    struct lkmm_place at);
/* The call of @frame. */
struct known translate_body(struct reader *r, struct frame *frame, struct lkmm_place at);
struct frame *open_frame(struct reader *r, struct ir_function *f, struct lkmm_place at);

/* ---- operand.c ---- */

struct known known_constant(struct reader *r, const struct ir_value *v, struct lkmm_place at);
/* Of the result of an instruction, a parameter or a constant. */
static inline struct known known_value(struct reader *r, const struct ir_value *v,
				       struct lkmm_place at)
{
	if (v && v->kind == IR_LOCAL)
		return r->frame ? r->frame->value[v->index] : (struct known){ 0 };
	return known_constant(r, v, at);
}
struct known known_number(int64_t n);
struct known known_address(int object, int64_t offset);
struct known known_parts(struct reader *r, struct known a, struct known b);
struct lkmm_expr *as_expr(struct reader *r, const struct known *k, struct lkmm_place at);
/* The same, if the thread uses only the @bytes at @k. */
struct lkmm_expr *as_address(struct reader *r, const struct known *k, int64_t bytes, enum use use,
			     struct lkmm_place at);
struct lkmm_expr *operand(struct reader *r, const struct ir_value *v, struct lkmm_place at);
int bits_of(const struct ir_type *t);
/* Of an instruction that computes, or of a constant expression. */
struct known compute(struct reader *r, const struct ir_instruction *i, struct lkmm_place at);
struct lkmm_expr *cast(struct reader *r, struct lkmm_expr *e, int bits, bool is_unsigned);
/* @a and @b by @op, as expressions or folded; @bits 0: not cast. */
struct known combine(struct reader *r, enum lkmm_operator op, const struct known *a,
		     const struct known *b, int bits, bool is_unsigned, struct lkmm_place at);

/* ---- fold.c ---- */

/* A number as one of @bits: i1 is 0 or 1. */
int64_t fold_cast(int64_t n, int bits, bool is_unsigned);
/* False if the operands are not known, or there is no result. */
bool fold(enum lkmm_operator op, const struct known *a, const struct known *b, int bits,
	  bool is_unsigned, struct known *result);

/* ---- escape.c, slot.c ---- */

/* NULL, or .open: all addresses get around. */
const struct ir_escape *find_escaping(struct reader *r, struct ir_function *f);
struct known slot_load(struct reader *r, const struct known *at, int bits, struct lkmm_place place);
void slot_store(struct reader *r, const struct known *at, int bits, const struct known *value,
		struct lkmm_place place);
/* The register that @at is, of so many bits. */
int slot_register(struct reader *r, const struct known *at, int bits, struct lkmm_place place);

/* ---- object.c ---- */

/* The variable that @v is; -1 after an error. */
int global_object(struct reader *r, const struct ir_value *v, struct lkmm_place at);
int variable_object(struct reader *r, const struct ir_global *g, struct lkmm_place at);
int new_object(struct reader *r, const char *name, struct ir_type *type, struct ir_value *init);
/* The function @name, whose address is in memory. */
int function_object(struct reader *r, const char *name);
/* The stack slot of @i, as an object. */
int stack_object(struct reader *r, const struct ir_instruction *i);
/* The first location of @object, which has some from now on. */
int object_location(struct reader *r, int object, struct lkmm_place at);
/* Finds its parts. */
void object_lay_out(struct reader *r, int object);
/* The first values of @object. */
void object_initialise(struct reader *r, int object);
void add_leaf(struct reader *r, struct object *o, int64_t offset, int bits);
/* member.c: finds the parts of @o by its type in the source. False if that is not known. */
bool lay_out_by_notes(struct reader *r, struct object *o);
/* member.c: whether the struct @t has a member at @at, or that is not known. */
bool is_member(struct reader *r, const struct ir_type *t, int64_t at);
/* member.c: the name of the part of @o at @at. */
void name_part(struct reader *r, const struct object *o, int64_t at, char *text, size_t size);
int64_t as_number(struct reader *r, const struct known *k, struct lkmm_place at);

/* ---- access.c ---- */

/* The load of @bits from @address, and the store. */
struct lkmm_expr *load(struct reader *r, const struct known *address, int bits, bool marked,
		       struct lkmm_place at);
struct lkmm_expr *store(struct reader *r, const struct known *address, int bits,
			struct lkmm_expr *value, bool marked, struct lkmm_place at);
struct known load_from(struct reader *r, const struct known *address, int bits, bool marked,
		       struct lkmm_place at);
void store_to(struct reader *r, const struct known *address, int bits, const struct known *value,
	      bool marked, struct lkmm_place at);
/* The same of a value of any type: a struct part by part. */
struct known load_value(struct reader *r, const struct known *address, const struct ir_type *t,
			bool marked, struct lkmm_place at);
void store_value(struct reader *r, const struct known *address, const struct ir_type *t,
		 const struct known *value, bool marked, struct lkmm_place at);
/* Copies @size bytes, part by part. */
void copy_bytes(struct reader *r, struct known to, struct known from, int64_t size,
		struct lkmm_place at);
/* @byte in each byte of a number of @bits. */
int64_t repeated(int64_t byte, int bits);
void set_bytes(struct reader *r, struct known to, int64_t value, int64_t size,
	       struct lkmm_place at);

#include "calls.h"

#endif
