/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For reader.h: the atomic regions of KCSAN, in which plain accesses count as marked ones. */
#ifndef LKMM_FRONT_LLVM_REGION_H
#define LKMM_FRONT_LLVM_REGION_H

#include "ir.h"

struct known;
struct reader;

/* What begins with kcsan_flat_atomic_begin(), and with kcsan_atomic_next(). */
enum region_kind { REGION_FLAT, REGION_NEXT, REGION_KINDS };

/* Whether code is in a region. */
enum inside {
	OUTSIDE, INSIDE,
	EITHER				/* as a register of the thread tells */
};

/* The atomic region that code is in. */
struct region {
	int nested;			/* kcsan_nestable_atomic_begin() less ..._end() */
	enum inside in[REGION_KINDS];
};

/* The registers that tell for EITHER. */
struct region_registers {
	bool wanted;			/* something is EITHER */
	bool news;			/* that, or that a loop begins so, was not known */
	int reg[REGION_KINDS];		/* of the present thread, or -1 */
};

/* At the start of a thread, in the present region. */
void region_begin(struct reader *r, struct lkmm_place at);
/* Plain accesses count as marked ones. */
bool in_region(const struct reader *r);
/* Or they do if region_told() is not 0. */
bool region_varies(const struct reader *r);
struct lkmm_expr *region_told(struct reader *r, struct lkmm_place at);
/* Calls @name on @a, if kcsan-checks.h has made that of a name of KCSAN. */
bool region_call(struct reader *r, const char *name, const struct known *a, struct lkmm_place at);
/* A way ends where others may end too, the @first of them or not; they go on in @met. */
void region_meets(struct reader *r, struct region *met, bool first, struct lkmm_place at);
/* A loop begins in @head, whose first block ends in @last. */
void region_loop(struct reader *r, struct region *head, const struct ir_instruction *last);
/* A turn of that loop ends. */
void region_turns(struct reader *r, const struct region *head, struct ir_instruction *last,
		  struct lkmm_place at);

#endif
