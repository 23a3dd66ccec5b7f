// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The library as bitcode for linkers that inline across languages: docs/bitcode.md. The inline
 * functions themselves, defined under their own names, since no compiler sees through the names
 * that ../define.h gets from the assembler. They are hidden: each program or shared library has its
 * own.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lkmm/types.h>

#define static
#define inline
#include <lkmm/local.h>
#include <lkmm/refcount.h>
