#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""why-json.py LKMM DIR [OPTION...]: the output of --why --json for every test in DIR is complete,
and agrees with the text. TAP."""
import json
import os
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

lkmm, directory, *more = sys.argv[1:]
points = tap.Tap()
wrong = []


def expect(ok, test, what):
    if not ok:
        wrong.append(f"{test['file']}: {what}")


def check_why(test):
    why = test["why"]
    if why is None:
        expect("undecided" in test or test["observation"] != "Sometimes", test,
               "a witness is missing")
        return
    events, cycle = why["events"], why["cycle"]
    for step, following in zip(cycle, cycle[1:] + cycle[:1]):
        expect(step["to"] == following["from"], test, "the cycle is torn")
        expect(all(0 <= step[end] < len(events) for end in ("from", "to")), test, "no such event")
    forbidden = why["rule"] != "allowed"
    expect(not forbidden or cycle, test, "forbidden without a cycle")
    expect(forbidden == (test["observation"] == ("Never" if why["satisfies"] else "Always")), test,
           f"{why['rule']} does not go with {test['observation']}")
    for event in events:
        source = "}" if event["thread"] < 0 else event["source"]
        expect(source, test, "an event without a source")
        expect(not source.startswith(("fn ", "void ", "static ", "exists")), test,
               f"an event of another function: {source}")


def check_race(test):
    expect(("race" in test) == ("data-race" in test["flags"]), test, "the race")
    for event in test.get("race", []):
        expect(event.get("reads") or event.get("writes"), test, "a race without an access")


def check_assertion(test):
    for name in "assertion", "assertions":
        expect((name in test) == ("assertion" in test["flags"]), test, "the " + name)
    for place in test.get("assertions", []):
        expect(place["line"] and place["source"], test, "an assertion without a place")


def check_undefined(test):
    for name in "undefined", "undefined_arithmetic":
        expect((name in test) == ("undefined-arithmetic" in test["flags"]), test, "the " + name)
    for place in test.get("undefined_arithmetic", []):
        expect(place["line"] and place["source"], test, "an operator without a place")


def check_bad_pointer(test):
    expect(("bad_pointer" in test) == ("bad-pointer" in test["flags"]), test, "the bad pointer")
    expect(("bad_pointers" in test) == ("bad-pointer" in test["flags"]), test, "the bad pointers")
    if "bad_pointer" not in test:
        return
    bad, first = test["bad_pointer"], test["bad_pointers"][0]
    expect(bad["rule"] == "allowed", test, "a bad pointer that is forbidden")
    expect(first["source"] and first["line"], test, "a bad access without a source")
    expect(all(event["thread"] != first["thread"] or event["line"] <= first["line"]
               for event in bad["events"]), test, "events after the bad access")


done = subprocess.run([lkmm, "check", "--why", "--json", *more, directory], capture_output=True,
                      text=True)
tests = [json.loads(line) for line in done.stdout.splitlines()]
for one in tests:
    check_why(one)
    check_race(one)
    check_bad_pointer(one)
    check_assertion(one)
    check_undefined(one)
    points.point(not wrong, one["file"], *wrong)
    wrong.clear()
told = subprocess.run([lkmm, "check", "--why", *more, directory], capture_output=True,
                      text=True).stdout
expect(told.count("  data race:") == sum("race" in one for one in tests), {"file": directory},
       "as many races in the text")
expect(told.count("  bad pointer:") == sum("bad_pointer" in one for one in tests),
       {"file": directory},
       "as many bad pointers in the text")
expect(told.count("  assertion:") == sum("assertion" in one for one in tests), {"file": directory},
       "as many assertions in the text")
expect(told.count("  undefined:") == sum("undefined" in one for one in tests), {"file": directory},
       "as many operators without a value in the text")
expect(told.count("where we began") == sum(bool(why and why["cycle"]) for one in tests
                                           for why in (one["why"], one.get("bad_pointer"),
                                                       one.get("assertion"), one.get("blocked"),
                                                       one.get("undefined"))),
       {"file": directory}, "as many cycles in the text")
points.point(not wrong, "as many of each in the text", *wrong)
sys.exit(points.end())
