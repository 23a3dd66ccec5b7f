// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Calls: of the library's operations, of intrinsics, and of functions of the program. */
#include "reader.h"
#include "front/primitive.h"

#include <string.h>

enum { FEW = 8 };			/* arguments of most calls */

void set_result(struct reader *r, const struct ir_instruction *i, struct known value)
{
	if (i->result >= 0)
		r->frame->value[i->result] = value;
}

struct known argument(struct reader *r, const struct ir_instruction *i, int n,
		      struct lkmm_place at)
{
	return n + 1 < i->noperands ? known_value(r, i->operand[n + 1], at) : (struct known){ 0 };
}

int argument_bits(const struct ir_instruction *i)
{
	return i->noperands > 1 ? bits_of(i->operand[1]->type) : 0;
}

/* Of @f, or NULL: of the one that @callee points to. */
static void function_call(struct reader *r, const struct ir_instruction *i,
			  struct ir_function *f, const struct known *callee, struct lkmm_place at)
{
	int n = i->noperands - 1;
	struct known few[FEW], *all = few, v;

	if (n > FEW)
		all = reader_alloc(r, (size_t)n * sizeof(*all));
	if (!all)
		return;
	for (int k = 0; k < n; k++)
		all[k] = argument(r, i, k, at);
	r->calls = i;
	if (!f)
		v = call_through(r, i, callee, all, n, at);
	else
		v = is_running(r) ? execute_call(r, f, all, n, at) :
				    translate_call(r, f, all, n, at);
	set_result(r, i, v);
}

/* A function that means more than its code. False if @name is not that of one. */
static bool special_call(struct reader *r, const struct ir_instruction *i, const char *name,
			 struct lkmm_place at)
{
	if (!strncmp(name, "llvm.", 5) && intrinsic(r, i, name, at))
		return true;
	if (thread_call(r, i, name, at) || memory_call(r, i, name, at))
		return true;
	if (exit_call(r, i, name, at) || print_call(r, i, name, at) ||
	    rust_memory_call(r, i, name, at))
		return true;
	return !strncmp(name, "lkmm_", 5) && library_call(r, i, name, at);
}

/* The program has a definition of its own. */
static bool is_replaced(const struct ir_function *f)
{
	static const char *const names[] = { "posix_memalign", "realloc", "atexit", "fclose",
					     "alarm", "snprintf", "vsnprintf" };

	for (size_t k = 0; f->defined && k < sizeof(names) / sizeof(names[0]); k++)
		if (!strcmp(f->name, names[k]))
			return true;
	return false;
}

/* Whether @name is the kernel's for what lkmm has. */
static bool is_of_kernel(const char *name)
{
	struct spelling s;

	return find_op(name, &s) || find_barrier(name) || find_primitive(name);
}

/* The function @name has no definition. */
static void refuse_undefined(struct reader *r, const char *name, struct lkmm_place at)
{
	if (is_of_kernel(name))
		reader_error(r, at, "'%s' is the kernel's name, and no header that is included "
			     "defines it: call lkmm_%s() of <lkmm/atomic.h> and the like; or "
			     "include <linux/atomic.h> and the like, with '-- -Iinclude/kernel' "
			     "(installed: 'pkg-config --cflags lkmm-kernel')", name, name);
	else
		reader_error(r, at, "the function '%s' is not defined in the files given: if it is "
			     "a library's, define what it does, with lkmm_any() for what is not "
			     "known", name);
}

void translate_instruction_call(struct reader *r, const struct ir_instruction *i)
{
	struct lkmm_place at = reader_place(r, i);
	struct known callee = known_value(r, i->operand[0], at);
	struct ir_function *f = callee.kind == KNOWN_FUNCTION ?
				ir_find_function(&r->m, callee.function) : NULL;

	if (!f && is_running(r)) {
		reader_error(r, at, "main() calls a function through a pointer that is not known "
				    "here");
		return;
	}
	if (!f) {
		function_call(r, i, NULL, &callee, at);
		return;
	}
	if (!f->ordinary && !is_replaced(f) && special_call(r, i, f->name, at))
		return;
	f->ordinary = true;
	if (f->defined)
		function_call(r, i, f, &callee, at);
	else
		refuse_undefined(r, f->name, at);
}
