// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Names that herd7 has for events of instructions, and of C11, in terms of the names here. So the
 * models that come with herd7 for x86, Power, Armv7, Armv8, RISC-V and C11 can be read as they are.
 */
#include "build.h"

/*
 * DSB is read as DMB, and all shareability domains as one; X has the accesses of LR and SC too. In
 * Acq, what has both annotations is among the rest: AcqRel adds nothing to it.
 */
const char lkmm_cat_herd_names[] =
	"let EX = X\n"
	"let amo = rmw \\ (X * X) let lxsx = rmw & (X * X)\n"
	"let NoRet = NORET\n"
	"let DMB.ISH = DMB.SY let DMB.OSH = DMB.SY\n"
	"let DMB.ISHLD = DMB.LD let DMB.OSHLD = DMB.LD\n"
	"let DMB.ISHST = DMB.ST let DMB.OSHST = DMB.ST\n"
	"let DSB.SY = DMB.SY let DSB.ISH = DMB.SY let DSB.OSH = DMB.SY\n"
	"let DSB.LD = DMB.LD let DSB.ISHLD = DMB.LD let DSB.OSHLD = DMB.LD\n"
	"let DSB.ST = DMB.ST let DSB.ISHST = DMB.ST let DSB.OSHST = DMB.ST\n"
	"let DSB = DMB\n"
	"let Fence.tso = TSO\n"
	"let Fence.r.r = R-before & R-after \\ W-before \\ W-after\n"
	"let Fence.r.w = R-before & W-after \\ W-before \\ R-after\n"
	"let Fence.r.rw = R-before & R-after & W-after \\ W-before\n"
	"let Fence.w.r = W-before & R-after \\ R-before \\ W-after\n"
	"let Fence.w.w = W-before & W-after \\ R-before \\ R-after\n"
	"let Fence.w.rw = W-before & R-after & W-after \\ R-before\n"
	"let Fence.rw.r = R-before & W-before & R-after \\ W-after\n"
	"let Fence.rw.w = R-before & W-before & W-after \\ R-after\n"
	"let Fence.rw.rw = R-before & W-before & R-after & W-after\n"
	"let AcqRel = Acq & Rel let Sc = Acq & Rel\n";

/*
 * Of a file whose title begins with C: the kernel's operations as those of C11 that compilers are
 * given for them (docs/models.md).
 */
const char lkmm_cat_c11_names[] =
	"let A = (M | F) \\ PLAIN\n"
	"let NA = PLAIN\n"
	"let RLX = Once | Noreturn\n"
	"let ACQ = Acquire | LKR | Rmb | After-ctrl-dep\n"
	"let REL = Release | UL | Wmb\n"
	"let ACQ_REL = {} let CON = {}\n"
	"let SC = Mb | Before-atomic | After-atomic | After-spinlock | After-unlock-lock\n"
	"\t| After-srcu-read-unlock\n";
