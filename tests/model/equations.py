#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""equations.py LKMM [--count N] [--seed N] [--keep DIR]

Random programs, decided a second time by the equations alone. This uses nothing of model/, and no
shortcuts: all paths, all reads-from, all coherence orders, then one relation after the other, in
the order of the model. Final states and flags must be those of lkmm check. Differences are
printed, and written to DIR. TAP.
"""
import argparse, itertools, json, os, pathlib, random, subprocess, sys, tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402
from relations import Event, Rel  # noqa: E402

# ---- the model, in the order of the paper --------------------------------------------------------


def flags_of(ev, rel):
    """The flags of an execution, or None if it is not allowed."""
    rf, co = rel["rf"], rel["co"]
    identity = Rel([1 << i for i in range(len(ev))])
    loc = Rel([sum(1 << j for j, b in enumerate(ev) if a.loc is not None and a.loc == b.loc)
               for a in ev])
    accesses = Rel([sum(1 << j for j, b in enumerate(ev) if a.memory() and b.memory()) for a in ev])
    ext = Rel([sum(1 << j for j, b in enumerate(ev) if a.thread != b.thread) for a in ev])

    # coherence, atomicity
    fr = (rf.inverse() >> co) - identity
    po_loc, com = rel["po"] & loc & accesses, rf | co | fr
    if not (po_loc | com).acyclic() or not (rel["rmw"] & ((fr & ext) >> (co & ext))).empty():
        return None
    return flags_of_coherent(ev, {**rel, "fr": fr, "loc": loc, "later": co.opt() >> rf})


def flags_of_coherent(ev, rel, sizes=False):
    """The same, if coherence and atomicity hold. "later": from a write to what reads from it, or
    from a later write to the same place. With SIZES, accesses may overlap in part, and "rf-any" is
    to all bytes of a read that has an event for each."""
    def where(test):
        return Rel([1 << i if test(e) else 0 for i, e in enumerate(ev)])

    def pairs(test):
        return Rel([sum(1 << j for j, b in enumerate(ev) if test(a, b)) for a in ev])

    def tagged(*tags):
        return where(lambda e: e.tag in tags)

    po, rf, co, rmw = rel["po"], rel["rf"], rel["co"], rel["rmw"]
    loc, fr = rel["loc"], rel["fr"]
    identity = where(lambda e: True)
    R, W, M = where(lambda e: e.kind == "R"), where(lambda e: e.kind == "W"), where(Event.memory)
    Plain, Marked = where(Event.plain), where(lambda e: not e.plain() and e.kind != "D")
    # events that fences order: a free is a plain write there, and nowhere else
    D = where(lambda e: e.kind == "D")
    M, W_or_D = M | D, W | D
    R_n = where(lambda e: e.kind == "R" and e.tag != "noreturn")
    not_n = where(lambda e: not (e.kind == "R" and e.tag == "noreturn"))
    RMW = where(lambda e: e.rmw)  # a cmpxchg() that fails is one, too
    Acquire = where(lambda e: (e.tag == "acquire" and e.kind != "W" and not e.failed())
                    or e.tag == "LKR")
    Release = where(lambda e: (e.tag == "release" and e.kind != "R" and not e.failed())
                    or e.tag == "UL")
    Mb = where(lambda e: e.tag == "mb" and not e.failed())
    UL, LKR, LKW = tagged("UL"), tagged("LKR"), tagged("LKW")
    Sync, Rmb = tagged("sync-rcu", "sync-srcu"), tagged("rmb", "after-ctrl-dep")
    ext = pairs(lambda a, b: a.thread != b.thread)
    int_ = pairs(lambda a, b: a.thread == b.thread and a.thread >= 0)
    not_unlock = where(lambda e: e.tag != "srcu-unlock")

    def fencerel(s):
        return po >> s >> po

    rfi, rfe = rf & int_, rel.get("rf-any", rf) & ext

    # dependencies, critical sections
    carry = (rel["data"] >> not_unlock >> rfi).star()
    carry_srcu = (rel["data"] >> not_unlock >> rf).star()
    addr, data, ctrl = carry >> rel["addr"], carry >> rel["data"], carry >> rel["ctrl"]
    srcu_rscs = (tagged("srcu-lock") >> carry_srcu >> rel["data"] >> tagged("srcu-unlock")) & loc
    after_unlock = tagged("srcu-unlock") >> fencerel(tagged("after-srcu-read-unlock"))

    # fences
    acq_po, po_rel = Acquire >> po >> M, M >> po >> Release
    ctrl_acq = Marked >> ctrl >> tagged("after-ctrl-dep") >> po >> M
    po_unlock_lock_po = po >> UL >> (po | rf) >> LKR >> po
    rmb, wmb = R_n >> fencerel(Rmb) >> R_n, W >> fencerel(tagged("wmb")) >> W_or_D
    mb = (M >> fencerel(Mb) >> M
          | M >> po >> (Mb & R) | (Mb & W) >> po >> M
          | M >> fencerel(tagged("before-atomic")) >> RMW >> po.opt() >> M
          | M >> po.opt() >> RMW >> fencerel(tagged("after-atomic")) >> M
          | M >> po.opt() >> LKW >> fencerel(tagged("after-spinlock")) >> M
          | M >> po_unlock_lock_po >> tagged("after-unlock-lock") >> po >> M
          | M >> po.opt() >> after_unlock >> M)
    gp = po >> Sync >> po.opt()
    strong_fence = mb | gp
    nonrw_fence = strong_fence | po_rel | acq_po | ctrl_acq
    fence = nonrw_fence | wmb | rmb
    barrier = (fencerel(Sync | Acquire | Release | tagged(
        "barrier", "rmb", "after-ctrl-dep", "wmb", "before-atomic", "after-atomic", "rcu-lock",
        "rcu-unlock", "srcu-lock", "srcu-unlock") | Mb) | po >> Release | Acquire >> po)

    # preserved program order
    dep, overwrite = addr | data, co | fr
    rwdep = (dep | ctrl) >> W
    to_w = rwdep | (overwrite & int_) | addr >> Plain >> wmb
    to_r = addr >> R | dep >> Marked >> rfi
    ppo = to_r | to_w | (fence & int_) | (po_unlock_lock_po & int_)

    # propagation
    rmw_sequence = (rf >> rmw).star()
    cumul = (rfe >> Marked).opt() >> (strong_fence | po_rel)
    cumul_fence = Marked >> (cumul | wmb | po_unlock_lock_po) >> Marked >> rmw_sequence
    prop = Marked >> (overwrite & ext).opt() >> cumul_fence.star() >> Marked >> rfe.opt() >> Marked
    other = prop - identity
    if sizes:  # what leads from an access back to it counts, unless it is nothing at all
        other = Marked >> ((overwrite & ext) >> cumul_fence.star() >> Marked >> rfe.opt()
                           | cumul_fence.plus() >> rfe.opt() | rfe) >> Marked
    hb = Marked >> (ppo | rfe | (other & int_)) >> Marked
    if not hb.acyclic():
        return None
    pb = prop >> strong_fence >> hb.star() >> Marked
    if not pb.acyclic():
        return None

    # RCU
    link = po.opt() >> hb.star() >> pb.star() >> prop >> po
    sections = [(tagged("sync-rcu"), rel["rcu-rscs"].inverse(), None),
                (tagged("sync-srcu"), srcu_rscs.inverse(), loc)]
    order, before = Sync, None
    while before is None or order.rows != before.rows:
        before = order
        for gps, rscsi, same in sections:
            for between in (link, link >> order >> link):
                new = gps >> between >> rscsi | rscsi >> between >> gps
                order = order | (new & same if same else new)
        order = order | order >> link >> order
    rcu_fence = po >> order >> po.opt()
    fence, strong_fence = fence | rcu_fence, strong_fence | rcu_fence
    rb = prop >> rcu_fence >> hb.star() >> pb.star() >> Marked
    if not rb.irreflexive():
        return None

    # plain accesses
    xbstar = (hb | pb | rb).star()
    vis = cumul_fence.star() >> rfe.opt() >> Marked >> (
        strong_fence >> Marked >> xbstar | (xbstar & int_.opt()))
    w_pre = Marked >> (addr | fence).opt()
    r_pre = Marked >> (addr | nonrw_fence | R_n >> fencerel(Rmb) >> not_n).opt()
    w_post = fence.opt() >> Marked >> rmw_sequence
    r_post = (nonrw_fence | not_n >> fencerel(Rmb) >> R_n).opt() >> Marked
    ww_vis = fence | strong_fence >> xbstar >> w_pre | w_post >> vis >> w_pre
    wr_vis = fence | strong_fence >> xbstar >> r_pre | w_post >> vis >> r_pre
    rw_xbstar = fence | r_post >> xbstar >> w_pre
    pre_race = ext & pairs(lambda a, b: (a.plain() and b.memory()) or
                           (a.memory() and a.thread >= 0 and b.plain()))
    if not ((pre_race & rf & rw_xbstar.inverse()).empty() and
            (pre_race & fr & wr_vis.inverse()).empty() and
            (pre_race & co & ww_vis.inverse()).empty()):
        return None
    ww_nonrace = (ww_vis & (pairs(lambda a, b: not a.plain() and b.kind == "W") | rw_xbstar)
                  & (pairs(lambda a, b: a.kind == "W" and not b.plain()) | wr_vis))
    race = ((pre_race & co) - ww_nonrace | ((pre_race & rel["later"]) - wr_vis) -
            rw_xbstar.inverse() | (pre_race & fr) - rw_xbstar)
    near, plain_w = (po & loc) - barrier, Plain >> W
    mixed = plain_w >> near >> Marked >> M | M >> Marked >> near >> plain_w
    sleep = rel["rcu-rscs"] & (po >> tagged("sync-srcu") >> po)
    # the life of objects
    used = pairs(lambda a, b: a.memory() and a.thread >= 0 and b.kind == "D" and a.loc == b.object)
    safe = (po | R >> rw_xbstar | Plain >> W >> (ww_vis & wr_vis & rw_xbstar) |
            Marked >> W >> (ww_vis & wr_vis))
    twice = pairs(lambda a, b: a is not b and a.kind == b.kind == "D" and a.object == b.object)
    return {flag for flag, r in (("data-race", race), ("mixed-accesses", mixed),
                                 ("invalid-sleep", sleep), ("use-after-free", used - safe),
                                 ("double-free", twice)) if not r.empty()}


# ---- programs: lists of operations, as C and as events -------------------------------------------

LOCS = ["x", "y", "z"]
DOMAINS = ["s", "u"]
FENCES = {"mb": "smp_mb", "rmb": "smp_rmb", "wmb": "smp_wmb", "barrier": "barrier",
          "before-atomic": "smp_mb__before_atomic", "after-atomic": "smp_mb__after_atomic",
          "after-srcu-read-unlock": "smp_mb__after_srcu_read_unlock", "sync-rcu": "synchronize_rcu",
          "after-ctrl-dep": "smp_acquire__after_ctrl_dep",
          "after-spinlock": "smp_mb__after_spinlock",
          "after-unlock-lock": "smp_mb__after_unlock_lock",
          "rcu-lock": "rcu_read_lock", "rcu-unlock": "rcu_read_unlock"}
SUFFIX = {"mb": "", "once": "_relaxed", "acquire": "_acquire", "release": "_release"}


class Program:
    """One that is made up from @seed."""

    def __init__(self, seed):
        self.rand, self.numbers = random.Random(seed), itertools.count(1)
        self.nlocs = self.rand.choice([2, 2, 3])
        self.plain = self.rand.choice([0, .2, .5])
        self.sections = self.rand.sample(["rcu", "srcu", "lock"], 2)
        self.name, self.regs = f"equations{seed}", []
        self.threads = []
        for t in range(self.rand.choice([2, 2, 3])):
            self.counter = itertools.count()
            self.thread = t
            self.threads.append(self.operations(self.rand.choice([2, 3, 3, 4]), [], 0))

    def register(self):
        name = f"r{next(self.counter)}"
        self.regs.append((self.thread, name))
        return name

    def tag(self, marked):
        return "plain" if self.rand.random() < self.plain else self.rand.choice(["once", marked])

    def operations(self, count, known, depth):
        ops = []
        for _ in range(count):
            op, r = self.operation(known, depth)
            ops.append(op)
            known = known + [r] if r else known
        return ops

    def operation(self, known, depth):
        rand, kind = self.rand, self.rand.random()
        loc = LOCS[rand.randrange(self.nlocs)]
        dep = rand.choice(known) if known and rand.random() < .5 else None
        if kind < .28:
            r = self.register()
            return ("read", loc, self.tag("acquire"), r, dep), r
        if kind < .56:
            return ("write", loc, next(self.numbers), self.tag("release"), dep,
                    rand.choice(["data", "addr", "copy"])), None
        if kind < .70:
            return ("fence", rand.choice(list(FENCES)[:9])), None
        if kind < .72:
            return ("sync-srcu", "s"), None
        if kind < .86:
            r, tag = self.register(), rand.choice(list(SUFFIX))
            if kind < .81:
                return ("xchg", loc, next(self.numbers), tag, r, dep), r
            return ("cmpxchg", loc, rand.choice([0, 1, 2]), next(self.numbers), tag, r), r
        if kind < .90 or depth == 2:
            return ("add", loc, dep), None
        if kind < .95 and known:
            return ("if", rand.choice(known),
                    self.operations(rand.choice([1, 2]), known, depth + 1),
                    self.operations(rand.choice([0, 0, 1]), known, depth + 1)), None
        section = rand.choice(self.sections)
        cookie = self.register() if section == "srcu" else None
        return (section, cookie, rand.choice([None, "after-spinlock", "after-unlock-lock"]),
                self.operations(rand.choice([1, 2]), known,
                                2 if section == "lock" else depth + 1)), None

    # -- as C --

    def text(self):
        out = [f"C {self.name}", "", "{}", ""]
        domains = ", ".join(f"struct srcu_struct *{d}" for d in DOMAINS)
        for t, ops in enumerate(self.threads):
            out.append(f"P{t}(int *x, int *y, int *z, spinlock_t *l, {domains})\n{{")
            out += [f"\tint {r};" for thread, r in self.regs if thread == t]
            out += ["\t" + line for op in ops for line in self.lines(op)] + ["}", ""]
        return "\n".join(out) + f"locations [{';'.join(self.observed())}]\n"

    def observed(self):
        return [f"{t}:{r}" for t, r in self.regs] + LOCS[:self.nlocs]

    def lines(self, op):
        kind = op[0]
        if kind == "read":
            at = f"({op[1]} + ({op[4]} & 0))" if op[4] else op[1]
            yield f"{op[3]} = " + {"plain": "*%s;", "once": "READ_ONCE(*%s);",
                                   "acquire": "smp_load_acquire(%s);"}[op[2]] % at
        elif kind == "write":
            at, value = op[1], str(op[2])
            if op[4]:
                at = f"({at} + ({op[4]} & 0))" if op[5] == "addr" else at
                value = {"data": f"({op[4]} & 0) + {value}", "copy": op[4], "addr": value}[op[5]]
            yield {"plain": "*%s = %s;", "once": "WRITE_ONCE(*%s, %s);",
                   "release": "smp_store_release(%s, %s);"}[op[3]] % (at, value)
        elif kind == "free":
            yield f"kfree({op[1]} + ({op[2]} & 0));" if op[2] else f"kfree({op[1]});"
        elif kind == "fence":
            yield FENCES[op[1]] + "();"
        elif kind == "sync-srcu":
            yield f"synchronize_srcu({op[1]});"
        elif kind == "srcu-lock":
            yield f"{op[2]} = srcu_read_lock({op[1]});"
        elif kind == "srcu-unlock":
            yield f"srcu_read_unlock({op[1]}, {op[2]});"
        elif kind in ("lock-take", "lock-give"):
            yield "spin_lock(l);" if kind == "lock-take" else "spin_unlock(l);"
        elif kind == "xchg":
            value = f"({op[5]} & 0) + {op[2]}" if op[5] else op[2]
            yield f"{op[4]} = xchg{SUFFIX[op[3]]}({op[1]}, {value});"
        elif kind == "cmpxchg":
            yield f"{op[5]} = cmpxchg{SUFFIX[op[4]]}({op[1]}, {op[2]}, {op[3]});"
        elif kind == "add":
            yield f"atomic_add({f'({op[2]} & 0) + 10' if op[2] else 10}, {op[1]});"
        elif kind == "if":
            yield f"if ({op[1]}) {{"
            for branch, end in ((op[2], "} else {"), (op[3], "}")):
                yield from ("\t" + line for inner in branch for line in self.lines(inner))
                yield end
        else:
            yield {"rcu": "rcu_read_lock();", "srcu": f"{op[1]} = srcu_read_lock(s);",
                   "lock": "spin_lock(l);"}[kind]
            if kind == "lock" and op[2]:
                yield FENCES[op[2]] + "();"
            yield from (line for inner in op[3] for line in self.lines(inner))
            yield {"rcu": "rcu_read_unlock();", "srcu": f"srcu_read_unlock(s, {op[1]});",
                   "lock": "spin_unlock(l);"}[kind]


class Path:
    """A way through a thread: its events, the values of registers, conditions on the values read. A
    value is a number, plus the value that an event has read."""

    def __init__(self, thread):
        self.thread, self.events, self.regs, self.facts, self.ctrl = thread, [], {}, [], frozenset()

    def copy(self):
        new = Path(self.thread)
        new.events, new.regs = list(self.events), dict(self.regs)
        new.facts, new.ctrl = list(self.facts), self.ctrl
        return new

    def add(self, kind, tag, loc=None, value=None, rmw=False, addr=None, data=None):
        e = Event(self.thread, kind, tag, loc, value, rmw)
        e.ctrl = self.ctrl
        e.addr = {self.regs[addr]} if addr else set()
        e.data = {self.regs[data]} if data else set()
        self.events.append(e)
        return e

    def pair(self, read, write):
        read.partner, write.partner = write, read


def paths(path, ops):
    """Every way on from @path through @ops. Events are not shared between ways: it starts anew."""
    if not ops:
        yield path
        return
    for way in range(2 if ops[0][0] in ("cmpxchg", "if", "pick") else 1):
        yield from step(path.copy(), ops[0], ops[1:], way)


def step(p, op, rest, way):
    kind = op[0]
    if kind == "read":
        p.regs[op[3]] = p.add("R", op[2], op[1], addr=op[4])
    elif kind == "write":
        addr = op[4] if op[5] == "addr" else None
        data = None if op[5] == "addr" else op[4]
        value = (0, p.regs[op[4]]) if data and op[5] == "copy" else (op[2], None)
        p.add("W", op[3], op[1], value, addr=addr, data=data)
    elif kind == "free":
        p.add("D", kind, addr=op[2]).object = op[1]
    elif kind == "fence":
        p.add("F", op[1])
    elif kind == "sync-srcu":
        p.add("S", kind, op[1])
    elif kind == "srcu-lock":
        p.regs[op[2]] = p.add("R", kind, op[1])
    elif kind == "srcu-unlock":
        p.add("W", kind, op[1], (0, p.regs[op[2]]), data=op[2])
    elif kind == "lock-take":
        take_lock(p)
    elif kind == "lock-give":
        p.add("W", "UL", "l", (0, None))
    elif kind in ("xchg", "add"):
        tag, addr = op[3] if kind == "xchg" else None, op[6] if len(op) > 6 else None
        r = p.add("R", tag or "noreturn", op[1], rmw=True, addr=addr)
        w = p.add("W", tag or "once", op[1], (op[2], None) if tag else (10, r), rmw=True,
                  addr=addr, data=op[5] if tag else op[2])
        p.pair(r, w)
        if tag:
            p.regs[op[4]] = r
        else:
            w.data = w.data | {r}
    elif kind == "cmpxchg":
        r = p.regs[op[5]] = p.add("R", op[4], op[1], rmw=True)
        if way:
            p.pair(r, p.add("W", op[4], op[1], (op[3], None), rmw=True))
        p.facts.append((r, way == 1, op[2]))
    elif kind == "pick":
        p.facts.append((p.regs[op[1]], way == 1, op[2]))
        rest = [op[3 if way else 4], *rest]
    elif kind == "if":
        outer, r = p.ctrl, p.regs[op[1]]
        p.ctrl = outer | {r}
        p.facts.append((r, way == 1, 0))
        for inner in paths(p, op[3] if way else op[2]):
            inner.ctrl = outer
            yield from paths(inner, rest)
        return
    else:
        yield from section(p, op, rest)
        return
    yield from paths(p, rest)


def take_lock(p):
    lock = p.add("R", "LKR", "l")
    p.pair(lock, p.add("W", "LKW", "l", (1, None)))


def section(p, op, rest):
    kind = op[0]
    if kind == "srcu":
        p.regs[op[1]] = p.add("R", "srcu-lock", "s")
    elif kind == "rcu":
        p.add("F", "rcu-lock")
    else:
        take_lock(p)
        if op[2]:
            p.add("F", op[2])
    for inner in paths(p, op[3]):
        if kind == "srcu":
            inner.add("W", "srcu-unlock", "s", (0, inner.regs[op[1]]), data=op[1])
        elif kind == "rcu":
            inner.add("F", "rcu-unlock")
        else:
            inner.add("W", "UL", "l", (0, None))
        yield from paths(inner, rest)


# ---- all executions ------------------------------------------------------------------------------


class TooMany(Exception):
    pass


class Executions:
    """Those of one choice of paths."""

    def __init__(self, program, chosen, budget):
        self.program, self.budget = program, budget
        self.locs = LOCS[:program.nlocs] + ["l"] + DOMAINS
        self.ev = [Event(-1, "W", "init", loc, (0, None)) for loc in self.locs]
        self.ev += [e for p in chosen for e in p.events]
        self.chosen, self.index = chosen, {e: i for i, e in enumerate(self.ev)}
        self.rel = {name: self.dependency(name) for name in ("addr", "data", "ctrl")}
        self.rel["po"] = Rel([sum(1 << j for j, b in enumerate(self.ev)
                                  if j > i and a.thread == b.thread >= 0)
                              for i, a in enumerate(self.ev)])
        self.rel["rmw"] = Rel([1 << self.index[e.partner] if e.kind == "R" and e.partner else 0
                               for e in self.ev])
        self.rel["rcu-rscs"] = self.rcu_sections()
        self.reads = [e for e in self.ev if e.kind == "R"]

    def dependency(self, name):
        rows = [0] * len(self.ev)
        for i, e in enumerate(self.ev):
            for source in getattr(e, name):
                rows[self.index[source]] |= 1 << i
        return Rel(rows)

    def rcu_sections(self):
        rows, inside = [0] * len(self.ev), {}
        for i, e in enumerate(self.ev):
            locks = inside.setdefault(e.thread, [])
            if e.tag == "rcu-lock":
                locks.append(i)
            elif e.tag == "rcu-unlock":
                first = locks.pop()
                if not locks:
                    rows[first] |= 1 << i
        return Rel(rows)

    def value(self, v, rf, seen=()):
        """An unknowable value is beyond this program."""
        number, source = v
        if source is None:
            return number
        if source in seen:
            raise TooMany
        return number + self.value(rf[source].value, rf, seen + (source,))

    def orders(self, loc):
        """Coherence orders; of a lock, those of whole critical sections."""
        writes = [e for e in self.ev if e.kind == "W" and e.loc == loc]
        for order in itertools.permutations(writes[1:]):
            if loc == "l" and any(a.tag != "LKW" or b.tag != "UL" or a.thread != b.thread or
                                  self.index[b] < self.index[a]
                                  for a, b in zip(order[::2], order[1::2])):
                continue
            yield writes[:1] + list(order)

    def all(self):
        sources = [[w for w in self.ev if w.kind == "W" and w.loc == r.loc and w is not r.partner]
                   for r in self.reads]
        orders = [list(self.orders(loc)) for loc in self.locs]
        count = 1
        for choice in sources + orders:
            count *= len(choice)
        self.budget -= count
        if self.budget < 0:
            raise TooMany
        for chosen in itertools.product(*sources):
            rf = dict(zip(self.reads, chosen))
            if all((self.value((0, r), rf) == n) == same
                   for p in self.chosen for r, same, n in p.facts):
                for order in itertools.product(*orders):
                    yield rf, order

    def decide(self):
        """Yields the final state and the flags of each execution that is allowed."""
        lock = self.locs.index("l")
        for rf, order in self.all():
            if any(r.tag == "LKR" and order[lock][order[lock].index(r.partner) - 1] is not w
                   for r, w in rf.items()):
                continue
            rows = [0] * len(self.ev)
            for r, w in rf.items():
                rows[self.index[w]] |= 1 << self.index[r]
            co = [0] * len(self.ev)
            for writes in order:
                for a, b in itertools.combinations(writes, 2):
                    co[self.index[a]] |= 1 << self.index[b]
            flags = flags_of(self.ev, {**self.rel, "rf": Rel(rows), "co": Rel(co)})
            if flags is not None:
                yield self.state(rf, order), flags

    def state(self, rf, order):
        regs = [self.chosen[t].regs.get(r) for t, r in self.program.regs]
        return tuple([self.value((0, r), rf) if r else 0 for r in regs] +
                     [self.value(writes[-1].value, rf) for writes in order[:self.program.nlocs]])


def decide(program, executions=Executions, budget=4000):
    states, flags = set(), set()
    ways = [list(paths(Path(t), ops)) for t, ops in enumerate(program.threads)]
    for chosen in itertools.product(*ways):
        x = executions(program, chosen, budget)
        for state, f in x.decide():
            states.add(state)
            flags |= f
        budget = x.budget
    return states, flags


# ---- against lkmm check --------------------------------------------------------------------------


def ask(lkmm, program, directory):
    file = os.path.join(directory, program.name + ".litmus")
    with open(file, "w") as f:
        f.write(program.text())
    out = subprocess.run([lkmm, "check", "--states", "--json", file], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True)
    answer = json.loads(out.stdout)
    if "states" not in answer:
        raise program.refused(answer["error"])
    states = set()
    for state in answer["states"]:
        values = dict(part.strip().split("=") for part in state.split(";") if part.strip())
        states.add(tuple(int(values[f"[{v}]" if v in LOCS else v]) for v in program.observed()))
    return states, set(answer["flags"])


def compare(points, lkmm, programs, keep, executions=Executions):
    """Compares all of PROGRAMS: a point for each, and one if most were small enough to try."""
    large = 0
    with tempfile.TemporaryDirectory() as tmp:
        for program in programs:
            try:
                states, flags = decide(program, executions)
                got, raised = ask(lkmm, program, tmp)
            except TooMany:
                large += 1
                continue
            same = points.point((got, raised) == (states, flags), program.name, program.text(),
                                f"the equations: {len(states)} states, flags {sorted(flags)}",
                                f"lkmm check: {len(got)} states, flags {sorted(raised)}",
                                f"only the former has {sorted(states - got)}",
                                f"only the latter has {sorted(got - states)}")
            if keep and not same:
                os.makedirs(keep, exist_ok=True)
                pathlib.Path(keep, program.name + ".litmus").write_text(program.text())
    points.point(large <= len(programs) / 2, f"{large} of {len(programs)} programs too large to "
                 "try everything, or with values out of thin air")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("lkmm")
    ap.add_argument("--count", type=int, default=100)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--keep")
    a = ap.parse_args()
    points = tap.Tap()
    compare(points, a.lkmm, [Program(seed) for seed in range(a.seed, a.seed + a.count)], a.keep)
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
