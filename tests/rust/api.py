#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""api.py CARGO TREE [--update]: the public interface of the crate is the one that rust/api.txt
lists; --update writes that. It is read from what rustdoc writes as JSON, which takes the compiler
whose format this knows: a change of the list is a change for users. TAP."""
import difflib
import json
import os
import re
import subprocess
import sys
import tempfile

FORMATS = range(45, 70)		# of rustdoc; what is read here was the same in all of them

cargo, tree = sys.argv[1], os.path.abspath(sys.argv[2])
listing = os.path.join(tree, "rust/api.txt")
HEAD = """# SPDX-License-Identifier: GPL-2.0 OR MIT
# The public interface of the crate, as inline on x86-64: written by tests/rust/api.py --update
"""


def documentation(target):
    """What rustdoc writes about the crate; or None, and the reason."""
    done = subprocess.run(
        [cargo, "rustdoc", "--lib", "--offline", "--quiet", "--target=x86_64-unknown-linux-gnu",
         "--target-dir", target, "--", "-Zunstable-options", "--output-format=json"],
        cwd=os.path.join(tree, "rust"), env={**os.environ, "RUSTC_BOOTSTRAP": "1"},
        capture_output=True, text=True, check=False)
    path = os.path.join(target, "x86_64-unknown-linux-gnu/doc/lkmm.json")
    if done.returncode or not os.path.exists(path):
        return None, done.stderr.strip().splitlines()[-1:] or ["rustdoc wrote nothing"]
    with open(path, encoding="utf-8") as f:
        doc = json.load(f)
    if doc["format_version"] not in FORMATS:
        return None, [f"rustdoc writes format {doc['format_version']}"]
    return doc, None


class Printer:
    """Items as lines of Rust. Ids are keys of the index."""

    def __init__(self, doc):
        self.index = doc["index"]
        self.lines = set()
        self.path_of = {}		# of each type, trait and function: the first

    def item(self, number):
        return self.index.get(str(number))

    # ---- types ----

    def arguments(self, args):
        if not args:
            return ""
        if "angle_bracketed" in args:
            args = args["angle_bracketed"]
            parts = [self.argument(a) for a in args["args"]]
            for c in args["constraints"]:
                binding = c["binding"]
                parts.append(c["name"] + (" = " + self.term(binding["equality"])
                                          if "equality" in binding else
                                          ": " + self.bounds(binding["constraint"])))
            return "<" + ", ".join(parts) + ">" if parts else ""
        if "parenthesized" in args:
            args = args["parenthesized"]
            result = f" -> {self.type(args['output'])}" if args["output"] else ""
            return "(" + ", ".join(map(self.type, args["inputs"])) + ")" + result
        raise ValueError(args)

    def argument(self, a):
        if a == "infer":
            return "_"
        (kind, value), = a.items()
        return {"lifetime": lambda: value, "type": lambda: self.type(value),
                "const": lambda: value["expr"]}[kind]()

    def term(self, t):
        return self.type(t["type"]) if "type" in t else t["constant"]["expr"]

    def path(self, p):
        return p.get("path", p.get("name")) + self.arguments(p["args"])

    def type(self, t):
        (kind, v), = t.items()
        if kind in ("generic", "primitive"):
            return v
        return getattr(self, "type_" + kind)(v)

    def type_resolved_path(self, v):
        return self.path(v)

    def type_borrowed_ref(self, v):
        life = v["lifetime"] + " " if v["lifetime"] else ""
        return f"&{life}{'mut ' if v['is_mutable'] else ''}{self.type(v['type'])}"

    def type_raw_pointer(self, v):
        return f"*{'mut' if v['is_mutable'] else 'const'} {self.type(v['type'])}"

    def type_tuple(self, v):
        return "(" + ", ".join(map(self.type, v)) + ")"

    def type_slice(self, v):
        return f"[{self.type(v)}]"

    def type_array(self, v):
        return f"[{self.type(v['type'])}; {v['len']}]"

    def type_qualified_path(self, v):
        of = self.path(v["trait"]) if v["trait"] and v["trait"]["path"] else ""
        head = f"<{self.type(v['self_type'])} as {of}>" if of else self.type(v["self_type"])
        return f"{head}::{v['name']}{self.arguments(v['args'])}"

    def type_impl_trait(self, v):
        return "impl " + self.bounds(v)

    def type_dyn_trait(self, v):
        parts = [self.path(t["trait"]) for t in v["traits"]]
        return "dyn " + " + ".join(parts + ([v["lifetime"]] if v["lifetime"] else []))

    def type_function_pointer(self, v):
        sig = v["sig"]
        result = f" -> {self.type(sig['output'])}" if sig["output"] else ""
        return f"{self.qualifiers(v['header'])}fn(" + \
            ", ".join(self.type(t) for _, t in sig["inputs"]) + ")" + result

    # ---- generics ----

    def bounds(self, bounds):
        parts = []
        for b in bounds:
            if "trait_bound" in b:
                b = b["trait_bound"]
                parts.append(("?" if b["modifier"] == "maybe" else "") + self.path(b["trait"]))
            else:
                parts.append(b.get("outlives") or str(b))
        return " + ".join(parts)

    def generics(self, g):
        """<T: Bound> and where."""
        parts = []
        for p in g["params"]:
            (kind, v), = p["kind"].items()
            if kind == "lifetime":
                parts.append(p["name"])
            elif kind == "const":
                parts.append(f"const {p['name']}: {self.type(v['type'])}")
            elif not v["is_synthetic"]:
                bound = self.bounds(v["bounds"])
                parts.append(p["name"] + (f": {bound}" if bound else ""))
        where = []
        for w in g["where_predicates"]:
            (kind, v), = w.items()
            if kind == "bound_predicate":
                where.append(f"{self.type(v['type'])}: {self.bounds(v['bounds'])}")
            elif kind == "eq_predicate":
                where.append(f"{self.type(v['lhs'])} = {self.term(v['rhs'])}")
            else:
                where.append(f"{v['lifetime']}: {' + '.join(v['outlives'])}")
        return "<" + ", ".join(parts) + ">" if parts else "", \
            " where " + ", ".join(where) if where else ""

    # ---- items ----

    def qualifiers(self, header):
        words = [w for w in ("const", "async", "unsafe") if header["is_" + w]]
        return "".join(w + " " for w in words)

    def function(self, name, f):
        g, where = self.generics(f["generics"])
        sig = f["sig"]
        result = f" -> {self.type(sig['output'])}" if sig["output"] else ""
        inputs = ", ".join(f"{n}: {self.type(t)}" if n != "self" else self.receiver(t)
                           for n, t in sig["inputs"])
        return f"{self.qualifiers(f['header'])}fn {name}{g}({inputs}){result}{where}"

    def receiver(self, t):
        text = self.type(t)
        return {"Self": "self", "&Self": "&self", "&mut Self": "&mut self"}.get(text,
                                                                                f"self: {text}")

    def add(self, path, text):
        self.lines.add(f"{path}: {text}")

    def members(self, path, owner, impl=""):
        """The items of an impl or a trait."""
        for number in owner["items"]:
            it = self.item(number)
            if it is None or (it["visibility"] not in ("public", "default")):
                continue
            (kind, v), = it["inner"].items()
            name = it["name"]
            if kind == "function":
                body = "provided " if v["has_body"] and "is_auto" in owner else ""
                self.add(f"{path}{impl}::{name}", body + self.function(name, v))
            elif kind == "assoc_type":
                bound = self.bounds(v["bounds"])
                self.add(f"{path}{impl}::{name}", f"type {name}" + (f": {bound}" if bound else "")
                         + (f" = {self.type(v['type'])}" if v["type"] else ""))
            elif kind == "assoc_const":
                self.add(f"{path}{impl}::{name}", f"const {name}: {self.type(v['type'])}")

    def implementations(self, path, numbers):
        for number in numbers:
            it = self.item(number)
            impl = it["inner"]["impl"] if it else None
            if not impl or impl["blanket_impl"]:
                continue
            g, where = self.generics(impl["generics"])
            g = re.sub(r": [^,>]*", "", g) if not impl["trait"] else g
            target = self.type(impl["for"]).removeprefix("crate::")
            if not impl["trait"]:
                generic = re.sub(r"\w+::", "", target) == re.sub(r"\w+::", "", path) + g
                which = ("" if generic else target) + where
                self.members(path, impl, f" [{which.strip()}]" if which else "")
                continue
            name = impl["trait"]["path"].split("::")[-1]
            if impl["is_synthetic"] and name not in ("Send", "Sync", "Unpin") or \
                    name == "StructuralPartialEq":
                continue
            sign = "!" if impl["is_negative"] else ""
            self.add(path, f"impl{g} {sign}{self.path(impl['trait'])} for {target}{where}")

    def fields(self, path, kind):
        if not isinstance(kind, dict):
            return
        for number in (kind.get("plain") or {}).get("fields") or kind.get("tuple") or []:
            it = number is not None and self.item(number)
            if it and it["visibility"] == "public":
                self.add(f"{path}.{it['name']}", self.type(it["inner"]["struct_field"]))

    def visit(self, prefix, number, name=None):
        it = self.item(number)
        if it is None or it["visibility"] != "public":
            return
        (kind, v), = it["inner"].items()
        name = name or it["name"]
        path = f"{prefix}::{name}" if prefix else name
        if kind not in ("module", "use") and self.path_of.setdefault(number, path) != path:
            self.add(path, f"is {self.path_of[number]}")
            return
        if it["deprecation"]:
            self.add(path, "deprecated")
        if kind == "module":
            self.all(path, v["items"])
        elif kind == "use":
            self.use(prefix, v)
        elif kind == "function":
            self.add(path, self.function(name, v))
        elif kind == "struct":
            g, where = self.generics(v["generics"])
            self.add(path, f"struct {name}{g}{where}")
            self.fields(path, v["kind"])
            self.implementations(path, v["impls"])
        elif kind == "enum":
            g, where = self.generics(v["generics"])
            self.add(path, f"enum {name}{g}{where}")
            for n in v["variants"]:
                self.add(f"{path}::{self.item(n)['name']}", "variant")
            self.implementations(path, v["impls"])
        elif kind == "trait":
            g, where = self.generics(v["generics"])
            bound = self.bounds(v["bounds"])
            self.add(path, f"{'unsafe ' if v['is_unsafe'] else ''}trait {name}{g}"
                     + (f": {bound}" if bound else "") + where)
            self.members(path, v)
            self.implementations(path, v["implementations"])
        elif kind == "type_alias":
            g, where = self.generics(v["generics"])
            self.add(path, f"type {name}{g} = {self.type(v['type'])}{where}")
        elif kind == "constant":
            self.add(path, f"const {name}: {self.type(v['type'])}")
        elif kind == "static":
            self.add(path, f"static {name}: {self.type(v['type'])}")
        elif kind == "macro":
            self.add(path, f"macro {name}")
        else:
            raise ValueError(f"{path}: an item of the kind {kind}")

    def all(self, path, items):
        """Modules last: what they have may be at the top, too."""
        for n in sorted(items, key=lambda n: "module" in (self.item(n) or {"inner": {}})["inner"]):
            self.visit(path, n)

    def use(self, prefix, v):
        """An item under another path: of a private module, or of a public one as well."""
        it = self.item(v["id"]) if v["id"] is not None else None
        if it is None:
            self.add(f"{prefix}::{v['name']}", f"use {v['source']}")
        elif v["is_glob"]:
            self.all(prefix, it["inner"]["module"]["items"])
        else:
            self.visit(prefix, v["id"], v["name"])


def interface(doc):
    p = Printer(doc)
    p.visit("", doc["root"])
    return HEAD + "".join(line + "\n" for line in sorted(p.lines))


def named_in_sources():
    """By their text, without rustdoc."""
    for name in ("methods.rs", "object.rs"):
        with open(os.path.join(tree, "rust/src", name), encoding="utf-8") as f:
            yield from re.findall(r"^ *pub (?:const )?(?:unsafe )?fn (\w+)", f.read(), re.M)


def main():
    with tempfile.TemporaryDirectory() as target:
        doc, reason = documentation(target)
    if doc is None:
        print(f"ok 1 - the interface of the crate # SKIP {' '.join(reason)}\n1..1")
        return 0
    now = interface(doc)
    if "--update" in sys.argv:
        with open(listing, "w", encoding="utf-8") as f:
            f.write(now)
        return 0
    with open(listing, encoding="utf-8") as f:
        then = f.read()
    same = now == then
    print(f"{'ok' if same else 'not ok'} 1 - the interface of the crate is that of rust/api.txt: "
          f"{now.count(chr(10))} lines")
    for line in list(difflib.unified_diff(then.splitlines(), now.splitlines(), "rust/api.txt",
                                          "the crate", lineterm="", n=0))[:60]:
        print("#", line)
    if not same:
        print("# If users may have this: tests/rust/api.py", cargo, tree, "--update")
    missing = {name for name in named_in_sources() if not re.search(rf"::{name}: ", now)}
    print(f"{'not ok' if missing else 'ok'} 2 - it has every method of src/methods.rs, and every "
          f"function of src/object.rs {' '.join(missing)}\n1..2")
    return 0 if same and not missing else 1


sys.exit(main())
