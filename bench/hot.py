#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""hot.py [--check] PROGRAM HOT-DIRECTORY

The cost of counting: the loops of hot.c with and without the profiling build of liblkmm in front,
in turn. The minimum of many runs is compared, since disturbances only add time. With --check, for
the tests, it compares instructions, which do not depend on the load of the machine: a program of
only atomics takes less than four times as many, an ordinary program less than 5 % more.
Output is TAP.
"""
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import counts  # noqa: E402

# Of instructions. In time, a program of only atomics takes less than twice as long.
LIMITS = {'rmw': 4, 'loads': 4, 'mixed': 4, 'ordinary': 1.05}
ROUNDS = 25


def measure(program, counted, rounds):
    """{(way, whether it is counted): nanoseconds, the least of the rounds}"""
    best = {(way, which): 1e18 for way in LIMITS for which in (0, 1)}
    for way in LIMITS:
        for _ in range(rounds):
            for which in 0, 1:
                ns = subprocess.run([program, way], env=(os.environ, counted)[which], check=True,
                                    capture_output=True)
                best[way, which] = min(best[way, which], int(ns.stdout))
    return best


def main():
    check = sys.argv[1] == '--check'
    program, hot = map(os.path.abspath, sys.argv[1 + check:])
    # Meson's has the library and its profiling build
    os.environ.pop('LD_LIBRARY_PATH', None)
    counted = dict(os.environ, LD_PRELOAD=f'{hot}/liblkmm_hot.so:{hot}/liblkmm.so.0')
    if check and not counts.can_count():
        print('1..0 # SKIP no valgrind here to count instructions with (Debian: valgrind)')
        return
    print(f'1..{len(LIMITS)}')
    with tempfile.TemporaryDirectory(dir='/dev/shm' if os.path.isdir('/dev/shm')
                                     else None) as place:
        counted['LKMM_HOT_DIR'] = place
        best = measure(program, counted, 3 if check else ROUNDS)
        for n, (way, limit) in enumerate(LIMITS.items(), 1):
            said = f'{way}: {best[way, 1] / best[way, 0]:.3f} times the time'
            ratio = 0
            if check:
                ratio = counts.instructions([program, way],
                                            counted) / counts.instructions([program, way])
                said += f', {ratio:.3f} times the instructions'
            print(f'{"ok" if ratio < limit else "not ok"} {n} - {said}, '
                  f'{best[way, 0] / 1e6:.2f} to '
                  f'{best[way, 1] / 1e6:.2f} ms')


main()
