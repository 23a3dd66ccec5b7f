// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/rcu.h>: a callback calls a function through a pointer in its object, which has the type of
 * the callback itself, but is given to RCU only and so is none that the pointer may lead to.
 * FAULT 1: the object has another function.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/container_of.h>
#include <lkmm/rcu.h>

struct item {
	void (*done)(struct lkmm_rcu_head *head);
	struct lkmm_rcu_head rcu;
};

static struct item item;
static int value = 1;

static void right(struct lkmm_rcu_head *head)
{
	(void)head;
	lkmm_assert(value == 1);
}

static void wrong(struct lkmm_rcu_head *head)
{
	(void)head;
	lkmm_assert(value == 2);
}

static void call_back(struct lkmm_rcu_head *head)
{
	lkmm_container_of(head, struct item, rcu)->done(head);
}

static void choose(void *arg)
{
	item.done = arg ? wrong : right;
	lkmm_call_rcu(&item.rcu, call_back);
}

int main(void)
{
	lkmm_join(lkmm_spawn(choose, FAULT ? &value : 0));
	return 0;
}
