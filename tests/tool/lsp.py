#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""lsp.py LKMM SOURCE-ROOT: an editor that talks to "lkmm lsp" as the Language Server Protocol
says. Its answers must be those that "lkmm check" prints. TAP."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap  # noqa: E402

lkmm, root = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
tap = Tap()


class Editor:
    """A client, which waits for what it asks for."""

    def __init__(self):
        self.server = subprocess.Popen([lkmm, "lsp"], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE)
        self.told = {}
        self.last = 0

    def send(self, message, pieces=1):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        body = b"Content-Length: %d\r\n\r\n" % len(body) + body
        size = len(body) // pieces + 1
        for at in range(0, len(body), size):
            self.server.stdin.write(body[at:at + size])
            self.server.stdin.flush()

    def receive(self):
        size = 0
        while (line := self.server.stdout.readline().strip()):
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        return json.loads(self.server.stdout.read(size))

    def notify(self, method, params, pieces=1):
        self.send({"method": method, "params": params}, pieces)

    def ask(self, method, params=None):
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.last:
                return message.get("result", message.get("error"))
            self.note(message)

    def note(self, message):
        params = message["params"]
        self.told[params["uri"]] = params

    def open(self, uri, text, pieces=1):
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "litmus", "version": 1, "text": text}}, pieces)

    def change(self, uri, version, text):
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"text": text}]})

    def findings(self, uri):
        """Those of the last version, once they have come."""
        while uri not in self.told:
            self.note(self.receive())
        return self.told.pop(uri)

    def lens(self, uri):
        return self.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})

    def hover(self, uri, line):
        return self.ask("textDocument/hover", {
            "textDocument": {"uri": uri}, "position": {"line": line, "character": 3}})

    def actions(self, uri, line=0):
        at = {"line": line, "character": 0}
        return self.ask("textDocument/codeAction", {
            "textDocument": {"uri": uri}, "range": {"start": at, "end": at},
            "context": {"diagnostics": []}})


def offset(text, at):
    lines = text.split("\n")
    line = lines[at["line"]] if at["line"] < len(lines) else ""
    before = sum(len(one) + 1 for one in lines[:at["line"]])
    return before + len(line.encode("utf-16-le")[:2 * at["character"]].decode("utf-16-le"))


def apply(text, edits):
    """As the protocol says: all of them are about the text as it was."""
    for edit in sorted(enumerate(edits), reverse=True,
                       key=lambda e: (offset(text, e[1]["range"]["start"]), e[0])):
        start, end = (offset(text, edit[1]["range"][k]) for k in ("start", "end"))
        text = text[:start] + edit[1]["newText"] + text[end:]
    return text


def check(text, *options):
    done = subprocess.run([lkmm, "check", *options, "-"], input=text, text=True,
                          capture_output=True)
    return done.stdout, done.stderr


def start():
    editor = Editor()
    can = editor.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    editor.notify("initialized", {})
    tap.point(can["capabilities"]["hoverProvider"] and "codeLensProvider" in can["capabilities"]
              and can["serverInfo"]["name"] == "lkmm", "it says what it can", can)
    return editor


def end(editor):
    tap.point(editor.ask("shutdown") is None, "it is asked to shut down")
    editor.notify("exit", None)
    tap.point(editor.server.wait() == 0, "it ends with status 0")


def test_verdict(editor, name):
    """The verdict over the condition, and the reason behind it."""
    text = (root / name).read_text()
    uri = (root / name).resolve().as_uri()
    wanted = json.loads(check(text, "--json")[0])
    lines = text.split("\n")
    at = max(i for i, line in enumerate(lines)
             if line.startswith(("exists", "~exists", "forall")))

    editor.open(uri, text, pieces=3)
    editor.findings(uri)
    lens = editor.lens(uri)
    title = ", ".join([wanted["observation"], *wanted["flags"]])
    tap.point(len(lens) == 1 and lens[0]["command"]["title"] == title
              and lens[0]["range"]["start"]["line"] == at, f"{name}: {title}", lens)
    why = editor.hover(uri, at)["contents"]["value"]
    printed = [line for line in check(text, "--why")[0].split("\n")
               if not line.startswith("Time ")]
    tap.point(all(line in why for line in printed), f"{name}: why", why)
    tap.point(editor.hover(uri, 0) is None, f"{name}: only the condition has a reason")
    return uri, text


