/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* lkmm prove --binary and --kernel. */
#ifndef LKMM_PROVE_BINARY_H
#define LKMM_PROVE_BINARY_H

#include "prove.h"
#include "tool/binary/objdump.h"

/* Looks at @file. False after a message. */
bool binary_open(struct objdump *o, const char *file);
/*
 * Proves each function of @o that is an operation: lkmm's, and the kernel's own too if @kernel. The
 * exit status; @v has the model of the architecture.
 */
int binary_prove(struct prover *v, const struct objdump *o, bool kernel);

#endif
