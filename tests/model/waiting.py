#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""waiting.py LKMM [--seed N] [COUNT]

Executions that never end, decided twice. Random programs of two or three threads wait in loops, for
locks, semaphores, completions and grace periods. This script runs each program under sequential
consistency, one statement of a thread after the other, in every order: where no thread can go on
and some have not ended, these wait for ever. It shares nothing with the checker: a loop that waits
is a statement that can be executed once its condition is true.

 - Whatever blocks in some order must block for the checker.
 - With a full barrier between all statements, the checker must find nothing else: a program blocks
   if and only if it does in some order, and the threads that the checker names are those that wait
   at the end of one of these orders.

Output is TAP, a line for each kind of program.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

WRITER = 0x40000000


# ---- programs: a statement is a tuple; see STEPS for what it does, SPELL for its C ----


def spell_await(rng, x, v):
    return rng.choice([
        f"while (READ_ONCE(*{x}) != {v}) cpu_relax();",
        f"do cpu_relax(); while (READ_ONCE(*{x}) != {v});",
        f"for (;;) {{ if (READ_ONCE(*{x}) == {v}) break; cpu_relax(); }}",
        f"smp_cond_load_relaxed({x}, VAL == {v});",
        f"smp_cond_load_acquire({x}, VAL == {v});",
        f"while (true) {{ int t = READ_ONCE(*{x}); if (t == {v}) break; }}",
        f"{{ int t = READ_ONCE(*{x}); while (t != {v}) t = READ_ONCE(*{x}); }}",
        f"wait_for({x}, {v});",
        # other turns write the value that it has, and need not end
        f"for (;;) {{ if (READ_ONCE(*{x}) == {v} && "
        f"atomic_fetch_add_relaxed(0, {x}) == {v}) break; }}",
    ])


def spell_take(rng, x, a, b):
    return rng.choice([
        f"while (cmpxchg({x}, {a}, {b}) != {a}) cpu_relax();",
        f"while (true && cmpxchg_acquire({x}, {a}, {b}) != {a}) cpu_relax();",
        f"for (;;) {{ int t = {a}; if (try_cmpxchg({x}, &t, {b})) break; }}",
        f"for (;;) {{ if (READ_ONCE(*{x}) == {a} && cmpxchg({x}, {a}, {b}) == {a}) break; }}",
    ])


def spell_tas(rng, x):
    return rng.choice([
        f"while (xchg({x}, 1)) cpu_relax();",
        f"while (xchg_acquire({x}, 1) != 0) while (READ_ONCE(*{x})) cpu_relax();",
        f"for (;;) {{ if (!xchg({x}, 1)) break; cpu_relax(); }}",
    ])


SPELL = {
    "write": lambda rng, x, v: f"WRITE_ONCE(*{x}, {v});",
    "read": lambda rng, r, x: f"{r} = READ_ONCE(*{x});",
    "xchg": lambda rng, r, x, v: f"{r} = xchg({x}, {v});",
    "await": spell_await,
    "take": spell_take,
    "spin_lock": lambda rng, x: f"spin_lock({x});",
    "spin_try": lambda rng, x: f"while (!spin_trylock({x})) cpu_relax();",
    "tas_lock": spell_tas,
    "tas_unlock": lambda rng, x: f"smp_store_release({x}, 0);",
    "spin_unlock": lambda rng, x: f"spin_unlock({x});",
    "mutex_lock": lambda rng, x: f"mutex_lock({x});",
    "mutex_unlock": lambda rng, x: f"mutex_unlock({x});",
    "write_lock": lambda rng, x: f"write_lock({x});",
    "write_unlock": lambda rng, x: f"write_unlock({x});",
    "read_count": lambda rng, x: f"read_lock({x});",
    "read_wait": lambda rng, x: "",
    "read_unlock": lambda rng, x: f"read_unlock({x});",
    "down": lambda rng, x: f"down({x});",
    "up": lambda rng, x: f"up({x});",
    "wait_done": lambda rng, x: f"wait_for_completion({x});",
    "done": lambda rng, x: f"complete({x});",
    "rcu_lock": lambda rng: "rcu_read_lock();",
    "rcu_unlock": lambda rng: "rcu_read_unlock();",
    "sync_begin": lambda rng: "synchronize_rcu();",
    "sync_end": lambda rng: "",
}

TYPES = {"x": "int", "y": "int", "z": "int", "q": "int", "l": "spinlock_t", "m": "struct mutex",
         "w": "rwlock_t", "s": "struct semaphore", "c": "struct completion"}


def simple(rng, names):
    x = rng.choice(names)
    return rng.choice([("write", x, rng.choice([1, 1, 2])), ("read", "r0", x),
                       ("xchg", "r0", x, rng.choice([1, 2])),
                       ("await", x, rng.choice([1, 1, 2])), ("await", x, 1), ("take", x, 0, 1)])


