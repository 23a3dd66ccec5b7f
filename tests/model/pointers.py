# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Random programs with pointers, variables that one thread alone uses, and loops that wait, or that
go on as long as something changes. Another thread may have a pointer to a variable of one thread
alone, or be given one. demand.py decides them.
"""

SLOTS = 3
HEAD = """C pointers-{number}

{{
	int x = 0;
	int y = 0;
	int own0 = 0;
	int own1 = 0;
	int a[{slots}] = {{ 0, 0, 0 }};
	int *p = {p};
	int *q = {q};
}}
"""
THREAD = "\nP{t}(int *x, int *y, int *own{t}, int *a, int **p, int **q)\n{{\n{lines}\n}}\n"
# {own}: of this thread alone, {p}: a pointer, {v}: a variable, {r} and {s}: registers, {n}: 1 to 2
INDEX = ["{r} = READ_ONCE(*{own});\n\tif ({r} < 3)\n\t\tWRITE_ONCE(a[{r}], {n});",
         "{r} = READ_ONCE(*{own});\n\tWRITE_ONCE(*{own}, {r} + 1);\n\tWRITE_ONCE(a[{r}], {n});",
         "{r} = *{own};\n\t*{own} = {r} ^ 1;\n\tWRITE_ONCE(*{p}, &a[{r}]);",
         "{r} = READ_ONCE(*{own});\n\tb = &a[1];\n\tif ({r} == {n})\n\t\tb = {any};\n"
         "\tWRITE_ONCE(*{p}, b);"]
POINT = ["b = READ_ONCE(*{p});\n\tif (b)\n\t\tWRITE_ONCE(*b, {n});",
         "b = READ_ONCE(*{p});\n\t{r} = -1;\n\tif (b)\n\t\t{r} = READ_ONCE(*b);",
         "b = smp_load_acquire({p});\n\tif (b)\n\t\t{r} = xchg(b, {n});",
         "WRITE_ONCE(*{p}, {any});", "WRITE_ONCE(*{p}, NULL);",
         "b = cmpxchg({p}, NULL, {any});\n\tif (b)\n\t\tWRITE_ONCE(*b, {n});",
         "b = xchg({p}, {any});\n\tif (b)\n\t\tWRITE_ONCE(*b, {n});"]
LOOP = ["while (!READ_ONCE(*{v}))\n\t\tcpu_relax();",
        "while (({r} = smp_load_acquire({v})) != {n})\n\t\tcpu_relax();",
        "while (READ_ONCE(*{v}) < {n})\n\t\tsmp_rmb();",
        "while (!(b = READ_ONCE(*{p})))\n\t\tcpu_relax();\n\tWRITE_ONCE(*b, {n});",
        "b = READ_ONCE(*{p});\n\tif (b)\n\t\twhile (!READ_ONCE(*b))\n\t\t\tcpu_relax();",
        "{s} = READ_ONCE(*{v});\n\twhile (({r} = READ_ONCE(*{v})) != {s}) {{\n\t\t{s} = {r};\n"
        "\t\tWRITE_ONCE(*{p}, &a[{n}]);\n\t}}"]
WRITE = ["WRITE_ONCE(*{v}, {n});", "smp_store_release({v}, {n});", "*{v} = {n};", "{r} = *{v};",
         "{r} = READ_ONCE(*{v});", "smp_mb();",
         "if ({r} == {n})\n\t\tWRITE_ONCE(*{v}, 2);", "WRITE_ONCE(*{v}, {r} + 1);"]


def statement(rand, t, forms):
    return "\t" + rand.choice(forms).format(
        own=f"own{t}", p=rand.choice("pq"), v=rand.choice(["x", "y", "x", "y", "a"]),
        r=rand.choice(["r0", "r1"]), s="r2", n=rand.randint(1, 2),
        any=rand.choice(["x", "y", "&a[1]", "&a[2]", f"own{t}"]))


def thread(rand, t):
    forms = [rand.choice([INDEX, POINT, POINT, LOOP, WRITE, WRITE]) for _ in range(3)]
    lines = ["\tint r0 = 0;\n\tint r1 = 0;\n\tint r2 = 0;\n\tint *b = NULL;\n"]
    lines += [statement(rand, t, f) for f in forms[:rand.randint(2, 3)]]
    return THREAD.format(t=t, lines="\n".join(lines))


def program(rand, number):
    """The text of a test with two threads."""
    first = ["NULL", "NULL", "x", "&a[0]", "&a[1]", "own0", "own1"]
    head = HEAD.format(number=number, slots=SLOTS, p=rand.choice(first), q=rand.choice(first))
    return head + thread(rand, 0) + thread(rand, 1) + "\nlocations [x; y; a[0]; a[1]; a[2]]\n" \
        "exists (0:r0=1 /\\ 1:r1=2)\n"
