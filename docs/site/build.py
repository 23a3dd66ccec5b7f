#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""build.py ROOT OUT [CHECKER]

Makes the site in the folder OUT, from the pages of contents.txt and the manual pages below ROOT, by
pandoc and mandoc. Each page keeps its path. CHECKER is the folder of the checker in a page, which
becomes OUT/checker: a link to a litmus test opens it there, and below a console block that shows an
answer about a test, the page can be opened in place.

A link to another file of the tree leads to a copy, and one to a folder to a list of its files.
"""
import base64
import html
import json
import os
import re
import shutil
import subprocess
import sys
import zlib

import sections

HERE = os.path.dirname(os.path.abspath(__file__))
MANUAL = re.compile(r"docs/man(\d)/([\w-]+)\.\1$")
TEST = re.compile(r"\$ [^\n]*?((?:docs|litmus)/[\w./-]+\.litmus)")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return f.read()


def write(text, *path):
    path = os.path.join(*path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def contents():
    """The groups of contents.txt: for each its name and its pages, (file, title)."""
    groups = []
    for line in read(HERE, "contents.txt").splitlines():
        if line.startswith("\t"):
            groups[-1][1].append(tuple(line.strip().split(": ", 1)))
        elif line and not line.startswith("#"):
            groups.append((line, []))
    return groups


class Site:
    """The site: what its pages are, and what they link to."""

    def __init__(self, root, out, checker):
        self.root, self.out, self.checker = root, out, checker
        self.groups = contents()
        self.first = self.groups[0][1][0][0]
        manuals = sorted(
            os.path.relpath(os.path.join(folder, name), root)
            for folder, _, names in os.walk(os.path.join(root, "docs")) for name in names
            if MANUAL.search(os.path.relpath(os.path.join(folder, name), root)))
        self.groups.append(("Manual pages", [
            (file, "{0[2]}({0[1]})".format(MANUAL.search(file))) for file in manuals]))
        self.pages = {file for _, pages in self.groups for file, _ in pages}
        self.folders = []       # those that a page links to
        self.written = []       # (place, title, HTML) of the pages
        self.names = {}         # (name, section): the manual page that has it
        for line in read(root, "docs", "links.list").splitlines():
            alias, manual, part = line.split()
            self.names[alias, part] = manual

    # ---- where a file is in the site ----

    def place(self, file):
        """The path, in the site, of a file or folder of the tree; it is put there if it is no page.
        """
        whole = os.path.join(self.root, file)
        if file == self.first:
            return "index.html"
        if file in self.pages:
            return os.path.splitext(file)[0] + ".html" if file.endswith(".md") else file + ".html"
        if os.path.isdir(whole):
            if file not in self.folders:
                self.folders.append(file)
            return os.path.join(file, "index.html")
        if not os.path.isfile(whole):
            raise SystemExit(f"a page links to {file}, which is not there")
        image = file.endswith((".png", ".svg"))
        copy = file if image else file + ".txt"
        os.makedirs(os.path.dirname(os.path.join(self.out, copy)), exist_ok=True)
        shutil.copyfile(whole, os.path.join(self.out, copy))
        return copy

    def test(self, file):
        """The path of the checker with a test in it. web/src/link.js reads what is behind "#"."""
        deflate = zlib.compressobj(9, wbits=-15)
        packed = deflate.compress(read(self.root, file).encode()) + deflate.flush()
        code = base64.urlsafe_b64encode(packed).decode().rstrip("=")
        return f"checker/index.html#{code}"

    def link(self, target, page):
        """What a link of a page becomes."""
        if re.match(r"[a-z]+:|#|$", target):
            return target
        path, _, anchor = target.partition("#")
        file = os.path.normpath(os.path.join(os.path.dirname(page), path))
        if self.checker and file.endswith(".litmus"):
            return self.top(page) + self.test(file)
        return self.top(page) + self.place(file) + (anchor and f"#{anchor}")

    @staticmethod
    def top(page):
        """The way from a page to the top of the site."""
        return "../" * page.count("/")

    # ---- the parts of a page ----

    def tree(self, node, page):
        """pandoc's tree of a page, with links into the site, and the checker below its answers."""
        if isinstance(node, list):
            made = []
            for part in node:
                made.append(self.tree(part, page))
                made.extend(self.below(part, page))
            return made
        if not isinstance(node, dict):
            return node
        node = {key: self.tree(value, page) for key, value in node.items()}
        if node.get("t") in ("Link", "Image"):
            node["c"][2][0] = self.link(node["c"][2][0], page)
        return node

    def below(self, part, page):
        """The checker, closed, if a part is the first of a console block about a test."""
        if not (self.checker and isinstance(part, dict) and part.get("t") == "CodeBlock"
                and part["c"][0][1][:1] == ["console"]):
            return
        found = TEST.search(part["c"][1])
        if found and os.path.isfile(os.path.join(self.root, found[1])):
            where = self.top(page) + self.test(found[1])
            name = html.escape(os.path.basename(found[1]))
            yield {"t": "RawBlock", "c": ["html", f'<details class="test" data-checker="{where}">'
                                          f"<summary>Try {name} here</summary></details>"]}

    def markdown(self, text, page):
        """The HTML of a page in Markdown."""
        done = subprocess.run(["pandoc", "-f", "gfm", "-t", "json"], input=text, text=True,
                              stdout=subprocess.PIPE, check=True)
        tree = json.loads(done.stdout)
        tree["blocks"] = self.tree(tree["blocks"], page)
        done = subprocess.run(["pandoc", "-f", "json", "-t", "html5", "--no-highlight"],
                              input=json.dumps(tree), text=True, stdout=subprocess.PIPE, check=True)
        return done.stdout

    def manual(self, file):
        """The HTML of a manual page: names of others of the site become links."""
        done = subprocess.run(["mandoc", "-T", "html", "-O", "fragment",
                               os.path.join(self.root, file)], text=True, stdout=subprocess.PIPE,
                              check=True)

        def link(found):
            name, part = found[1], found[2]
            other = f"docs/man{part}/{self.names.get((name, part), name)}.{part}"
            if other not in self.pages or other == file:
                return found[0]
            return f'<a href="{self.top(file)}{self.place(other)}">{name}({part})</a>'
        return re.sub(r'<a class="Xr">([\w-]+)\((\d)\)</a>', link, done.stdout)

    def listing(self, folder):
        """The page of a folder, in Markdown."""
        names = sorted(os.listdir(os.path.join(self.root, folder)))
        return f"# {folder}/\n\n" + "".join(
            f"- [{name}]({name})\n" for name in names if name != "meson.build")

    def navigation(self, page):
        """The list of all pages, as a page shows it."""
        made = []
        if self.checker:
            made.append(f'<p><a href="{self.top(page)}checker/index.html">The checker</a></p>')
        for group, pages in self.groups:
            made.append(f"<p>{html.escape(group)}</p>\n<ul>")
            for file, title in pages:
                here = ' aria-current="page"' if file == page else ""
                made.append(f'<li><a href="{self.top(page)}{self.place(file)}"{here}>'
                            f"{html.escape(title)}</a></li>")
            made.append("</ul>")
        return "\n".join(made)

    def put(self, page, title, body, where):
        """Writes a page."""
        text = read(HERE, "page.html")
        for name, value in (("TITLE", html.escape(title)), ("TOP", self.top(page)),
                            ("CONTENTS", self.navigation(page)), ("BODY", body)):
            text = text.replace(f"@{name}@", value)
        write(text, self.out, where)

    # ---- the whole ----

    def build(self):
        for _, pages in self.groups:
            for file, title in pages:
                body = self.manual(file) if MANUAL.search(file) else \
                    self.markdown(read(self.root, file), file)
                self.put(file, f"{title} – lkmm" if title != "lkmm" else title, body,
                         self.place(file))
                self.written.append((self.place(file), title, body))
        for folder in self.folders:         # grows: a folder may have folders
            page = os.path.join(folder, "index.md")
            self.put(page, folder, self.markdown(self.listing(folder), page),
                     self.place(folder))
        write(sections.script(self.written), self.out, "pages.js")
        for name in ("site.css", "site.js", "search.js"):
            shutil.copyfile(os.path.join(HERE, name), os.path.join(self.out, name))
        if self.checker:
            shutil.copytree(self.checker, os.path.join(self.out, "checker"))


def main():
    root, out, *checker = sys.argv[1:]
    shutil.rmtree(out, ignore_errors=True)
    Site(os.path.abspath(root), out, checker[0] if checker else None).build()
    print(os.path.join(out, "index.html"))


main()
