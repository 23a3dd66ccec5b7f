#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""words.py LKMM ROOT: every row of ROOT/defs/kernel.tbl has its effect. TAP.

A test is written for each row: a word that stands for something is called, a type is that of a
variable; what another place has, or nothing can model, is an error with what to write instead.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

# How a macro of litmus/lib is used; functions are called with variables of the types of their
# parameters.
MACROS = {
    "BIT": "int r = BIT(3);", "BIT_MASK": "unsigned long r = BIT_MASK(70);",
    "BIT_WORD": "int r = BIT_WORD(70);",
    "REFCOUNT_INIT": "int r = REFCOUNT_INIT(1);", "ATOMIC_INIT": "int r = ATOMIC_INIT(1);",
    "kref_put": "kref_put(k, kref_get);", "kref_put_mutex": "kref_put_mutex(k, kref_get, m);",
    "kref_put_lock": "kref_put_lock(k, kref_get, l);",
    "smp_cond_load_relaxed": "int r = smp_cond_load_relaxed(x, !VAL);",
    "smp_cond_load_acquire": "int r = smp_cond_load_acquire(x, !VAL);",
    "atomic_cond_read_relaxed": "int r = atomic_cond_read_relaxed(v, !VAL);",
    "atomic_cond_read_acquire": "int r = atomic_cond_read_acquire(v, !VAL);",
    "rcu_dereference_protected": "int *r = rcu_dereference_protected(*pp, 1);",
    "rcu_pointer_handoff": "int *r = rcu_pointer_handoff(*pp);",
    "rcu_replace_pointer": "int *r = rcu_replace_pointer(*pp, x, 1);",
    "set_current_state": "set_current_state(TASK_RUNNING);", "schedule": "schedule();",
    "__run_beside": "u64 j = jiffies; int r = __run_beside(__pass_time);",
    "kthread_should_stop": "bool r = kthread_should_stop();",
    "__set_current_state": "__set_current_state(TASK_RUNNING);",
    "list_next_entry": "struct item *r = i; struct item *q = list_next_entry(r, list);",
    "list_entry_rcu": "struct item *r = list_entry_rcu(i->list.next, struct item, list);",
    "list_first_or_null_rcu":
        "struct item *r = list_first_or_null_rcu(&i->list, struct item, list);",
    "hlist_entry": "struct hitem *r = hlist_entry(&h->node, struct hitem, node);",
    "hlist_entry_safe": "struct hitem *r = hlist_entry_safe(&h->node, struct hitem, node);",
    "hlist_for_each_entry": "struct hitem *r; hlist_for_each_entry(r, hh, node) WRITE_ONCE(*x, 1);",
    "hlist_for_each_entry_rcu": "struct hitem *r; hlist_for_each_entry_rcu(r, hh, node) "
                                "WRITE_ONCE(*x, 1);",
    "llist_entry": "struct litem *r = llist_entry(&li->node, struct litem, node);",
    "llist_for_each": "struct llist_node *r; llist_for_each(r, li->node.next) WRITE_ONCE(*x, 1);",
    "swap": "int a = 1; int b = 2; swap(a, b);", "ARRAY_SIZE": "int r = ARRAY_SIZE(four);",
    "IS_ERR": "int r = IS_ERR(x);", "IS_ERR_OR_NULL": "int r = IS_ERR_OR_NULL(x);",
    "PTR_ERR": "long r = PTR_ERR(x);",
    "LIST_HEAD_INIT": "int r = 0;", "HLIST_HEAD_INIT": "int r = 0;",
    "LLIST_HEAD_INIT": "int r = 0;",
    "call_rcu": "call_rcu(x, helper);",
    "KREF_INIT": "int r = 0;", "__WAIT_QUEUE_HEAD_INITIALIZER": "int r = 0;",
    "list_entry": "struct item *r = list_entry(&i->list, struct item, list);",
    "list_first_entry": "struct item *r = list_first_entry(&i->list, struct item, list);",
    "list_last_entry": "struct item *r = list_last_entry(&i->list, struct item, list);",
    "list_first_entry_or_null":
        "struct item *r = list_first_entry_or_null(&i->list, struct item, list);",
    "list_prev_entry": "struct item *r = i; struct item *q = list_prev_entry(r, list);",
    "list_entry_is_head": "int r = list_entry_is_head(i, head, list);",
    "list_for_each": "struct list_head *r; list_for_each(r, head) WRITE_ONCE(*x, 1);",
    "list_for_each_rcu":
        "struct list_head *r; list_for_each_rcu(r, head) WRITE_ONCE(*x, 1);",
    "list_for_each_safe":
        "struct list_head *r, *n; list_for_each_safe(r, n, head) WRITE_ONCE(*x, 1);",
    "list_for_each_entry":
        "struct item *r; list_for_each_entry(r, head, list) WRITE_ONCE(*x, 1);",
    "list_for_each_entry_reverse":
        "struct item *r; list_for_each_entry_reverse(r, head, list) WRITE_ONCE(*x, 1);",
    "list_for_each_entry_rcu":
        "struct item *r; list_for_each_entry_rcu(r, head, list) WRITE_ONCE(*x, 1);",
    "list_for_each_entry_lockless":
        "struct item *r; list_for_each_entry_lockless(r, head, list) WRITE_ONCE(*x, 1);",
    "list_for_each_entry_srcu":
        "struct item *r; list_for_each_entry_srcu(r, head, list, 1) WRITE_ONCE(*x, 1);",
    "list_for_each_entry_continue":
        "struct item *r = i; list_for_each_entry_continue(r, head, list) WRITE_ONCE(*x, 1);",
    "list_for_each_entry_from":
        "struct item *r = i; list_for_each_entry_from(r, head, list) WRITE_ONCE(*x, 1);",
    "list_for_each_entry_safe":
        "struct item *r, *n; list_for_each_entry_safe(r, n, head, list) WRITE_ONCE(*x, 1);",
    "list_next_rcu": "struct list_head *r = rcu_dereference(list_next_rcu(head));",
    "hlist_first_rcu": "struct hlist_node *r = rcu_dereference(hlist_first_rcu(hh));",
    "hlist_next_rcu": "struct hlist_node *r = rcu_dereference(hlist_next_rcu(&h->node));",
    "hlist_for_each": "struct hlist_node *r; hlist_for_each(r, hh) WRITE_ONCE(*x, 1);",
    "hlist_for_each_safe":
        "struct hlist_node *r, *n; hlist_for_each_safe(r, n, hh) WRITE_ONCE(*x, 1);",
    "hlist_for_each_entry_safe":
        "struct hitem *r; struct hlist_node *n; "
        "hlist_for_each_entry_safe(r, n, hh, node) WRITE_ONCE(*x, 1);",
    "hlist_for_each_entry_srcu":
        "struct hitem *r; hlist_for_each_entry_srcu(r, hh, node, 1) WRITE_ONCE(*x, 1);",
    "llist_for_each_safe":
        "struct llist_node *r, *n; llist_for_each_safe(r, n, li->node.next) WRITE_ONCE(*x, 1);",
    "llist_for_each_entry":
        "struct litem *r; llist_for_each_entry(r, li->node.next, node) WRITE_ONCE(*x, 1);",
    "llist_for_each_entry_safe":
        "struct litem *r, *n; "
        "llist_for_each_entry_safe(r, n, li->node.next, node) WRITE_ONCE(*x, 1);",
    "REFCOUNT_MAX": "int r = REFCOUNT_MAX;",
    "REFCOUNT_SATURATED": "int r = REFCOUNT_SATURATED;",
    "LIST_POISON1": "struct list_head *r = LIST_POISON1;",
    "LIST_POISON2": "struct list_head *r = LIST_POISON2;",
    "SEQCNT_ZERO": "seqcount_t r = SEQCNT_ZERO(r);",
    "SEQCNT_LATCH_ZERO": "seqcount_latch_t r = SEQCNT_LATCH_ZERO(r);",
    "min_t": "int r = min_t(int, READ_ONCE(*x), 1);",
    "max_t": "int r = max_t(int, READ_ONCE(*x), 1);",
    "min3": "int r = min3(READ_ONCE(*x), 1, 2);",
    "max3": "int r = max3(READ_ONCE(*x), 1, 2);",
    "min_not_zero": "int r = min_not_zero(READ_ONCE(*x), 1);",
    "clamp": "int r = clamp(READ_ONCE(*x), 1, 2);",
    "clamp_val": "int r = clamp_val(READ_ONCE(*x), 1, 2);",
    "clamp_t": "int r = clamp_t(int, READ_ONCE(*x), 1, 2);",
    "upper_32_bits": "int r = upper_32_bits(5L);",
    "lower_32_bits": "int r = lower_32_bits(5L);",
    "abs": "int r = abs(READ_ONCE(*x));",
    "DIV_ROUND_UP": "int r = DIV_ROUND_UP(READ_ONCE(*x), 2);",
    "round_up": "int r = round_up(READ_ONCE(*x), 8);",
    "round_down": "int r = round_down(READ_ONCE(*x), 8);",
    "ALIGN": "int r = ALIGN(READ_ONCE(*x), 8);",
    "ALIGN_DOWN": "int r = ALIGN_DOWN(READ_ONCE(*x), 8);",
    "IS_ALIGNED": "int r = IS_ALIGNED(READ_ONCE(*x), 8);",
    "PTR_ERR_OR_ZERO": "long r = PTR_ERR_OR_ZERO(x);",
    "ERR_CAST": "int *r = ERR_CAST(x);",
    "get_cpu": "int r = get_cpu(); put_cpu();", "put_cpu": "int r = get_cpu(); put_cpu();",
    "printk": "printk(\"%d\\n\", READ_ONCE(*x));",
    "dev_info": "dev_info(x, \"%d\\n\", READ_ONCE(*x));",
    "wake_up_var": "wake_up_var(x);", "store_release_wake_up": "store_release_wake_up(x, 1);",
    "wake_up_var_locked": "wake_up_var_locked(x, l);",
    "wake_up_var_protected": "wake_up_var_protected(x, 1);",
    "BUILD_BUG_ON": "BUILD_BUG_ON(sizeof(int) != 4);",
    "BUILD_BUG_ON_MSG": "BUILD_BUG_ON_MSG(sizeof(int) != 4, \"int\");",
    "BUILD_BUG_ON_ZERO": "int r = BUILD_BUG_ON_ZERO(sizeof(int) != 4);",
    "BUILD_BUG_ON_NOT_POWER_OF_2": "BUILD_BUG_ON_NOT_POWER_OF_2(8);",
    "GENMASK": "unsigned long r = GENMASK(5, 2);",
    "GENMASK_ULL": "unsigned long r = GENMASK_ULL(5, 2);",
    "BITS_TO_LONGS": "int r = BITS_TO_LONGS(65);",
    "set_mask_bits": "unsigned long r = set_mask_bits(lp, 3, 1);",
    "bit_clear_unless": "bool r = bit_clear_unless(lp, 3, 4);",
    "rcu_replace_pointer_rtnl": "int *r = rcu_replace_pointer_rtnl(*pp, x);",
    "rcu_swap_protected": "int *r = x; rcu_swap_protected(*pp, r, 1);",
    "rtnl_dereference": "int *r = rtnl_dereference(*pp);",
    "unrcu_pointer": "int *r = unrcu_pointer(*pp);",
    "RCU_INITIALIZER": "int *r = RCU_INITIALIZER(x);",
    "RCU_LOCKDEP_WARN": "RCU_LOCKDEP_WARN(!rcu_read_lock_held(), \"no\");",
    "init_srcu_struct": "int r = init_srcu_struct(s);",
    "cleanup_srcu_struct": "cleanup_srcu_struct(s);",
    "srcu_read_lock_held": "int r = srcu_read_lock_held(s);",
    "WARN": "WARN(READ_ONCE(*x) == 2, \"x %d\", 2);",
    "WARN_ONCE": "WARN_ONCE(READ_ONCE(*x) == 2, \"x\");",
    "prefetch": "prefetch(x);",
    "prefetchw": "prefetchw(x);",
    "__UNIQUE_ID": "int __UNIQUE_ID(r) = 1;",
    "current": "struct task_struct *r = current;",
    "ilog2": "int r = ilog2(READ_ONCE(*x) | 1);",
    "roundup": "int r = roundup(READ_ONCE(*x), 3);",
    "rounddown": "int r = rounddown(READ_ONCE(*x), 3);",
    "DIV_ROUND_DOWN_ULL": "u64 r = DIV_ROUND_DOWN_ULL(READ_ONCE(*x), 3);",
    "DIV_ROUND_UP_ULL": "u64 r = DIV_ROUND_UP_ULL(READ_ONCE(*x), 3);",
    "DIV_ROUND_CLOSEST": "int r = DIV_ROUND_CLOSEST(READ_ONCE(*x), 3);",
    "do_div": "u64 n = READ_ONCE(*x); u32 r = do_div(n, 3);",
    "FIELD_PREP": "u32 r = FIELD_PREP(0xf0, READ_ONCE(*x));",
    "FIELD_GET": "u32 r = FIELD_GET(0xf0, READ_ONCE(*x));",
    "FIELD_FIT": "bool r = FIELD_FIT(0xf0, READ_ONCE(*x));",
    "FIELD_MAX": "u32 r = FIELD_MAX(0xf0);",
    "array_index_nospec": "int r = array_index_nospec(READ_ONCE(*x), 2);",
    "IS_ENABLED": "int r = IS_ENABLED(CONFIG_SMP);",
    "IS_BUILTIN": "int r = IS_BUILTIN(CONFIG_SMP);",
    "IS_MODULE": "int r = IS_MODULE(CONFIG_SMP);",
    "for_each_set_bit": "unsigned int r; for_each_set_bit(r, lp, 4) WRITE_ONCE(*x, 1);",
    "for_each_set_bit_from":
        "unsigned int r = 1; for_each_set_bit_from(r, lp, 4) WRITE_ONCE(*x, 1);",
    "for_each_clear_bit": "unsigned int r; for_each_clear_bit(r, lp, 2) WRITE_ONCE(*x, 1);",
}
for macro in "wait_var_event wait_var_event_interruptible wait_var_event_killable".split():
    MACROS[macro] = f"int r = {macro}(x, !READ_ONCE(*x));"
