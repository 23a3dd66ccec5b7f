/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Declarations that the parts of the table-driven test share. */
#ifndef LKMM_TESTS_OPS_H
#define LKMM_TESTS_OPS_H

#include <stdbool.h>
#include "table.h"

typedef void probe_fn(void);

/* Each returns NULL on success, else the error, in a static buffer. */
const char *check_results(const struct row *row, probe_fn *probe);
/* *@met: whether threads met often enough to find an error. If not, NULL has no meaning. */
const char *check_atomicity(const struct row *row, probe_fn *probe, bool *met);
/*
 * How check_atomicity() would find a row broken if it were: an update, an exchange, or a store of
 * several bytes.
 */
enum breakable { NEVER, BY_UPDATE, BY_EXCHANGE, BY_STORE };
enum breakable can_break(const struct row *row);

/* x86: with a signal handler in every place of the operation. */
#if defined(__x86_64__) || defined(__i386__)
# define LKMM_STEPS 1
#else
# define LKMM_STEPS 0
#endif
const char *check_steps(const struct row *row, probe_fn *probe);

/*
 * Puts thread @i of a test, which calls it, on a CPU: thread 0 has one, the others take turns on
 * another.
 */
void settle(int i);

/* Now and then: the other thread on this CPU may run, where it could not otherwise. */
void give_way(void);

#endif
