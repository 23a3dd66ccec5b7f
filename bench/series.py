# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Litmus tests in series: the same shape for more and more threads.

SERIES maps a name to a function that writes the test for N threads. A test is made from the bodies
of its threads, whose parameters and declarations follow from the names in them: x... are variables,
s a lock, r... registers.
"""
import re


def test(name, n, threads, condition, filter=None, lock="spinlock_t"):
    """A litmus test whose threads run the statements given."""
    out = [f"C {name}-{n}", "", "{", "}"]
    for t, statements in enumerate(threads):
        names = set(re.findall(r"\b[xrs]\d*\b", " ".join(statements)))
        params = [f"{lock if v[0] == 's' else 'int'} *{v}" for v in sorted(names) if v[0] != "r"]
        out += ["", f"P{t}({', '.join(params)})", "{"]
        out += [f"\tint {r};" for r in sorted(names) if r[0] == "r"]
        out += [f"\t{s};" for s in statements]
        out += ["}"]
    out += [""] + ([f"filter ({filter})"] if filter else []) + [condition]
    return "\n".join(out) + "\n"


def events(text):
    """How many events the longest run of the test TEXT has, initial writes included."""
    body = text.split("\n}\n", 1)[1]
    two = len(re.findall(r"\b(?:spin_lock|spin_trylock|xchg\w*|cmpxchg\w*|atomic_(?:inc|add)\w*)\(",
                         body))
    one = len(re.findall(r"\b(?:READ_ONCE|WRITE_ONCE|smp_\w+|rcu_read_\w+|synchronize_\w+|"
                         r"spin_unlock)\(", body))
    plain = len(re.findall(r"= \*|^\t\*", body, re.M))
    variables = len(set(re.findall(r"\*([xs]\d*)[,)]",
                                   " ".join(re.findall(r"^P\d+\((.*)\)$", body, re.M)))))
    return 2 * two + one + plain + variables


def write(v, value=1):
    return f"WRITE_ONCE(*{v}, {value})"


def read(r, v):
    return f"{r} = READ_ONCE(*{v})"


SEEN_ONE = "{0}:r1=1 /\\ {0}:r2=0"


def every(form, n, start=0):
    return " /\\ ".join(form.format(i, (i + 1) % n) for i in range(start, n))


# ---- rings: thread i shares one variable with the thread before and one with the thread after it
# ----


def ring(name, body, condition):
    """BODY makes the statements of a thread from the names of its two variables."""

    def make(n):
        return test(name, n, [body(f"x{i}", f"x{(i + 1) % n}") for i in range(n)],
                    f"exists ({every(condition, n)})")

    return make


def locked_ring(name, take, release, filter=None, condition="{0}:r1=0"):
    def make(n):
        threads = [[take, write(f"x{i}"), read("r1", f"x{(i + 1) % n}"), release] for i in range(n)]
        return test(name, n, threads, f"exists ({every(condition, n)})",
                    filter=filter and every(filter, n), lock="spinlock_t" if "spin" in take
                    else "int")

    return make


# ---- locks ----


def counter(n):
    """Every thread adds one to a plain variable, under the lock."""
    return test("lock-counter", n,
                [["spin_lock(s)", "r1 = *x", "*x = r1 + 1", "spin_unlock(s)"]] * n,
                f"exists (x={n})")


def locked_additions(n):
    threads = [["spin_lock(s)", "r1 = *x", f"*x = r1 + {1 << i}", "spin_unlock(s)"]
               for i in range(n)]
    return test("lock-add", n, threads, f"exists (x={(1 << n) - 1})")


def handover(n):
    """Under the lock every thread writes its own variable and looks at the next one's, both plain.
    """
    threads = [["spin_lock(s)", f"*x{i} = 1", f"r1 = *x{(i + 1) % n}", "spin_unlock(s)"]
               for i in range(n)]
    return test("lock-plain", n, threads, f"exists ({every('{0}:r1=0', n)})")


def two_locks(n):
    """A lock for each variable; every thread takes the two it needs, the one of the lower number
    first."""
    threads = []
    for i in range(n):
        j = (i + 1) % n
        low, high = min(i, j), max(i, j)
        threads += [[f"spin_lock(s{low})", f"spin_lock(s{high})", write(f"x{i}"),
                     read("r1", f"x{j}"), f"spin_unlock(s{high})", f"spin_unlock(s{low})"]]
    return test("lock-two", n, threads, f"exists ({every('{0}:r1=0', n)})")


def two_sections(n):
    """Writes in one critical section, looks in the next."""
    threads = [["spin_lock(s)", write(f"x{i}"), "spin_unlock(s)", "spin_lock(s)",
                "smp_mb__after_unlock_lock()", read("r1", f"x{(i + 1) % n}"), "spin_unlock(s)"]
               for i in range(n)]
    return test("lock-again", n, threads, f"exists ({every('{0}:r1=0', n)})")


def trylocks(n):
    """Only one thread gets a lock that is not given back."""
    return test("trylock", n, [["r1 = spin_trylock(s)"]] * n, "exists (0:r1=1 /\\ 1:r1=1)")


# ---- counters ----


def increments(n):
    made = test("inc", n, [["atomic_inc(x)"]] * n, f"exists (x={n})")
    return made.replace("int *x", "atomic_t *x")


def additions(n):
    """Every thread adds another number."""
    threads = [[f"atomic_add({1 << i}, x)"] for i in range(n)]
    return test("add", n, threads, f"exists (x={(1 << n) - 1})").replace("int *x", "atomic_t *x")


def tickets(n):
    """No two threads draw the same number, and none a number out of range."""
    threads = [["r1 = atomic_inc_return_relaxed(x)"]] * n
    made = test("ticket", n, threads, f"exists (0:r1=1:r1 \\/ 0:r1={n + 1})")
    return made.replace("int *x", "atomic_t *x")


# ---- RCU ----


def rcu(name, kinds):
    """KINDS(n): R for a thread whose two reads are a critical section, G for a grace period between
    them."""

    def make(n):
        threads = []
        for i, kind in enumerate(kinds(n)):
            first, second = read("r1", f"x{i}"), read("r2", f"x{(i + 1) % n}")
            threads += [[first, "synchronize_rcu()", second] if kind == "G" else
                        ["rcu_read_lock()", first, second, "rcu_read_unlock()"]]
        threads += [[write(f"x{i}") for i in range(n)]]
        return test(name, n, threads, f"exists ({every(SEEN_ONE, n)})")

    return make


# ---- one writer, readers that see its writes in different orders ----


def chain(n):
    """ISA2, longer: each thread passes on its value; the last reads the first one's data.
    """
    threads = [[write("x0"), "smp_store_release(x1, 1)"]]
    threads += [[f"r1 = smp_load_acquire(x{i})", f"smp_store_release(x{i + 1}, 1)"]
                for i in range(1, n - 1)]
    threads += [[f"r1 = smp_load_acquire(x{n - 1})", read("r2", "x0")]]
    seen = every("{0}:r1=1", n, 1)
    return test("chain", n, threads, f"exists ({seen} /\\ {n - 1}:r2=0)")


def independent(n):
    """IRIW with a ring of readers: half of the threads write, each reader sees one write and not
    the next."""
    readers = n // 2
    threads = [[write(f"x{i % readers}", 1 + i // readers)] for i in range(n - readers)]
    threads += [[read("r1", f"x{i}"), "smp_mb()", read("r2", f"x{(i + 1) % readers}")]
                for i in range(readers)]
    return test("iriw", n, threads, f"exists ({every(SEEN_ONE, n, n - readers)})")


def one_variable(n):
    """All write to one variable and look at it again, twice."""
    threads = [[write("x", i + 1), read("r1", "x"), read("r2", "x")] for i in range(n)]
    return test("corr", n, threads, "exists (0:r1=2 /\\ 0:r2=1 /\\ 1:r1=1)")


# The threads of an RCU series: G for a grace period, R for a critical section.
KINDS = {
    "rcu-G": lambda n: "G" * n,
    "rcu-R": lambda n: "G" * (n - 1) + "R",
    "rcu-half": lambda n: "G" * (n - n // 2) + "R" * (n // 2),
    "rcu-GRR": lambda n: ("GRR" * n)[:n],
}

SERIES = {
    "lock": locked_ring("lock", "spin_lock(s)", "spin_unlock(s)"),
    "lock-C": locked_ring("lock-C", "r2 = cmpxchg_acquire(s, 0, 1)", "smp_store_release(s, 0)",
                          filter="{0}:r2=0"),
    "lock-CE": locked_ring("lock-CE", "r2 = cmpxchg_acquire(s, 0, 1)", "smp_store_release(s, 0)",
                           condition="{0}:r1=0 /\\ {0}:r2=0"),
    "lock-X": locked_ring("lock-X", "r2 = xchg_acquire(s, 1)", "smp_store_release(s, 0)",
                          filter="{0}:r2=0"),
    "lock-XE": locked_ring("lock-XE", "r2 = xchg_acquire(s, 1)", "smp_store_release(s, 0)",
                           condition="{0}:r1=0 /\\ {0}:r2=0"),
    "lock-plain": handover,
    "lock-two": two_locks,
    "lock-again": two_sections,
    "lock-counter": counter,
    "lock-add": locked_additions,
    "trylock": trylocks,
    "inc": increments,
    "add": additions,
    "ticket": tickets,
    "rcu-G": rcu("rcu-G", KINDS["rcu-G"]),
    "rcu-R": rcu("rcu-R", KINDS["rcu-R"]),
    "rcu-half": rcu("rcu-half", KINDS["rcu-half"]),
    "rcu-GRR": rcu("rcu-GRR", KINDS["rcu-GRR"]),
    "sb-mb": ring("sb-mb", lambda a, b: [write(a), "smp_mb()", read("r1", b)], "{0}:r1=0"),
    "sb-wmb": ring("sb-wmb", lambda a, b: [write(a), "smp_wmb()", read("r1", b)], "{0}:r1=0"),
    "lb-acquire": ring("lb-acquire", lambda a, b: [f"r1 = smp_load_acquire({a})", write(b)],
                       "{0}:r1=1"),
    "lb-data": ring("lb-data", lambda a, b: [read("r1", a), f"WRITE_ONCE(*{b}, r1)"], "{0}:r1=1"),
    "2+2w": ring("2+2w", lambda a, b: [write(a), "smp_mb()", write(b, 2)], "x{0}=1"),
    "chain": chain,
    "iriw": independent,
    "corr": one_variable,
}

# The fewest threads that a series makes sense for, if not two.
FIRST = {"chain": 3, "iriw": 4}


def reference(name, n):
    """The reference test that equals the test of series NAME for N threads, if any."""
    if name in KINDS:
        return "rcu-many/C-" + "+".join("RR-" + kind for kind in KINDS[name](n)) + ".litmus"
    if name in ("lock", "lock-C", "lock-CE", "lock-X", "lock-XE"):
        return "absperf/C-SB+" + "+".join(["l-o-o-u"] * n) + name[len("lock"):] + ".litmus"
    return None