MACROS["wait_var_event_io"] = "wait_var_event_io(x, !READ_ONCE(*x));"
PER_CPU = {
    "read": "int r = W(n);", "write": "W(n, 2);", "add": "W(n, 2);", "sub": "W(n, 2);",
    "inc": "W(n);", "dec": "W(n);", "and": "W(n, 2);", "or": "W(n, 2);",
    "ptr": "int *r = W(&n);", "add_return": "int r = W(n, 2);", "inc_return": "int r = W(n);",
    "dec_return": "int r = W(n);", "xchg": "int r = W(n, 2);", "cmpxchg": "int r = W(n, 1, 2);",
}
for prefix in "this_cpu_ raw_cpu_ __this_cpu_".split():
    MACROS.update({prefix + word: text.replace("W", prefix + word)
                   for word, text in PER_CPU.items()})
MACROS.update({
    "per_cpu_ptr": "int *r = per_cpu_ptr(&n, 0);", "per_cpu": "int r = per_cpu(n, 0);",
    "get_cpu_ptr": "int *r = get_cpu_ptr(&n); put_cpu_ptr(r);",
    "put_cpu_ptr": "int *r = get_cpu_ptr(&n); put_cpu_ptr(r);",
    "put_cpu_var": "int *r = get_cpu_ptr(&n); put_cpu_var(n);",
    "for_each_possible_cpu": "int r; for_each_possible_cpu(r) per_cpu(n, r) = 2;",
    "for_each_online_cpu": "int r; for_each_online_cpu(r) per_cpu(n, r) = 2;",
})
# What runs later: the function of each kind, and the calls, WORK being the word.
LATER = {
    "INIT_WORK(w, helper); WORK(w);": "schedule_work",
    "INIT_WORK(w, helper); WORK(1, w);": "schedule_work_on queue_work",
    "INIT_WORK(w, helper); WORK(1, 1, w);": "queue_work_on",
    "INIT_DELAYED_WORK(dw, helper); WORK(dw, 1);": "schedule_delayed_work",
    "INIT_DELAYED_WORK(dw, helper); WORK(1, dw, 1);": "queue_delayed_work mod_delayed_work",
    "WORK(w, helper);": "INIT_WORK",
    "WORK(dw, helper);": "INIT_DELAYED_WORK",
    "struct delayed_work *r = WORK(&dw->work);": "to_delayed_work",
    "timer_setup(t, helper, 0); WORK(t, 1);": "mod_timer",
    "timer_setup(t, helper, 0); WORK(t);": "add_timer",
    "WORK(t, helper, 0);": "timer_setup",
    "struct timed *r = WORK(r, &td->timer, timer);": "from_timer",
    "tasklet_setup(tk, helper); WORK(tk);": "tasklet_schedule tasklet_hi_schedule",
    "WORK(tk, helper);": "tasklet_setup",
    "struct tasked *r = WORK(r, &ta->tasklet, tasklet);": "from_tasklet",
    "WORK(x, helper);": "__run_later",
    "init_irq_work(iw, helper); WORK(iw);": "irq_work_queue",
    "init_irq_work(iw, helper); WORK(iw, 0);": "irq_work_queue_on",
    "WORK(iw, helper);": "init_irq_work",
    "int *r = WORK(x, 4, 1); WRITE_ONCE(*r, 1);": "devm_kmalloc devm_kzalloc",
    "int *r = WORK(x, 2, 4, 1); WRITE_ONCE(*r, 1);": "devm_kmalloc_array devm_kcalloc",
    "WORK(x, pp);": "devm_kfree",
    "struct netdev_queue *r = WORK(nd, 0);": "netdev_get_tx_queue",
    "WORK(nd->_tx);": "netif_tx_start_queue netif_tx_stop_queue netif_tx_wake_queue",
    "WORK(nd);": "netif_start_queue netif_stop_queue netif_wake_queue",
    "bool r = WORK(nd->_tx);": "netif_tx_queue_stopped",
    "bool r = WORK(nd);": "netif_queue_stopped",
    "int r = 0;": "DECLARE_WORK DECLARE_DELAYED_WORK __WORK_INITIALIZER "
                  "__DELAYED_WORK_INITIALIZER IRQ_WORK_INIT DEFINE_IRQ_WORK",
}
for text, names in LATER.items():
    MACROS.update({name: re.sub(r"\bWORK\(", name + "(", text) for name in names.split()})
