# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Tests in Python report in TAP 14. One that ends before Tap.end() has no plan, and has failed."""


def one_line(name):
    return " ".join(str(name).split()).replace("#", "\\#")


def skip_all(reason):
    """For a test that cannot be run here: what it prints, and its exit status."""
    print(f"1..0 # SKIP {reason}")
    return 0


class Tap:
    def __init__(self):
        self.points = self.failed = 0
        print("TAP version 14", flush=True)

    def point(self, good, name, *why):
        """One test. @why it failed: lines, of which nothing is printed if it did not."""
        self.points += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.points} - {one_line(name)}", flush=True)
        if not good:
            for text in why:
                self.note(text)
        return good

    def skip(self, name, reason):
        self.points += 1
        print(f"ok {self.points} - {one_line(name)} # SKIP {reason}", flush=True)

    def note(self, text):
        """A comment."""
        print("\n".join("# " + line for line in str(text).split("\n")), flush=True)

    def join(self, output, renamed=str):
        """Adds the points of a program that reports in TAP: how many passed."""
        passed = 0
        for line in output.splitlines():
            if line.startswith(("ok ", "not ok ")):
                good, name = line.startswith("ok "), line.partition(" - ")[2]
                passed += self.point(good, renamed(name))
        return passed

    def end(self):
        """The plan: the exit status, which is 0 if there were tests and all passed."""
        if not self.points:
            print("Bail out! no test ran", flush=True)
            return 1
        print(f"1..{self.points}", flush=True)
        return 1 if self.failed else 0
