/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Operations on shared memory, wherever they come from. */
#ifndef LKMM_FRONT_LLVM_OPERATION_H
#define LKMM_FRONT_LLVM_OPERATION_H

#include "reader.h"

struct operation {
	struct spelling s;		/* but .bits */
	int bits;
	struct known arg[LKMM_MAX_ARGS];
	int nargs;
};

/* Its result. */
struct known put_operation(struct reader *r, struct operation *o, struct lkmm_place at);
void put_fence(struct reader *r, enum lkmm_fence fence, struct lkmm_place at);

#endif
