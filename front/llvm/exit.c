// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The end of a program: exit(), and what atexit() has registered, which main() calls at its end,
 * the last one first (C11, 7.22.4.4).
 */
#include "reader.h"

#include <string.h>

static void register_function(struct reader *r, const struct known *function, struct lkmm_place at)
{
	if (function->kind != KNOWN_FUNCTION)
		reader_error(r, at, "this function is not known");
	else if (!is_running(r))
		reader_error(r, at, "atexit() is supported in main() alone, before it goes on as a "
			     "thread");
	else if (r->nat_exit == MAX_AT_EXIT)
		reader_error(r, at, "more than %d functions are called at the end", MAX_AT_EXIT);
	else
		r->at_exit[r->nat_exit++] = (struct at_exit){ function->function, at };
}

void run_at_exit(struct reader *r)
{
	r->leaving = true;
	while (r->nat_exit && !reader_failed(r) && (!is_running(r) || r->running == RUN_ON)) {
		const struct at_exit *a = &r->at_exit[--r->nat_exit];
		struct ir_function *f = ir_find_function(&r->m, a->function);

		if (!f || !f->defined)
			reader_error(r, a->at, "the function '%s' is not defined in the files "
				     "given", a->function);
		else if (is_running(r))
			execute_call(r, f, NULL, 0, a->at);
		else
			translate_call(r, f, NULL, 0, a->at);
	}
	r->leaving = false;
}

static void end_program(struct reader *r, const char *name, struct lkmm_place at)
{
	if (!is_running(r) && litmus_thread(&r->l) != r->main_thread) {
		reader_warning(r, at, "executions in which a thread ends the program here are not "
			       "looked at");
		exclude_execution(r, true, at);
		return;
	}
	if (!strcmp(name, "exit"))
		run_at_exit(r);
	if (!is_running(r))
		add_stmt(r, new_stmt(&r->l, LKMM_RETURN, at));
	else if (r->running == RUN_ON)
		r->running = RUN_ENDS;
}

bool exit_call(struct reader *r, const struct ir_instruction *i, const char *name,
	       struct lkmm_place at)
{
	struct known a = argument(r, i, 0, at);

	if (!strcmp(name, "atexit")) {
		register_function(r, &a, at);
		set_result(r, i, known_number(0));
		return true;
	}
	if (strcmp(name, "exit") && strcmp(name, "_exit") && strcmp(name, "_Exit"))
		return false;
	end_program(r, name, at);
	return true;
}
