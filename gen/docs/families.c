// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The text of the reference pages that does not follow from the table. */
#include "doc.h"

#include <stddef.h>

const struct doc_text doc_texts[] = {
	{
		.family = "access",
		.intro = "These functions read and write atomic objects.\n"
			 "An object is initialised with\n.Dv LKMM_ATOMIC_INIT ,\n"
			 ".Dv LKMM_ATOMIC64_INIT\nor\n"
			 ".Dv LKMM_ATOMIC_LONG_INIT .\n",
		.notes = "A relaxed read still orders the writes that depend on it, through a "
			 "branch or through the value\n"
			 "written: a write cannot be seen before the read that decided it.\n",
		.example =
			"static lkmm_atomic_t ready = LKMM_ATOMIC_INIT(0);\n"
			"static int message;\n"
			"\n"
			"static void post(int m)\n"
			"{\n"
			"	message = m;\n"
			"	lkmm_atomic_set_release(&ready, 1);\n"
			"}\n"
			"\n"
			"static bool take(int *m)\n"
			"{\n"
			"	if (!lkmm_atomic_read_acquire(&ready))\n"
			"		return false;\n"
			"	*m = message;	/* what post() wrote */\n"
			"	return true;\n"
			"}\n",
	}, {
		.family = "arithmetic",
		.intro = "These functions change an atomic object by adding or subtracting.\n"
			 "Those that return nothing only do that; the\n.Sq _return\n"
			 "forms return the new value, the\n"
			 ".Sq fetch_\nforms the old one.\n",
		.example =
			"static lkmm_atomic_t tickets = LKMM_ATOMIC_INIT(0);\n"
			"static lkmm_atomic_long_t events = LKMM_ATOMIC_LONG_INIT(0);\n"
			"\n"
			"static int next_ticket(void)\n"
			"{\n"
			"	return lkmm_atomic_fetch_inc(&tickets);\n"
			"}\n"
			"\n"
			"static void count_event(void)\n"
			"{\n"
			"	lkmm_atomic_long_inc(&events);	/* a statistic: orders nothing */\n"
			"}\n",
	}, {
		.family = "bitwise",
		.intro = "These functions change the bits of an atomic object.\n"
			 "Those that return nothing only do that; the\n.Sq fetch_\n"
			 "forms return the old value, and so tell\n"
			 "which bits were set before.\n",
		.example =
			"enum { DIRTY = 1, BUSY = 2 };\n"
			"\n"
			"static bool become_busy(lkmm_atomic_t *flags)\n"
			"{\n"
			"	return !(lkmm_atomic_fetch_or_acquire(BUSY, flags) & BUSY);\n"
			"}\n"
			"\n"
			"static void done(lkmm_atomic_t *flags)\n"
			"{\n"
			"	(void)lkmm_atomic_fetch_andnot_release(BUSY | DIRTY, flags);\n"
			"}\n",
	}, {
		.family = "exchange",
		.intro = "These functions replace the value of an atomic object, always or if it "
			 "is the one expected.\n"
			 "A loop around the last of them makes any other atomic operation.\n",
		.notes = "None of them fails spuriously: a compare-and-exchange that finds the "
			 "value it expects writes.\n",
		.rust = ".Li cmpxchg\nreturns a\n.Li Result :\n.Li Ok\n"
			"with the old value if it wrote, and\n.Li Err\n"
			"with the value found if not.\n",
		.example =
			"/* Adds, but not beyond a limit. */\n"
			"static bool add_below(int i, lkmm_atomic_t *v, int limit)\n"
			"{\n"
			"	int old = lkmm_atomic_read(v);\n"
			"\n"
			"	do {\n"
			"		if (old > limit - i)\n"
			"			return false;\n"
			"	} while (!lkmm_atomic_try_cmpxchg(v, &old, old + i));\n"
			"	return true;\n"
			"}\n",
	}, {
		.family = "test",
		.intro = "These functions change an atomic object and report whether the new value "
			 "is zero, or negative.\n",
		.example =
			"struct object {\n"
			"	lkmm_atomic_t references;\n"
			"};\n"
			"\n"
			"static void put(struct object *o, void (*release)(struct object *))\n"
			"{\n"
			"	if (lkmm_atomic_dec_and_test(&o->references))\n"
			"		release(o);	/* all others are done with it */\n"
			"}\n",
	}, {
		.family = "conditional",
		.intro = "These functions change an atomic object if its value allows it, and "
			 "report whether they did.\n"
			 "Test and change are one operation: no other write comes between them.\n",
		.example =
			"/* A caller that finds an object with count 0 is too late. */\n"
			"static bool get(lkmm_atomic_t *references)\n"
			"{\n"
			"	return lkmm_atomic_inc_not_zero(references);\n"
			"}\n"
			"\n"
			"static bool take_slot(lkmm_atomic_t *free_slots)\n"
			"{\n"
			"	return lkmm_atomic_dec_if_positive(free_slots) >= 0;\n"
			"}\n",
	}, {
		.family = "device",
		.intro = "These order accesses against those of a device or a hypervisor, which "
			 "the barriers of\n.Xr lkmm_barrier 3\nneed not do:\n"
			 "those are for threads of programs.\n"
			 "A program needs them if it drives a device itself, or shares memory with "
			 "one or with the\nother side of a virtual machine.\n",
		.notes = "Where the architecture has no sequences in this library, they are the "
			 "barriers between CPUs.\n"
			 "The checker takes them as those, too, with the device as a thread.\n",
		.example =
			"struct ring {\n"
			"	unsigned int tail;\n"
			"	unsigned long entry[64];\n"
			"};\n"
			"\n"
			"static void give(struct ring *ring, unsigned long entry,\n"
			"		 volatile unsigned int *bell)\n"
			"{\n"
			"	lkmm_WRITE_ONCE(ring->entry[ring->tail % 64], entry);\n"
			"	lkmm_dma_wmb();		/* the device sees the entry first */\n"
			"	lkmm_WRITE_ONCE(ring->tail, ring->tail + 1);\n"
			"	lkmm_wmb();		/* all is there when it rings */\n"
			"	*bell = 1;\n"
			"}\n",
	}, {
		.family = "section",
		.intro = "These are for places that other barriers do not reach: the end of a "
			 "critical section,\nand code that a CPU executes before it is known "
			 "whether the program gets there.\n",
		.notes = ".Fn lkmm_array_index_nospec index size\n"
			 "in\n.In lkmm/nospec.h\n"
			 "returns\n.Fa index ,\nor 0 if that is not less than\n.Fa size ,\n"
			 "and in speculation, too.\nBehind a branch that checks an index which an "
			 "attacker chooses, it is cheaper\nthan\n.Fn lkmm_barrier_nospec .\n"
			 "Where the architecture has no sequence for\n.Fn lkmm_barrier_nospec\n"
			 "in this library, that is a barrier of the compiler only.\n",
		.example =
			"static const unsigned char table[16];\n"
			"\n"
			"static int look_up(unsigned long index)\n"
			"{\n"
			"	if (index >= sizeof(table))\n"
			"		return -1;\n"
			"	return table[lkmm_array_index_nospec(index, sizeof(table))];\n"
			"}\n",
	}, {
		.family = "bitops",
		.intro = "These functions change a bit of an array of longs.\n"
			 "Bit 0 is the least significant one of the first long;\n"
			 "after the last bit of a long comes the first one of the next.\n",
		.notes = "In C the number of the bit is not checked.\n.Pp\n"
			 "Those that change a bit also exist with\n.Li __\n"
			 "in front of the name, as\n"
			 ".Fn lkmm___set_bit nr v :\nby plain accesses, for an array that no other "
			 "thread accesses meanwhile.\n"
			 ".Fn lkmm___clear_bit_unlock nr v\n"
			 "is a release, for a long that no other thread writes meanwhile.\n",
		.example =
			"enum { NR_SLOTS = 200 };\n"
			"\n"
			"static unsigned long used[(NR_SLOTS + 63) / 64];\n"
			"\n"
			"static bool take_slot(unsigned int slot)\n"
			"{\n"
			"	return !lkmm_test_and_set_bit(slot, used);\n"
			"}\n",
	}, {
		.family = "object",
		.intro = "These macros access plain objects of 1, 2, 4 or 8 bytes: integers, "
			 "enumerations and pointers.\n"
			 "Unlike a plain access, such an access is not torn, repeated, merged with "
			 "others or left out by the\n"
			 "compiler, and two of them are not a data race.\n"
			 "They take the object's name or its address, as the kernel's macros do.\n",
		.rust = "For the others,\n.Li Atomic::from_ptr\n"
			"makes an atomic object of a plain one;\n"
			"waiting is its method\n.Li cond_load .\n",
		.notes = "An object must be naturally aligned.\n"
			 "Operations on 1 and 2 bytes touch no byte beyond those.\n.Pp\n"
			 ".Fn lkmm_smp_cond_load_relaxed p condition\nand\n"
			 ".Fn lkmm_smp_cond_load_acquire p condition\n"
			 "read an object until\n.Fa condition\nholds, an expression in which\n"
			 ".Dv VAL\n"
			 "is the value last read, and return that.\n"
			 "While they wait the CPU rests, where it can until the object is "
			 "written.\n"
			 ".Fn lkmm_smp_cond_load_relaxed_timeout p condition now nanoseconds\nand\n"
			 ".Fn lkmm_smp_cond_load_acquire_timeout p condition now nanoseconds\n"
			 "end when so much time has passed, too, by the clock that the expression\n"
			 ".Fa now\nreads, in nanoseconds; they only pause between reads.\n"
			 ".Pp\n.In lkmm/u128.h\n"
			 "has\n.Fn lkmm_cmpxchg128 p old new\nand\n"
			 ".Fn lkmm_try_cmpxchg128 p old new\n"
			 "on objects of type\n.Vt lkmm_u128 ,\nwhere it defines\n"
			 ".Dv LKMM_HAS_CMPXCHG128 :\non x86-64, if\n"
			 ".Fn lkmm_system_has_cmpxchg128 ,\nand on arm64, where one that fails "
			 "writes the value that it found.\n"
			 "They have the orderings of\n.Fn lkmm_cmpxchg .\n.Pp\n"
			 "The library exports the wait until an object may differ from a value as\n"
			 ".Fn lkmm_wait_u8 p val ,\n.Fn lkmm_wait_u16 ,\n.Fn lkmm_wait_u32\nand\n"
			 ".Fn lkmm_wait_u64 .\n",
		.example =
			"struct ring {\n"
			"	unsigned long head, tail;\n"
			"	int entry[64];\n"
			"};\n"
			"\n"
			"/* For one producer, and one consumer. */\n"
			"static bool produce(struct ring *r, int value)\n"
			"{\n"
			"	unsigned long head = r->head;\n"
			"\n"
			"	if (head - lkmm_smp_load_acquire(&r->tail) == 64)\n"
			"		return false;\n"
			"	r->entry[head % 64] = value;\n"
			"	lkmm_smp_store_release(&r->head, head + 1);\n"
			"	return true;\n"
			"}\n"
			"\n"
			"static void wait_for(struct ring *r, unsigned long head)\n"
			"{\n"
			"	lkmm_smp_cond_load_acquire(&r->head, VAL >= head);\n"
			"}\n",
	}, {
		.family = "rcu",
		.intro = "These macros publish an initialised structure through a pointer, and "
			 "read such a pointer.\n"
			 "They take the pointer's name, not its address.\n",
		.notes = "Accesses through the pointer come after the read of the pointer: the "
			 "address depends on it, and no\n"
			 "barrier is needed.\n"
			 "The read orders nothing else.\n.Pp\n"
			 "Ordering does not decide when a structure may be freed that readers may "
			 "still see: that takes\n"
			 "reader sections and grace periods, from a library for RCU.\n",
		.example =
			"struct config {\n"
			"	int size, limit;\n"
			"};\n"
			"\n"
			"static struct config *current_config;\n"
			"\n"
			"static void publish(struct config *c)\n"
			"{\n"
			"	c->size = 1;\n"
			"	c->limit = 10;\n"
			"	lkmm_rcu_assign_pointer(current_config, c);\n"
			"}\n"
			"\n"
			"static int limit(void)\n"
			"{\n"
			"	struct config *c = lkmm_rcu_dereference(current_config);\n"
			"\n"
			"	return c ? c->limit : 0;	/* 10 if there is one */\n"
			"}\n",
	}, {
		.family = "barrier",
		.intro = "These functions order the accesses around them.\n"
			 "All of them, also those without an instruction on some CPU, keep the "
			 "compiler from moving accesses\n"
			 "across them.\n",
		.notes = "A barrier orders only the accesses of the CPU that executes it.\n"
			 "To order accesses of two CPUs, the other CPU needs a barrier, an "
			 "acquire, a release or a\n"
			 "dependency too.\n",
		.example =
			"/*\n"
			" * Two threads call this, with their flags exchanged:\n"
			" * it cannot return true to both.\n"
			" */\n"
			"static bool first(int *mine, int *other)\n"
			"{\n"
			"	lkmm_WRITE_ONCE(*mine, 1);\n"
			"	lkmm_smp_mb();\n"
			"	return !lkmm_READ_ONCE(*other);\n"
			"}\n",
	},
	{ .family = NULL }
};

