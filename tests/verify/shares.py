#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""shares.py LKMM [PROGRAM...]: for each program beside this script and each of its faults,
'lkmm verify -j 3' gives the answer that one thread gives. TAP. $CC: a clang.

The story of a fault may be another; where it is, and what is covered, are the same.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap  # noqa: E402

FOLDER = os.path.dirname(os.path.abspath(__file__))
SAME = "observation", "undecided", "verdict", "complete", "turns", "loops", "main", "error"
# Of each member, what does not depend on the execution that is shown.
LISTS = "assertions", "bad_pointers"


def compiled(lkmm, path, fault, directory):
    """The files of IR, so that each run takes the same."""
    keep = os.path.join(directory, f"{os.path.basename(path)}-{fault}")
    other = path[:-2] + "-other.c"
    files = [path] + ([other] if os.path.exists(other) else [])
    subprocess.run([lkmm, "verify", "--timeout=0.001", f"--keep={keep}", *files, "--",
                    f"-DFAULT={fault}"], capture_output=True, check=False)
    return sorted(glob.glob(keep + "/*.ll"))


def answer(lkmm, files, *options):
    p = subprocess.run([lkmm, "verify", "--json", "--timeout=100", *options, *files], text=True,
                       capture_output=True, timeout=300, check=False)
    return dict(kept(json.loads(p.stdout)), status=p.returncode)


def kept(found):
    """What the answer is, without its stories."""
    same = {name: found.get(name) for name in SAME}
    same["flags"] = sorted(found.get("flags", []))
    for name in LISTS:
        same[name] = sorted([x["line"], x["column"]] for x in found.get(name, []))
    same["blocks"] = "blocked" in found
    same["executions"] = found.get("executions")
    return same


def main():
    lkmm, tap = sys.argv[1], Tap()
    chosen = sys.argv[2:] or [path for path in sorted(glob.glob(FOLDER + "/*.c"))
                              if not path.endswith("-other.c") and
                              not os.path.exists(path[:-2] + ".rs")]
    with tempfile.TemporaryDirectory() as directory:
        for path in chosen:
            with open(path, encoding="utf-8") as f:
                faults = re.findall(r"expect (\d+): ", f.read())
            for fault in faults:
                files = compiled(lkmm, path, fault, directory)
                one, three = answer(lkmm, files), answer(lkmm, files, "-j3")
                tap.point(files and one == three, f"{os.path.basename(path)}, fault {fault}",
                          str(one), str(three))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
