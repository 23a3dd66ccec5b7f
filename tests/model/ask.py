# SPDX-License-Identifier: GPL-2.0 OR MIT
"""The answers of lkmm check --json, for the tests that need many of them."""
import json
import os
import shutil
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402


def check(lkmm, names, *more):
    """The answers by file; files that cannot be read have 'error'."""
    answers = {}
    for start in range(0, len(names), 400):
        done = subprocess.run([lkmm, "check", "--json", *more, *names[start:start + 400]],
                              capture_output=True, text=True)
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            answers[answer["file"]] = answer
    return answers


def skip_without(*tools):
    """Ends the test as one that is skipped, with the reason, unless these are installed."""
    lacking = [tool for tool in tools if not shutil.which(tool)]
    if lacking:
        sys.exit(tap.skip_all(f"no {' and no '.join(lacking)} here"))