const char doc_overview[] =
	"Lkmm provides the Linux kernel's atomic operations, barriers and marked accesses for "
	"programs in C, in Rust, and\n"
	"in any language that can call C functions.\n"
	"They have the kernel's names, with the prefix\n.Li lkmm_ ,\n"
	"and the meaning that the kernel's memory model gives\n"
	"them.\n.Pp\n"
	"In C they are inline functions and macros of\n.In lkmm/atomic.h .\n"
	"A program that defines\n.Dv LKMM_OUTLINE\nbefore including it calls the functions of\n"
	".Li liblkmm\ninstead:\n"
	"the same operations, at the price of a call.\n"
	"In Rust they are methods of\n.Li lkmm::Atomic<T>\nand functions of the crate\n.Li lkmm ,\n"
	"inlined as well; feature\n.Li outline\ncalls the library.\n"
	"Objects have the same layout in both, and may be shared.\n"
	".Ss Types\n"
	".Bl -tag -width Ds -compact\n"
	".It Vt lkmm_atomic_t\nan\n.Vt int\n(Rust:\n.Li AtomicI32 )\n"
	".It Vt lkmm_atomic64_t\nan\n.Vt int64_t ,\naligned to 8 bytes everywhere\n(Rust:\n"
	".Li AtomicI64 )\n"
	".It Vt lkmm_atomic_long_t\na\n.Vt long\n(Rust:\n.Li AtomicIsize )\n"
	".It Vt lkmm_local_t , Vt lkmm_local64_t\na\n.Vt long\nand an\n.Vt int64_t\n"
	"that one thread changes:\n.Xr lkmm_local 3\n"
	".El\n"
	".Ss Operations\n";

