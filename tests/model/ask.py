# SPDX-License-Identifier: GPL-2.0 OR MIT
"""What lkmm check --json answers, for the tests that ask it many times."""
import json
import subprocess


def check(lkmm, names, *more):
    """The answers by file; files that cannot be read have 'error'."""
    answers = {}
    for start in range(0, len(names), 400):
        done = subprocess.run([lkmm, "check", "--json", *more, *names[start:start + 400]], capture_output=True, text=True)
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            answers[answer["file"]] = answer
    return answers