MACROS["wait_event_state"] = "wait_event_state(*wq, !READ_ONCE(*x), TASK_IDLE);"
for macro in "interruptible killable idle freezable".split():
    MACROS[f"wait_event_{macro}_timeout"] = f"wait_event_{macro}_timeout(*wq, READ_ONCE(*x), 9);"
MACROS["wait_event_timeout"] = "wait_event_timeout(*wq, READ_ONCE(*x), 9);"
for macro in "wait_event wait_event_interruptible wait_event_killable wait_event_idle".split():
    MACROS[macro] = f"{macro}(*wq, !READ_ONCE(*x));"
# First values that are macros.
VALUES = {
    "LIST_HEAD_INIT": "struct list_head a = LIST_HEAD_INIT(a);",
    "HLIST_HEAD_INIT": "struct hlist_head a = HLIST_HEAD_INIT;",
    "LLIST_HEAD_INIT": "struct llist_head a = LLIST_HEAD_INIT(a);",
    "KREF_INIT": "struct kref a = KREF_INIT(1);",
    "__WAIT_QUEUE_HEAD_INITIALIZER": "wait_queue_head_t a = __WAIT_QUEUE_HEAD_INITIALIZER(a);",
    "DECLARE_WORK": "DECLARE_WORK(a, helper);",
    "DECLARE_DELAYED_WORK": "DECLARE_DELAYED_WORK(a, helper);",
    "IRQ_WORK_INIT": "struct irq_work a = IRQ_WORK_INIT(helper);",
    "DEFINE_IRQ_WORK": "DEFINE_IRQ_WORK(a, helper);",
    "__WORK_INITIALIZER": "struct work_struct a = __WORK_INITIALIZER(a, helper);",
    "__DELAYED_WORK_INITIALIZER":
        "struct delayed_work a = __DELAYED_WORK_INITIALIZER(a, helper, 0);",
}
# Declarations of the arguments above, if the statement has them.
VARIABLES = {
    "x": "int *x", "pp": "int **pp", "v": "atomic_t *v", "k": "struct kref *k",
    "m": "struct mutex *m", "l": "spinlock_t *l",
    "wq": "wait_queue_head_t *wq", "i": "struct item *i", "head": "struct list_head *head",
    "h": "struct hitem *h",
    "hh": "struct hlist_head *hh", "li": "struct litem *li", "four": "int *four",
    "s": "struct srcu_struct *s", "lp": "unsigned long *lp", "w": "struct work_struct *w",
    "dw": "struct delayed_work *dw", "t": "struct timer_list *t", "td": "struct timed *td",
    "iw": "struct irq_work *iw",
    "tk": "struct tasklet_struct *tk", "ta": "struct tasked *ta", "nd": "struct net *nd",
}
STRUCTS = {
    "item": "struct item { int n; struct list_head list; };",
    "hitem": "struct hitem { int n; struct hlist_node node; };",
    "litem": "struct litem { int n; struct llist_node node; };",
    "timed": "struct timed { int n; struct timer_list timer; };",
    "tasked": "struct tasked { int n; struct tasklet_struct tasklet; };",
    "net": "struct net { struct netdev_queue _tx[1]; };",
}
# How a type or function of Rust is used.
RUST = {
    "Error": ("Atomic<i32>", "let e: Error = EINVAL; v.store(e.to_errno(), Relaxed);"),
    "num": ("Atomic<i32>", "v.store(v.load(Relaxed).count_zeros() as i32, Relaxed);"),
    "Ordering": ("Atomic<i32>", "let r0 = v.load(Relaxed).cmp(&1) == Ordering::Less;"),
    "TryFromIntError": ("Atomic<i32>", "let r: Result<u8, TryFromIntError> = "
                        "u8::try_from(v.load(Relaxed)); let r0 = r.is_ok();"),
    "slice": ("Atomic<i32>", "let mut a = [1, v.load(Relaxed)]; a.swap(0, 1); let r0 = a[0];"),
    "ManuallyDrop": ("Atomic<i32>", "let m: ManuallyDrop<i32> = ManuallyDrop::new(2); "
                     "v.store(*m, Relaxed);"),
    "option": ("Atomic<i32>", "let o = Some(v.load(Relaxed)).filter(|n| *n > 1);"),
    "result": ("Atomic<i32>", "let r = v.cmpxchg(0, 1, Full).inspect(|n| v.store(*n, Relaxed));"),
    "Refcount": ("Refcount", "if v.dec_and_test() { v.set(1); } else { v.inc(); v.dec(); }"),
    "SetOnce": ("SetOnce<i32>", "if v.as_ref().is_none() { v.populate(1); } let r0 = v.copy();"),
    "SpinLock": ("SpinLock<i32>", "*v.lock() += 1;"),
    "SpinLockGuard": ("SpinLock<i32>", "let g: SpinLockGuard<'_, i32> = v.lock(); drop(g);"),
    "Mutex": ("Mutex<i32>", "if let Some(mut g) = v.try_lock() { *g += 1; }"),
    "MutexGuard": ("Mutex<i32>", "let g: MutexGuard<'_, i32> = v.lock(); let r0 = *g;"),
    "rcu::read_lock": ("Atomic<i32>", "let _g = rcu::read_lock();"),
    "srcu::read_lock": ("SrcuStruct", "let _g = srcu::read_lock(v);"),
    "srcu::SrcuGuard": ("SrcuStruct", "let g: srcu::SrcuGuard<'_> = srcu::read_lock(v); drop(g);"),
    "rcu::Guard": ("Atomic<i32>", "let g: rcu::Guard = rcu::read_lock(); g.unlock();"),
    "Completion": ("Completion", "v.complete_all(); v.wait_for_completion();"),
    "CondVar": ("CondVar", "v.notify_one(); v.notify_all();"),
    "Revocable": ("Revocable<i32>", "if v.try_access().is_some() { v.revoke(); }"),
    "RevocableGuard": ("Revocable<i32>", "let g: RevocableGuard<'_, i32> = v.try_access()"
                       ".unwrap(); let r0 = *g;"),
    "LockedBy": ("LockedBy<i32, i32>", "let r0 = v.owner.is_null();"),
    "Opaque": ("Opaque<i32>", "unsafe { *v.get() = 1 };"),
    "Cell": ("Atomic<i32>", "let c = Cell::new(1i32); c.set(c.get() + v.load(Relaxed));"),
    "RefCell": ("Atomic<i32>", "let c = RefCell::new(1i32); *c.borrow_mut() += v.load(Relaxed);"),
    "KBox": ("Atomic<i32>", "let b: KBox<i32> = KBox::new(1, GFP_KERNEL).unwrap();"
             " v.store(*b, Relaxed);"),
    "AllocError": ("Atomic<i32>", "let r: Result<KBox<i32>, AllocError> = KBox::new(1, GFP_NOWAIT);"
                   " v.store(r.is_ok() as i32, Relaxed);"),
    "Flags": ("Atomic<i32>", "let f: Flags = GFP_ATOMIC; let _ = KBox::new(1, f);"),
    "GFP_KERNEL": ("Atomic<i32>", "let _ = KBox::new(1, GFP_KERNEL);"),
    "GFP_ATOMIC": ("Atomic<i32>", "let _ = KBox::new(1, GFP_ATOMIC);"),
    "GFP_NOWAIT": ("Atomic<i32>", "let _ = KBox::new(1, GFP_NOWAIT);"),
    "Arc": ("ArcInner<i32>", "let a = unsafe { Arc::from_inner(NonNull::from(v)) };"
            " let b = a.clone();"),
    "ArcInner": ("ArcInner<i32>", "let r0 = v.data;"),
    "ArcBorrow": ("ArcInner<i32>", "let a = unsafe { Arc::from_inner(NonNull::from(v)) };"
                  " let b: ArcBorrow<'_, i32> = a.as_arc_borrow(); let r0 = *b;"),
}
HELPER = "static void helper(int *p) { WRITE_ONCE(*p, 1); }"
# What words that are the checker's own, or operations, are called with: by the word they are the
# same as.
OPERANDS = {
    "srcu_read_lock": ["s"], "srcu_read_unlock": ["s", "srcu_read_lock(s)"],
    "synchronize_srcu": ["s"],
    "smp_store_mb": ["*x", "1"], "kfree": ["x"], "READ_ONCE": ["*x"], "WRITE_ONCE": ["*x", "1"],
    "rcu_dereference": ["*pp"],
}


