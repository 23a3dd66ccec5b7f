/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the parts of the table-driven test share. */
#ifndef LKMM_TESTS_OPS_H
#define LKMM_TESTS_OPS_H

#include <stdbool.h>
#include "table.h"

typedef void probe_fn(void);

/* Each returns NULL when all is well, else what was wrong, in a static buffer. */
const char *check_results(const struct row *row, probe_fn *probe);
const char *check_atomicity(const struct row *row, probe_fn *probe);
/* True for a row that check_atomicity() would find broken if it were: a read-modify-write, or a store of several bytes. */
bool can_break(const struct row *row);

#endif