def section(rng, begin, body, end):
    """A critical section, which now and then is not left."""
    return [*begin, *body, *([end] if rng.random() < 0.85 else [])]


def compound(rng, kind, names):
    body = [simple(rng, names)] if rng.random() < 0.6 else []
    if kind == "lock":
        x, take = rng.choice([("l", "spin_lock"), ("l", "spin_try"), ("m", "mutex_lock"),
                              ("q", "tas_lock")])
        return section(rng, [(take, x)], body, (take.split("_")[0] + "_unlock", x))
    if kind == "rwlock":
        if rng.random() < 0.5:
            return section(rng, [("write_lock", "w")], body, ("write_unlock", "w"))
        return section(rng, [("read_count", "w"), ("read_wait", "w")], body, ("read_unlock", "w"))
    if kind == "count":
        return [rng.choice([("down", "s"), ("up", "s"), ("wait_done", "c"), ("done", "c")])] + body
    if rng.random() < 0.4:
        return [("sync_begin",), ("sync_end",), *body]
    return section(rng, [("rcu_lock",)], [simple(rng, names), *body], ("rcu_unlock",))


def make_thread(rng, kind, names):
    body = []
    for _ in range(rng.choice([1, 2, 2])):
        if kind == "plain" or rng.random() < 0.35:
            body.append(simple(rng, names))
        else:
            body += compound(rng, kind, names)
        if body[-1][0] in ("read", "xchg") and rng.random() < 0.6:
            body.append(("if", "r0", rng.choice([0, 1]), [simple(rng, names)]))
    return body


# ---- all orders ----


class Orders:
    """Runs a program in every order; .stuck has a set of (thread, statement) for each way to end
    in which some thread waits."""

    def __init__(self, threads):
        self.threads = [self.flat(body, 0) for body in threads]
        self.seen = set()
        self.stuck = set()
        self.ended = False
        n = len(threads)
        start = (tuple([0] * n), tuple([0] * n), tuple(sorted((x, 0) for x in TYPES)),
                 tuple([0] * n), tuple([0] * n), tuple([()] * n))
        self.explore(start)

    def flat(self, body, first):
        """Statements in a list; ("unless", r, v, target) jumps."""
        out = []
        for s in body:
            if s[0] == "if":
                inner = self.flat(s[3], first + len(out) + 1)
                out.append(("unless", s[1], s[2], first + len(out) + 1 + len(inner)))
                out += inner
            else:
                out.append(s)
        return out

    def explore(self, start):
        todo = [start]
        while todo:
            state = todo.pop()
            if state in self.seen:
                continue
            self.seen.add(state)
            following = [s for t in range(len(self.threads)) if (s := self.step(state, t))]
            todo += following
            if following:
                continue
            waiting = frozenset((t, pc) for t, pc in enumerate(state[0])
                                if pc < len(self.threads[t]))
            if waiting:
                self.stuck.add(waiting)
            else:
                self.ended = True

    def step(self, state, t):
        """The state after the next statement of @t, or None if it cannot be executed."""
        pcs, regs, memory, depth, sections, periods = state
        pc, r = pcs[t], regs[t]
        if pc == len(self.threads[t]):
            return None
        kind, *args = self.threads[t][pc]
        m, target = dict(memory), pc + 1
        depth, sections, periods = list(depth), list(sections), list(periods)
        x = args[0] if args else None
        if kind == "unless":
            target = pc + 1 if r == args[1] else args[2]
        elif kind == "write":
            m[x] = args[1]
        elif kind == "read":
            r = m[args[1]]
        elif kind == "xchg":
            r, m[args[1]] = m[args[1]], args[2]
        elif kind == "await":
            if m[x] != args[1]:
                return None
        elif kind == "take":
            if m[x] != args[1]:
                return None
            m[x] = args[2]
        elif kind in ("spin_lock", "spin_try", "mutex_lock", "tas_lock", "write_lock"):
            if m[x]:
                return None
            m[x] = WRITER if kind == "write_lock" else 1
        elif kind in ("spin_unlock", "mutex_unlock", "tas_unlock"):
            m[x] = 0
        elif kind == "write_unlock":
            m[x] -= WRITER
        elif kind == "read_count":
            m[x] += 1
        elif kind == "read_wait":
            if m[x] >= WRITER:
                return None
        elif kind == "read_unlock":
            m[x] -= 1
        elif kind in ("down", "wait_done"):
            if m[x] <= 0:
                return None
            m[x] -= 1
        elif kind in ("up", "done"):
            m[x] += 1
        elif kind == "rcu_lock":
            sections[t] += not depth[t]
            depth[t] += 1
        elif kind == "rcu_unlock":
            depth[t] -= 1
        elif kind == "sync_begin":
            periods[t] = tuple((u, sections[u]) for u in range(len(pcs)) if depth[u])
        elif any(depth[u] and sections[u] == n for u, n in periods[t]):
            return None
        else:
            periods[t] = ()
        return (self.put(pcs, t, target), self.put(regs, t, r), tuple(sorted(m.items())),
                tuple(depth), tuple(sections), tuple(periods))

    @staticmethod
    def put(values, t, v):
        return tuple(v if i == t else old for i, old in enumerate(values))


