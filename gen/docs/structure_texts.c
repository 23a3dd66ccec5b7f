// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The pages of headers that are written by hand: what their comments do not say. */
#include "doc.h"

#include <stddef.h>

const struct structure_text structure_texts[] = {
	{
		.page = "refcount",
		.title = "reference counts that do not overflow",
		.header = { "lkmm/refcount.h", "lkmm/refcount/count.h", "lkmm/refcount/get.h",
			    "lkmm/refcount/put.h", "lkmm/kref.h", "lkmm/warn.h" },
		.example =
			"struct session {\n"
			"	struct lkmm_kref ref;		/* first: freed() */\n"
			"	int data;\n"
			"};\n"
			"\n"
			"static void freed(struct lkmm_kref *ref)\n"
			"{\n"
			"	struct session *s = (struct session *)(void *)ref;\n"
			"\n"
			"	s->data = 0;		/* nobody uses it any more */\n"
			"}\n"
			"\n"
			"static int use(struct session *s)\n"
			"{\n"
			"	int data;\n"
			"\n"
			"	if (!lkmm_kref_get_unless_zero(&s->ref))\n"
			"		return 0;\n"
			"	data = s->data;\n"
			"	lkmm_kref_put(&s->ref, freed);\n"
			"	return data;\n"
			"}\n",
		.symbols = "The library\n.Li liblkmm\nhas the functions of\n"
			   ".Vt lkmm_refcount_t\nfor other languages.\n",
		.see = { "arithmetic", "conditional", "lock", "rcu" },
	}, {
		.page = "lock",
		.title = "spinlocks, and locks of readers and writers",
		.header = { "lkmm/lock/ticket.h", "lkmm/lock/rw.h", "lkmm/lock/mcs.h",
			    "lkmm/lock/queued.h", "lkmm/lock/osq.h" },
		.example =
			"static struct lkmm_ticket_lock lock = LKMM_TICKET_LOCK_INIT;\n"
			"static int counter;\n"
			"\n"
			"static void count(void)\n"
			"{\n"
			"	lkmm_ticket_lock(&lock);\n"
			"	counter++;\n"
			"	lkmm_ticket_unlock(&lock);\n"
			"}\n",
		.see = { "refcount", "seqcount" },
	}, {
		.page = "seqcount",
		.title = "readers that find out that they must read again",
		.header = { "lkmm/seqcount.h", "lkmm/bytes.h" },
		.example =
			"struct position {\n"
			"	double x, y;\n"
			"};\n"
			"\n"
			"static lkmm_seqcount_t count = LKMM_SEQCOUNT_INIT;\n"
			"static struct position position;\n"
			"\n"
			"static void move(struct position to)	/* one thread at a time */\n"
			"{\n"
			"	lkmm_write_seqcount_begin(&count);\n"
			"	lkmm_write_bytes(&position, &to, sizeof(to));\n"
			"	lkmm_write_seqcount_end(&count);\n"
			"}\n"
			"\n"
			"static struct position where(void)\n"
			"{\n"
			"	struct position copy;\n"
			"	unsigned int start;\n"
			"\n"
			"	do {\n"
			"		start = lkmm_read_seqcount_begin(&count);\n"
			"		lkmm_read_bytes(&copy, &position, sizeof(copy));\n"
			"	} while (lkmm_read_seqcount_retry(&count, start));\n"
			"	return copy;\n"
			"}\n",
		.see = { "lock", "object" },
	}, {
		.page = "llist",
		.title = "lists that need no lock",
		.header = { "lkmm/llist.h" },
		.example =
			"struct job {\n"
			"	struct lkmm_llist_node node;	/* first: work() */\n"
			"	int number;\n"
			"};\n"
			"\n"
			"static struct lkmm_llist_head jobs = LKMM_LLIST_HEAD_INIT;\n"
			"\n"
			"static void submit(struct job *j)\n"
			"{\n"
			"	lkmm_llist_add(&j->node, &jobs);\n"
			"}\n"
			"\n"
			"static int work(void)\n"
			"{\n"
			"	struct lkmm_llist_node *n = lkmm_llist_del_all(&jobs);\n"
			"	int sum = 0;\n"
			"\n"
			"	n = lkmm_llist_reverse_order(n);\n"
			"	for (; n; n = lkmm_llist_next(n))\n"
			"		sum += ((struct job *)(void *)n)->number;\n"
			"	return sum;\n"
			"}\n",
		.see = { "exchange", "list", "lock" },
	},
	{
		.page = "list",
		.title = "doubly linked lists, and readers that need no lock",
		.header = { "lkmm/list.h", "lkmm/list_loops.h", "lkmm/hlist.h", "lkmm/rculist.h",
			    "lkmm/list_types.h", "lkmm/container_of.h" },
		.example =
			"struct job {\n"
			"	int number;\n"
			"	struct lkmm_list_head list;\n"
			"};\n"
			"\n"
			"static LKMM_LIST_HEAD(jobs);\n"
			"\n"
			"static void submit(struct job *j)	/* under a lock */\n"
			"{\n"
			"	lkmm_list_add_tail(&j->list, &jobs);\n"
			"}\n"
			"\n"
			"static struct job *find(int number)	/* under the lock, too */\n"
			"{\n"
			"	struct job *j;\n"
			"\n"
			"	lkmm_list_for_each_entry(j, &jobs, list)\n"
			"		if (j->number == number)\n"
			"			return j;\n"
			"	return NULL;\n"
			"}\n",
		.see = { "llist", "lock", "rcu", "rcu_read_lock" },
	},
	{
		.page = "rcu_read_lock",
		.title = "RCU: readers that never wait, and reference counts for them",
		.header = { "lkmm/rcu.h", "lkmm/rcuref.h", "lkmm/rcu_types.h" },
		.example =
			"struct config {\n"
			"	int timeout;\n"
			"	struct lkmm_rcu_head rcu;\n"
			"};\n"
			"\n"
			"static struct config *config;\n"
			"\n"
			"static int timeout(void)\n"
			"{\n"
			"	int t;\n"
			"\n"
			"	lkmm_rcu_read_lock();\n"
			"	t = lkmm_rcu_dereference(config)->timeout;\n"
			"	lkmm_rcu_read_unlock();\n"
			"	return t;\n"
			"}\n"
			"\n"
			"static void replace(struct config *c)	/* one thread at a time */\n"
			"{\n"
			"	struct config *old = config;\n"
			"\n"
			"	lkmm_rcu_assign_pointer(config, c);\n"
			"	lkmm_kfree_rcu(old, rcu);\n"
			"}\n",
		.symbols = "None: the library\n.Li liburcu-bp\nhas what these functions call.\n",
		.see = { "list", "rcu" },
	},
	{ .page = NULL },
};