def rows(root):
    with open(os.path.join(root, "defs/kernel.tbl"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("  "):
                yield re.split(r"  +", line.strip(), maxsplit=3)


def name_of(call):
    return re.sub(r"\(.*", "", call.removeprefix("type "))


def arguments(call):
    return [a.strip() for a in re.sub(r"^[^(]*\(|\)$", "", call).split(",")
            if a.strip()] if "(" in call else []


def prototypes(root):
    """The parameters of each function of litmus/lib."""
    found = {}
    folder = os.path.join(root, "litmus/lib")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for m in re.finditer(r"^static inline [^(]*?(\w+)\(([^)]*)\)\n\{", f.read(), re.M):
                found[m[1]] = [" ".join(p.split()) for p in m[2].split(",")
                               if p != "void"]
    return found


def statement(name, call, functions):
    """A statement that uses the word, and the variables that it is given."""
    given = {}
    if name in MACROS:
        text = MACROS[name]
        return text, {n: v for n, v in VARIABLES.items() if re.search(r"\b%s\b" % n, text)}
    operands = []
    if name in functions:
        for parameter in functions[name]:
            variable = re.search(r"\w+$", parameter)[0]
            if "*" in parameter:
                given[variable] = re.sub(r"\b(const|volatile) ", "", parameter)
                operands.append(variable)
            else:
                operands.append("1")
    elif name in OPERANDS:
        operands = OPERANDS[name]
    else:
        operands = {"l": "l", "m": "l", "p": "x", "v": "1", "old": "0", "new": "1"}
        operands = [operands.get(a, "1") for a in arguments(call)]
        if "try_cmpxchg" in name and len(operands) > 1:
            operands[1] = "&old"
    for operand in operands:
        for n, v in VARIABLES.items():
            if n not in given and name not in functions and re.search(r"\b%s\b" % n, operand):
                given[n] = v
    return (name, operands), given


def test_of(row, table, functions):
    """The text of a test that uses the word of @row."""
    call, kind, _, _ = row
    name = name_of(call)
    if call.startswith("rust "):
        of, text = RUST[name.removeprefix("rust ")]
        return f"Rust a\n{{ v: {of}; }}\nfn P0(v: &{of}) {{ {text} }}\nforall (true)\n"
    if call.startswith("type "):
        return (f"C a\n{{ {name} v; }}\nP0({name} *v, int *x) {{ WRITE_ONCE(*x, 1); }}\n"
                "forall (x=1)\n")
    meaning = name_of(kind[2:]) if kind.startswith("= ") else name
    if name in MACROS or (meaning in table and table[meaning][0].startswith("type ")):
        meaning = name
    text, given = statement(meaning, kind[2:] if kind.startswith("= ") else call, functions)
    if isinstance(text, tuple):
        operands = text[1] + ["1"] * max(0, len(arguments(call)) - len(text[1]))
        text = f"{name}({', '.join(operands)});" if "(" in call else f"int r = {name} != 0;"
    else:
        text = re.sub(r"\b%s\b" % meaning, name, text)
    if "try_cmpxchg" in text:
        text = "int old = 0; " + text
    file_scope = "DEFINE_PER_CPU(int, n) = 1;" if "cpu" in name else ""
    structs = file_scope + "\n".join(s for n, s in STRUCTS.items()
                        if f"struct {n} " in text or f"struct {n} *" in str(given)
                        or f"struct {n}," in text)
    values = VALUES.get(name, "") + (" int four[4];" if "four" in text else "")
    helper = HELPER if "helper" in text + values else ""
    given = list(given.values()) or ["int *x"]
    return (f"C a\n{structs}\n{{ {values} }}\n{helper}\nP0({', '.join(given)}) {{ {text} }}\n"
            "forall (true)\n")


def wrong(answer, row):
    """The difference between the answer and the row, or None."""
    _, kind, _, doc = row
    error = answer.get("error")
    if kind.startswith("use ") or kind == "none":
        want = kind if kind.startswith("use ") else doc
        return None if error and want in error else f"expected the error '{want}', not {error}"
    return error and f"{answer['line']}:{answer['column']}: {error}"


def main():
    lkmm, root = sys.argv[1:]
    table = {name_of(row[0]): row for row in rows(root)}
    functions = prototypes(root)
    points = tap.Tap()
    with tempfile.TemporaryDirectory() as work:
        for n, row in enumerate(table.values(), 1):
            with open(f"{work}/{n}.litmus", "w", encoding="utf-8") as f:
                f.write(test_of(row, table, functions))
        done = subprocess.run([lkmm, "check", "--json", work], capture_output=True, text=True,
                              check=False)
        answers = {int(os.path.basename(a["file"])[:-7]): a
                   for a in map(json.loads, done.stdout.splitlines())}
        for n, (name, row) in enumerate(table.items(), 1):
            problem = wrong(answers[n], row) if n in answers else "no answer"
            with open(f"{work}/{n}.litmus", encoding="utf-8") as f:
                points.point(not problem, name, problem, f.read())
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