# ---- in C ----


def write_test(rng, name, threads, fenced):
    """The text, and of each thread the line of each statement, in the order of Orders.flat()."""
    out = [f"C {name}", "{}",
           "static inline void wait_for(int *p, int v) { while (READ_ONCE(*p) != v) cpu_relax(); }"]
    lines = []
    for t, body in enumerate(threads):
        own = []
        out += [f"P{t}({', '.join(f'{TYPES[x]} *{x}' for x in TYPES)})", "{", "int r0 = 0;"]

        def put(stmts, inside=False):
            for s in stmts:
                if s[0] == "if":
                    out.append(f"if ({s[1]} == {s[2]}) {{")
                    own.append(len(out))
                    put(s[3], True)
                    out.append("}")
                    continue
                text = SPELL[s[0]](rng, *s[1:])
                if text:
                    if fenced:
                        out.append("smp_mb();")
                    out.append(text)
                own.append(len(out))

        put(body)
        out.append("}")
        lines.append(own)
    out.append("forall (true)")
    return "\n".join(out) + "\n", lines


# ---- both ----


def is_cut(answer):
    """Some executions were not looked at, and none that blocks was found."""
    e = answer.get("executions", {})
    return not e.get("block", 0) and not e.get("all_counted", True)


def compare(answer, orders, lines, fenced):
    """What is wrong, or None."""
    if "error" in answer and "executions" not in answer:
        return f"not decided: {answer['error']}"
    e = answer.get("executions", {})
    blocks = e.get("block", 0)
    if orders.stuck and not blocks:
        # The search is bounded; where it ended early, the answer has that.
        return None if is_cut(answer) else "blocks in some order, but not for the checker"
    if not fenced:
        return None
    if blocks and not orders.stuck:
        return "blocks for the checker, but in no order"
    if not blocks:
        return None
    named = {(s["thread"], s["calls"][-1]["line"] if "calls" in s else s["line"])
             for s in e["standing"]}
    places = [{(t, lines[t][pc]) for t, pc in stuck} for stuck in orders.stuck]
    return None if named in places else f"the checker names {sorted(named)}, which is no such end"


def run(lkmm, seed, kind, fenced, count, directory):
    rng = random.Random(f"{seed} {kind} {fenced}")
    programs = {}
    for i in range(count):
        names = ["x", "y", "z"][:rng.choice([2, 2, 3])]
        threads = [make_thread(rng, kind, names) for _ in range(rng.choice([2, 2, 3]))]
        name = f"{kind}-{'fenced' if fenced else 'bare'}-{i}"
        text, lines = write_test(rng, name, threads, fenced)
        path = os.path.join(directory, f"{name}.litmus")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        programs[path] = Orders(threads), lines
    done = subprocess.run([lkmm, "check", "--json", *programs], capture_output=True, text=True,
                          check=False)
    answers = {a["file"]: a for a in map(json.loads, done.stdout.splitlines())}
    wrong = []
    for path, (orders, lines) in programs.items():
        reason = compare(answers[path], orders, lines, fenced) if path in answers else "no answer"
        if reason:
            with open(path, encoding="utf-8") as f:
                wrong.append(f"{os.path.basename(path)}: {reason}\n{f.read()}")
    cut = [os.path.basename(path) for path, answer in answers.items() if is_cut(answer)]
    if len(cut) > max(1, count // 20):
        wrong.append(f"too many searches ended early: {' '.join(cut)}")
    stuck = sum(bool(o.stuck) for o, _ in programs.values())
    return wrong, stuck


def main():
    args = sys.argv[1:]
    seed = args.pop(args.index("--seed") + 1) if "--seed" in args else 1
    args = [a for a in args if a != "--seed"]
    lkmm, count = os.path.realpath(args[0]), int(args[1]) if len(args) > 1 else 60
    failed = n = 0
    for kind in ("plain", "lock", "rwlock", "count", "rcu"):
        for fenced in (False, True):
            with tempfile.TemporaryDirectory() as directory:
                wrong, stuck = run(lkmm, seed, kind, fenced, count, directory)
            n += 1
            # A test of programs none of which, or all of which, block tells nothing.
            bad = wrong or not count // 10 < stuck < count
            failed += bool(bad)
            print(f"{'not ok' if bad else 'ok'} {n} - {kind}, "
                  f"{'a barrier between all statements' if fenced else 'no barriers'}: "
                  f"{stuck} of {count} programs block in some order")
            for text in wrong[:3]:
                print("\n".join(f"# {line}" for line in text.splitlines()))
    print(f"1..{n}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
