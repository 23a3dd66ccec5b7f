#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""hot.py [--check] PROGRAM HOT-DIRECTORY

What counting costs: the loops of hot.c with and without the profiling build of liblkmm in front, in
turn. The least of many runs is compared, since what disturbs them only makes them longer. With
--check, for the tests: nothing but atomics takes less than twice the time, an ordinary program less
than 5 % more. Output is TAP.
"""
import os
import subprocess
import sys
import tempfile

LIMITS = {'rmw': 2, 'loads': 2, 'mixed': 2, 'ordinary': 1.05}
ROUNDS, ATTEMPTS = 25, 4


def main():
    check = sys.argv[1] == '--check'
    program, hot = sys.argv[1 + check:]
    # Meson's has the library and its profiling build
    os.environ.pop('LD_LIBRARY_PATH', None)
    counted = dict(os.environ, LD_PRELOAD=f'{hot}/liblkmm_hot.so:{hot}/liblkmm.so.0')
    best = {(way, which): 1e18 for way in LIMITS for which in (0, 1)}

    def once(way, which):
        ns = int(subprocess.run([program, way], env=(os.environ, counted)[which], check=True, capture_output=True).stdout)
        best[way, which] = min(best[way, which], ns)

    def ratio(way):
        return best[way, 1] / best[way, 0]

    with tempfile.TemporaryDirectory(dir='/dev/shm' if os.path.isdir('/dev/shm') else None) as place:
        counted['LKMM_HOT_DIR'] = place
        # on a busy machine, until it is quiet for a moment
        for _ in range(ATTEMPTS):
            for way in LIMITS:
                for _ in range(ROUNDS):
                    once(way, 0)
                    once(way, 1)
            if all(ratio(way) < limit for way, limit in LIMITS.items()):
                break
    print(f'1..{len(LIMITS)}')
    for n, (way, limit) in enumerate(LIMITS.items(), 1):
        good = not check or ratio(way) < limit
        print(f'{"ok" if good else "not ok"} {n} - {way}: {ratio(way):.3f} times the time, {best[way, 0] / 1e6:.2f} to '
              f'{best[way, 1] / 1e6:.2f} ms')


main()