const char doc_overview_tail[] =
	".Ss Orderings\n"
	"The name of an operation gives its ordering.\n"
	".Bl -tag -width acquire\n"
	".It full\n"
	"No suffix, and the operation reads, writes and returns something: every access before it "
	"comes before every\n"
	"access after it, as if\n.Fn lkmm_smp_mb\nstood on both sides.\n"
	"This holds on every CPU, and is more than sequential consistency gives in C11.\n"
	".It acquire\n.Li _acquire :\nits read comes before every access after it.\n"
	".It release\n.Li _release :\nevery access before it comes before its write.\n"
	".It relaxed\n"
	".Li _relaxed ,\nor no suffix on operations that return nothing and on reads and writes: "
	"no other access is ordered.\n"
	"It is still atomic, and no data race.\n"
	".El\n.Pp\n"
	"A conditional operation that does not write orders nothing, for any name.\n"
	".Ss The kernel's own spelling\n"
	"The directory\n.Pa include/kernel\nholds\n.Pa linux/atomic.h\n"
	"and other headers under the kernel's names.\n"
	"It is installed as\n.Pa lkmm/kernel\n"
	"beside the other headers, outside the default search path;\n"
	".Ql pkg-config --cflags lkmm-kernel\nprints the options that find it.\n"
	"With it in the search path, kernel sources that need only atomics, barriers, marked "
	"accesses and integer types\n"
	"compile unmodified.\n"
	"Compile them with\n.Fl fno-strict-aliasing\nand\n.Fl Wno-pointer-sign ,\n"
	"as the kernel does.\n";
