// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Every operation of the table, and what is written by hand on top of it. golden reads this file as
 * well: one line each.
 */
#include "../generated/probe.c"

PROBE(uint8_t) probe_smp_cond_load_relaxed_u8(uint8_t *p)
{
	return lkmm_smp_cond_load_relaxed(p, VAL != 0);
}

PROBE(uint8_t) probe_smp_cond_load_acquire_u8(uint8_t *p)
{
	return lkmm_smp_cond_load_acquire(p, VAL != 0);
}

PROBE(uint16_t) probe_smp_cond_load_relaxed_u16(uint16_t *p)
{
	return lkmm_smp_cond_load_relaxed(p, VAL != 0);
}

PROBE(uint16_t) probe_smp_cond_load_acquire_u16(uint16_t *p)
{
	return lkmm_smp_cond_load_acquire(p, VAL != 0);
}

PROBE(uint32_t) probe_smp_cond_load_relaxed_u32(uint32_t *p)
{
	return lkmm_smp_cond_load_relaxed(p, VAL != 0);
}

PROBE(uint32_t) probe_smp_cond_load_acquire_u32(uint32_t *p)
{
	return lkmm_smp_cond_load_acquire(p, VAL != 0);
}

PROBE(uint64_t) probe_smp_cond_load_relaxed_u64(uint64_t *p)
{
	return lkmm_smp_cond_load_relaxed(p, VAL != 0);
}

PROBE(uint64_t) probe_smp_cond_load_acquire_u64(uint64_t *p)
{
	return lkmm_smp_cond_load_acquire(p, VAL != 0);
}
