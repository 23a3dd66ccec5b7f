/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Calls of functions that mean more than their code, and memory. Part of reader.h. */
#ifndef LKMM_FRONT_LLVM_CALLS_H
#define LKMM_FRONT_LLVM_CALLS_H

/* ---- exit.c ---- */

/* main() ends: what atexit() has registered. */
void run_at_exit(struct reader *r);

/* ---- allocated.c ---- */

/* What memory is to consist of. */
struct made_of {
	struct ir_type *type;
	int words;			/* see struct object */
	const struct ir_note *shape;
};

/* The address of memory of @size bytes that @i allocates. */
struct known allocate_memory(struct reader *r, const struct ir_instruction *i, int64_t size,
			     bool zeroed, struct lkmm_place at);
void free_memory(struct reader *r, const struct known *where, struct lkmm_place at);
/* rust_memory.c: @size bytes that @i copies, where that is not known. */
void copy_some(struct reader *r, const struct ir_instruction *i, const struct known *to,
	       const struct known *from, const struct known *size, struct lkmm_place at);
/* vary.c: the same in C */
void copy_varying(struct reader *r, const struct known *to, const struct known *from,
		  const struct known *size, struct lkmm_place at);
void set_varying(struct reader *r, const struct known *to, const struct known *byte,
		 const struct known *size, struct lkmm_place at);
/* What follows is done if @a is greater than @n; until end_if(). */
struct lkmm_stmt **begin_if(struct reader *r, const struct known *a, int64_t n,
			    struct lkmm_place at);
void end_if(struct reader *r, struct lkmm_stmt **behind);
/* rust_memory.c: of memory that @i allocates in Rust. .type NULL: out of memory */
struct made_of rust_memory(struct reader *r, const struct ir_instruction *i, int64_t size);

/* ---- which function it is ---- */

void translate_instruction_call(struct reader *r, const struct ir_instruction *i);
/* Each is false if it does not know the function @name. */
bool thread_call(struct reader *r, const struct ir_instruction *i, const char *name,
		 struct lkmm_place at);
bool exit_call(struct reader *r, const struct ir_instruction *i, const char *name,
	       struct lkmm_place at);
bool print_call(struct reader *r, const struct ir_instruction *i, const char *name,
		struct lkmm_place at);
/* print.c: va_list, as clang lays it out. */
bool is_argument_list(const struct ir_type *t);
bool memory_call(struct reader *r, const struct ir_instruction *i, const char *name,
		 struct lkmm_place at);
/* Of memory whose size is read. */
enum { MOST_ELEMENTS = 8 };

/* Executions in which @size is more than @bytes do not count. */
void limit_to(struct reader *r, const struct known *size, int64_t bytes, struct lkmm_place at);
/* The same for Rust's allocator. */
bool rust_memory_call(struct reader *r, const struct ir_instruction *i, const char *name,
		      struct lkmm_place at);
/* The same by a compiler's function. False if @name is another. */
bool barrier_intrinsic(struct reader *r, const char *name, struct lkmm_place at);
void assembly(struct reader *r, const struct ir_instruction *i, struct lkmm_place at);
bool intrinsic(struct reader *r, const struct ir_instruction *i, const char *name,
	       struct lkmm_place at);
/* bits.c: the same for those about the bits of a number. */
bool bits_intrinsic(struct reader *r, const struct ir_instruction *i, const char *name,
		    struct lkmm_place at);
bool library_call(struct reader *r, const struct ir_instruction *i, const char *name,
		  struct lkmm_place at);
/* The operation that is called lkmm_NAME, or lkmm_NAME_u32 for an object of that size. */
bool find_operation(const char *name, struct spelling *s, int *bits);
/* pointer_call.c: a call by a thread through @pointer; its result. */
struct known call_through(struct reader *r, const struct ir_instruction *i,
			  const struct known *pointer, struct known *argument, int n,
			  struct lkmm_place at);
/* lock.c */
bool lock_call(struct reader *r, const struct ir_instruction *i, const char *name,
	       struct lkmm_place at);
void lock_in_main(struct reader *r, const struct known *where, bool take, struct lkmm_place at);
/* Return: @success, and the lock is taken, or @busy if it was. */
struct known try_in_main(struct reader *r, const struct known *where, int success, int busy,
			 struct lkmm_place at);
/* The operations of LLVM itself. */
void translate_atomic(struct reader *r, const struct ir_instruction *i, struct lkmm_place at);
void set_result(struct reader *r, const struct ir_instruction *i, struct known value);
struct known argument(struct reader *r, const struct ir_instruction *i, int n,
		      struct lkmm_place at);
/* Of the first one; 0: there is none, or it has another type. */
int argument_bits(const struct ir_instruction *i);

#endif
