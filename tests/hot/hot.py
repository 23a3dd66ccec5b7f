#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""hot.py [--cross QEMU SYSROOT] LKMM SOURCE-ROOT LIBRARY-DIRECTORY RUSTC COMPILER...

lkmm hot on programs in C and Rust whose calls are known: it must report every one of them, at its
place, and no other. RUSTC may be empty. With --cross the programs are another machine's: they run
under QEMU by themselves, and lkmm hot reads their output files. Output is TAP.
"""
import json
import os
import re
import signal
import struct
import subprocess
import sys
import tempfile

cross = sys.argv[2:4] if sys.argv[1] == '--cross' else None
lkmm, root, lib, rustc, *cc = sys.argv[4 if cross else 1:]
lkmm, root, lib = map(os.path.abspath, (lkmm, root, lib))
here = os.path.dirname(os.path.abspath(__file__))
# Meson's has the library and its profiling build
os.environ.pop('LD_LIBRARY_PATH', None)
point = failed = 0


def it(what, good, *say):
    global point, failed
    point += 1
    failed += not good
    print(f'{"ok" if good else "not ok"} {point} - {what}')
    if not good:
        print(*(f'# {line}' for text in say for line in str(text).splitlines()), sep='\n')


def command(*argv):
    subprocess.run(argv, check=True)


def has_Fork():
    """glibc has it from 2.34 on."""
    return subprocess.run([*cc, '-D_GNU_SOURCE', '-Werror=implicit-function-declaration', '-x', 'c',
                           '-', '-o', './has'], capture_output=True,
                          text=True, input='#include <unistd.h>\n'
                                     'int main(void) { return _Fork() < 0; }\n').returncode == 0


def compile_c(source, output, *flags):
    command(*cc, '-O2', '-g', '-pthread', '-D_GNU_SOURCE', *have_Fork, '-I', f'{root}/include',
            '-DLKMM_OUTLINE', f'{here}/{source}', '-o', output, *flags, '-L', lib, '-llkmm',
            f'-Wl,-rpath,{lib}')


def compile_rust(output):
    command(rustc, '--crate-name=lkmm', '--crate-type=rlib', '--edition=2021', '-O', '-g',
            '--cfg=feature="outline"', f'{root}/rust/src/lib.rs', '-o', 'liblkmm.rlib')
    command(rustc, '--edition=2021', '-O', '-g', '--extern', 'lkmm=liblkmm.rlib', f'-Lnative={lib}',
            f'-Clink-arg=-Wl,-rpath,{lib}', f'{here}/calls.rs', '-o', output)


def run(*argv):
    return subprocess.run([lkmm, 'hot', *argv], capture_output=True, text=True)


def sites(file):
    """The line of each SITE in a source, and the other way round."""
    with open(f'{here}/{file}', encoding='utf-8') as f:
        return {n: m[1] for n, line in enumerate(f, 1) if (m := re.search(r'SITE (\w+)', line))}


SITES = {file: sites(file) for file in ('calls.c', 'plugin.c', 'calls.rs')}


def counts(process):
    """{(site, operation): calls} of a process; a line may have several sites."""
    found = {}
    for s in process['sites']:
        file, line = os.path.basename(s.get('file', '?')), s.get('line')
        key = SITES.get(file, {}).get(line, f'{file}:{line}'), s['operation']
        found[key] = found.get(key, 0) + s['calls']
    return found


def report_cross(*argv):
    with tempfile.TemporaryDirectory(dir='.') as place:
        subprocess.run([cross[0], '-L', cross[1], '-E', f'LKMM_HOT_DIR={place}',
                        '-E', f'LD_PRELOAD={lib}/hot/liblkmm_hot.so:{lib}/hot/liblkmm.so.0', *argv],
                       check=True)
        done = run('--json', '--read', place)
    return json.loads(done.stdout), done


def report(*argv):
    if cross:
        return report_cross(*argv)
    done = run('--json', '--output', 'report', *argv)
    with open('report', encoding='utf-8') as f:
        return json.loads(f.read() or 'null'), done


PLAIN = {('fetch_add', 'atomic_fetch_add'): 5000, ('read_once', 'READ_ONCE_u32'): 70,
         ('set_release', 'atomic64_set_release'): 1, ('mb', 'smp_mb'): 1}


def expect(what, argv, *processes, status=0, also=lambda found, done: True):
    """Each process must have made exactly these calls, in any order."""
    found, done = report(*argv)
    got = [counts(p) for p in found['processes']]
    same = (sorted(map(sorted, (p.items() for p in got))) ==
            sorted(map(sorted, (p.items() for p in processes))))
    it(what, same and done.returncode == status and also(found, done),
       f'status {done.returncode}', 'got', *got, 'expected', *processes, done.stderr)
    return found


def refused(what, says, *argv):
    done = run(*argv)
    it(what, done.returncode == 2 and re.search(says, done.stderr), done.returncode, done.stdout,
       done.stderr)


def expect_functions(found):
    names = {(s['function'], s.get('inlined_in')) for s in found['processes'][0]['sites']}
    it('names functions', all(f == 'plain' and outer in (None, 'main') for f, outer in names),
       names)


def test_c():
    compile_c('calls.c', './calls')
    for n in (1, 2):
        compile_c('plugin.c', f'./plugin{n}.so', '-shared', '-fPIC')
    expect_functions(expect('one thread', ['./calls'], PLAIN))
    expect('threads', ['./calls', 'threads'],
           PLAIN | {('inc', 'atomic_inc'): 50 * sum(range(20000, 20008))})
    plugins = ['./plugin1.so', './plugin2.so']
    found = expect('dlopen and dlclose', ['./calls', 'plugins', *plugins],
                   PLAIN | {('plugin', 'atomic_or'): 1001})
    each = {os.path.basename(s['object']): s['calls'] for s in found['processes'][0]['sites']
            if s['operation'] == 'atomic_or'}
    it('one plugin where another was', each == {'plugin1.so': 500, 'plugin2.so': 501}, each)
    found = expect('a thousand sites', ['./calls', 'many'], PLAIN | {('many', 'atomic_dec'): 3000})
    many = [s['calls'] for s in found['processes'][0]['sites'] if s['operation'] == 'atomic_dec']
    it('each of a thousand', many == [3] * 1000, len(many), many[:10])
    expect('a call in last place is of its caller', ['./calls', 'last'],
           PLAIN | {('last', 'atomic_dec_return'): 1})


def test_processes():
    expect('fork and exec', ['./calls', 'children'], PLAIN | {INC: 20}, {INC: 777}, {INC: 33},
           PLAIN)
    expect('-- before the program', ['--', './calls', 'plain'], PLAIN)
    expect('exit status', ['./calls', 'fails'], PLAIN, status=1, also=lambda found, done:
           found['status'] == 3 and './calls: exit status 3' in done.stderr)
    expect('killed', ['./calls', 'abort'], PLAIN, status=1, also=lambda found, done:
           found['signal'] == 6 and './calls: Aborted' in done.stderr)


INC, MANY = ('inc', 'atomic_inc'), ('many', 'atomic_dec')


def test_clones():
    """As fork() does, but without telling anyone."""
    children = [{INC: n} for n in (301, 302, 303) if n != 301 or have_Fork]
    expect('_Fork and clone', ['./calls', 'clones'], PLAIN | {INC: 20}, *children)


def lost(found):
    return [p['lost'] for p in found['processes']]


def test_limits():
    """RLIMIT_FSIZE: SIGXFSZ, which kills, or an error, is not for the program."""
    for how in 'not ignored', 'ignored':
        expect(f'no file may be written: SIGXFSZ {how}', ['./calls', 'limited', how], status=1,
               also=lambda found, done:
               found['status'] == 0 and found['uncounted'] == 1)
    text = run('./calls', 'limited')
    it('that is reported',
       text.returncode == 1 and '1 process could not write counts' in text.stdout and
       'no calls' not in text.stdout, text.returncode, text.stdout)
    found, done = report('./calls', 'limited-later')
    got = counts(found['processes'][0])
    all_calls = sum(PLAIN.values()) + 3000 + 50 * sum(range(20000, 20008))
    it('no file may become longer: what is not counted is lost, and all calls are one or the other',
       found['status'] == 0 and done.returncode == 1 and PLAIN.items() <= got.items()
       and got.get(MANY, 0) > 0 and
       sum(got.values()) + lost(found)[0] == all_calls and lost(found)[0] > 0, got, lost(found),
       all_calls)
    text = run('./calls', 'limited-later').stdout
    it('that is reported too', re.search(r'\d +more calls were lost', text), text)


def test_sandboxes():
    """Killed at the first forbidden system call: the reserved memory is enough."""
    whole = PLAIN | {INC: 5000, MANY: 3000}
    for how in 'strict', 'filter', 'filter-syscall':
        expect(f'confined: {how}', ['./calls', 'confined', how], whole, also=lambda found, _:
               found['status'] == 0 and lost(found) == [0])
        if how != 'filter-syscall':
            expect(f'confined before the first call: {how}', ['./calls', 'confined-first', how],
                   PLAIN, also=lambda found, _:
                   found['status'] == 0 and lost(found) == [0])
    expect('a child of a confined process: its calls are lost',
           ['./calls', 'confined', 'filter-fork'], whole, status=1,
           also=lambda found, _: found['status'] == 0 and lost(found) == [77])
    expect('asks whether it could', ['./calls', 'probes'], PLAIN | {MANY: 3000},
           also=lambda found, _: lost(found) == [0])


def test_interrupted():
    """As by control-C: both get the signal."""
    with subprocess.Popen([lkmm, 'hot', '--json', '--output', 'report', './calls', 'waits'],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          start_new_session=True) as hot:
        said = hot.stdout.readline()
        os.killpg(hot.pid, signal.SIGINT)
        rest = hot.stdout.read()
    with open('report', encoding='utf-8') as f:
        found = json.load(f)
    it('interrupted',
       (said, rest, hot.returncode, found['signal']) == ('waits\n', '', 1, signal.SIGINT) and
       counts(found['processes'][0]) == PLAIN, said, rest, hot.returncode, found)


def test_signals():
    found, done = report('./calls', 'interrupted')
    got = counts(found['processes'][0])
    it('signal handlers', got == PLAIN | {('inc', 'atomic_inc'): int(done.stdout.splitlines()[0])},
       got, done.stdout.splitlines()[0])


def test_linking():
    for flags in ['-no-pie'], ['-pie', '-fno-plt'], ['-Wl,-z,now']:
        compile_c('calls.c', './linked', *flags)
        expect(' '.join(flags), ['./linked'], PLAIN)
    with open('script', 'w', encoding='utf-8') as f:
        f.write('#!/bin/sh\n./calls plain\n')
    os.chmod('script', 0o755)
    expect('a program that a script starts', ['./script'], PLAIN)
    command('strip', './linked', '-o', './stripped')
    found, _ = report('./stripped')
    got = {s['operation']: s['calls'] for s in found['processes'][0]['sites']}
    it('stripped: counts', got == {op: n for (_, op), n in PLAIN.items()}, got)
    text = run('./stripped').stdout
    it('stripped: addresses, said so', re.search(r'atomic_fetch_add +stripped\+0x', text) and
       'stripped has no debug information' in text, text)


def test_rust():
    compile_rust('./calls_rs')
    expect('Rust', ['./calls_rs'],
           {('rust_fetch_add', 'atomic_fetch_add'): 10000, ('rust_add', 'atomic64_add'): 25,
            ('rust_load', 'atomic_read_acquire'): 1}, also=lambda found, _:
           all(s['function'].startswith('calls') and s['language'] == 'Rust'
               for s in found['processes'][0]['sites']))
    command('strip', '--strip-debug', './calls_rs', '-o', './bare')
    found = report('./bare')[0]['processes'][0]['sites']
    it('Rust without debug information: names are demangled',
       any(s['function'].startswith('calls::') for s in found) and
       not any(re.search('_ZN|_R|17h', s['function']) for s in found) and
       all(s['language'] == 'Rust' for s in found), found)
    with open('slow', 'w', encoding='utf-8') as f:
        f.write('{"operation": "atomic_fetch_add", "ordering": "full", "variant": "c-shared", '
                '"ns": 1000}\n'
                '{"operation": "atomic_fetch_add", "ordering": "full", "variant": "c-inline", '
                '"ns": 1}\n')
    text = run('--bench', 'slow', './calls_rs').stdout
    it('Rust: advice', 'without the feature "outline"' in text and 'In C' not in text, text)


def test_figures():
    def line(operation, ordering, variant, ns, setting='throughput', **more):
        return json.dumps(more | {'operation': operation, 'ordering': ordering, 'variant': variant,
                                  'setting': setting, 'ns': ns})

    with open('bench', 'w', encoding='utf-8') as f:
        print(line('atomic_fetch_add', 'relaxed', 'c-shared', 1),
              line('atomic_fetch_add', 'full', 'c-shared', 500, 'latency'),
              line('atomic_fetch_add', 'full', 'c-shared', 90),
              line('atomic_fetch_add', 'full', 'c-inline', 40),
              line('other', 'full', 'c-inline', 7, function='lkmm_smp_mb'),
              line('other', 'full', 'c-shared', 8, function='lkmm_smp_mb'), sep='\n', file=f)
    found, _ = report('--bench', 'bench', './calls')
    by = {s['operation']: s for s in found['processes'][0]['sites']}
    s = by['atomic_fetch_add']
    it('figures of lkmm bench',
       (s['called_ns'], s['inlined_ns'], s['figures']) == (90, 40, 'bench') and
       abs(s['saves'] - 5000 * 50e-9) < 1e-9 and by['smp_mb']['called_ns'] == 8
       and by['READ_ONCE_u32']['figures'] == 'measured', s)
    measured = [s for s in report('./calls')[0]['processes'][0]['sites']
                if s['figures'] == 'measured']
    it('figures of its own', len(measured) == 4
       and all(0 < s['inlined_ns'] < 1e4 and 0 < s['called_ns'] < 1e4 for s in measured), measured)
    text = run('--top', '1', './calls').stdout
    it('advice', 'not a bottleneck' in text or 'without LKMM_OUTLINE' in text, text)
    it('--top', 'and 3 more' in text and text.count('calls.c:') == 1, text)


def leave_counts(place, *argv):
    """The output files of a program that runs by itself."""
    subprocess.run(argv, check=True, env=dict(os.environ, LKMM_HOT_DIR=place,
                   LD_PRELOAD=f'{lib}/hot/liblkmm_hot.so:{lib}/hot/liblkmm.so.0'))
    return f'{place}/{os.listdir(place)[0]}'


def test_many_threads():
    """Eight at a time, and no more tables than that, and one for the first."""
    with tempfile.TemporaryDirectory(dir='.') as place:
        size = os.path.getsize(leave_counts(place, './calls', 'threads'))
        it('threads take over what others leave', size < 2**20, size)


def test_contention():
    """The time of calls depends on the machine; the conclusions from it do not."""
    with tempfile.TemporaryDirectory(dir='.') as place:
        name = leave_counts(place, './calls')
        with open(name, 'rb') as f:
            data = bytearray(f.read())
        at = struct.unpack_from('Q', data, 8)[0]
        while at < len(data):
            size, kind = struct.unpack_from('QI', data, at)
            if kind == 1:
                slots = struct.unpack_from('I', data, at + 28)[0] + 1
                for i in range(slots):
                    if struct.unpack_from('Q', data, at + 32 + 16 * i)[0]:
                        struct.pack_into('QQ', data, at + 32 + 16 * slots + 32 * i + 16, 100,
                                         100 * 5000)
            at += size
        with open(name, 'wb') as f:
            f.write(data)
        text = run('--read', place).stdout
        it('contention', len(re.findall(r'contended: [45]\d\d\d ns', text)) == 4, text)
        with open(name, 'r+b') as f:
            f.truncate(len(data) - 4096)
        it('a file that was cut off', run('--read', place).returncode in (0, 2))


def test_refusals():
    refused('not linked with it', 'not linked with liblkmm.so', '/bin/true')
    refused('no such program', 'no such program', './nothing')
    refused('nothing to run', 'usage:')
    refused('no such option', "unknown option '--wrong'", '--wrong', './calls')
    refused('no such figures', 'No such file', '--bench', 'nothing', './calls')
    with open('empty', 'w', encoding='utf-8'):
        refused('figures of something else', 'not output of lkmm bench', '--bench', 'empty',
                './calls')
    command(*cc, '-O2', '-static', '-pthread', '-D_GNU_SOURCE', '-I', f'{root}/include',
            '-DLKMM_OUTLINE', f'{here}/calls.c', '-o', 'static', f'{lib}/liblkmm.a')
    refused('linked statically', 'linked statically', './static')


def main():
    global have_Fork
    tests = [test_c]
    if not cross:
        tests += [test_processes, test_clones, test_limits, test_sandboxes, test_interrupted,
                  test_signals, test_linking, test_figures, test_many_threads, test_contention,
                  test_refusals]
    if rustc:
        tests += [test_rust]
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        have_Fork = ['-DHAVE__FORK'] if has_Fork() else []
        for test in tests:
            test()
    print(f'1..{point}')
    sys.exit(failed > 0)


main()
