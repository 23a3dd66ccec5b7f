/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The barriers. */
#ifndef LKMM_BARRIER_H
#define LKMM_BARRIER_H

#ifdef LKMM_OUTLINE
# include <lkmm/outline/barrier.h>
#else
# include <lkmm/inline/barrier.h>
#endif

#endif
