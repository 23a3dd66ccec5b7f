/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The functions of liblkmm. */
#ifndef LKMM_OPERATIONS_H
#define LKMM_OPERATIONS_H

#include <stdbool.h>

/* Without "lkmm_", in the order in which the library is made of them: enum hot_op. */
extern const char *const operation_name[];
bool is_operation(const char *name);

#endif