def test_fixes(editor, uri, text):
    fixes = json.loads(check(text, "--json", "--fix")[0])["fix"]["fixes"]
    actions = editor.actions(uri)
    tap.point(len(actions) == len(fixes) > 0, "as many actions as changes", actions)
    for action in actions:
        changed = apply(text, action["edit"]["changes"][uri])
        verdict = json.loads(check(changed, "--json")[0])
        tap.point(verdict.get("observation") == "Never" and not verdict["flags"],
                  f"applied: {action['title']}", changed, verdict)


def test_errors(editor):
    """An error, in a line with letters that UTF-16 has two units for; and then it is mended."""
    uri = "untitled:one"
    good = "C one\n{}\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\nexists (x=1)\n"
    bad = good.replace("WRITE", "/* \U0001f980\u00e4 */ nonsense(x); WRITE")

    editor.open(uri, bad)
    found = editor.findings(uri)["diagnostics"]
    start = found[0]["range"]["start"] if found else {}
    tap.point(len(found) == 1 and found[0]["severity"] == 1 and
              start == {"line": 4, "character": bad.split("\n")[4].index("nonsense") + 1},
              "an error is where it stands", found)
    tap.point(editor.lens(uri) == [], "no verdict on what cannot be read")
    for version in range(2, 30):
        editor.change(uri, version, bad + "// %d\n" % version)
    editor.change(uri, 30, good)
    while (last := editor.findings(uri))["version"] < 30:
        pass
    tap.point(last["diagnostics"] == [], "it is mended", last)
    tap.point(editor.lens(uri)[0]["command"]["title"] == "Always", "and has a verdict")
    editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    tap.point(editor.findings(uri)["diagnostics"] == [] and editor.lens(uri) is None,
              "closed, it is forgotten")


def test_race(editor):
    uri = "file:///nowhere/a%20b.litmus"
    editor.open(uri, "C race\n{}\nP0(int *x)\n{\n\t*x = 1;\n}\nP1(int *x)\n{\n"
                "\tint r0 = *x;\n}\nexists (1:r0=1)\n")
    found = editor.findings(uri)["diagnostics"]
    tap.point([d["code"] for d in found] == ["data-race"] and found[0]["severity"] == 2,
              "a data race is a finding", found)


def test_include(editor):
    """Files that a test includes are found from its folder, whose name has a space."""
    with tempfile.TemporaryDirectory(prefix="a b") as dir:
        path = pathlib.Path(dir, "one.litmus")
        pathlib.Path(dir, "one.h").write_text(
            "static void put(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\n")
        editor.open(path.as_uri(), 'C one\n#include "one.h"\n{}\nP0(int *x)\n{\n\tput(x);\n}\n'
                    "exists (x=1)\n")
        found = editor.findings(path.as_uri())["diagnostics"]
        tap.point(found == [] and editor.lens(path.as_uri())[0]["command"]["title"] == "Always",
                  "a file is included", found)


def test_bad_input():
    for name, text in (("no header", b"hello\r\n\r\n"), ("a length without end",
                       b"Content-Length: 99999999999\r\n\r\n{}"), ("no JSON",
                       b"Content-Length: 2\r\n\r\n{["), ("nothing", b"")):
        done = subprocess.run([lkmm, "lsp"], input=text, capture_output=True)
        tap.point(done.returncode == 1 and not done.stdout and (not text or done.stderr),
                  f"bad input: {name}", done)
    editor = Editor()
    tap.point(editor.ask("no/such")["code"] == -32601, "a method that is not known")
    editor.server.stdin.close()
    tap.point(editor.server.wait() == 1, "without shutdown it ends with status 1")


editor = start()
for name in ("docs/tutorial/sb-mb.litmus", "docs/tutorial/mp-plain.litmus",
             "litmus/rust/mixed-mp.litmus"):
    test_verdict(editor, name)
test_fixes(editor, *test_verdict(editor, "docs/tutorial/sb.litmus"))
test_errors(editor)
test_race(editor)
test_include(editor)
end(editor)
test_bad_input()
sys.exit(tap.end())
