/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef LKMM_TESTS_PROBE_H
#define LKMM_TESTS_PROBE_H

#include <lkmm/atomic.h>
#include <lkmm/local.h>

#ifdef __cplusplus
# define PROBE(type) extern "C" __attribute__((__visibility__("default"))) type
#else
# define PROBE(type) __attribute__((__visibility__("default"))) type
#endif

#endif
