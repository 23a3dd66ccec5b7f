#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""doctor.py LKMM SOURCE-ROOT LIBRARY-DIRECTORY RUSTC CLANG COMPILER...

lkmm doctor --inline on programs in C and Rust built each way: with operations inlined, called
directly, through the PLT, and through a pointer; and by way of bitcode, where they are inlined, and
where docs/bitcode.md says that they are not. RUSTC and CLANG may be empty: the latter where there
is no bitcode, or the programs are for another machine. Output is TAP.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

lkmm, root, lib = map(os.path.abspath, sys.argv[1:4])
rustc, clang, *cc = sys.argv[4:]
here = os.path.dirname(os.path.abspath(__file__))
os.environ.pop('LD_LIBRARY_PATH', None)
point = failed = 0


def it(what, good, *say):
    global point, failed
    point += 1
    failed += not good
    print(f'{"ok" if good else "not ok"} {point} - {what}', flush=True)
    if not good:
        print(*(f'# {line}' for text in say for line in str(text).splitlines()), sep='\n',
              flush=True)


def skip(what, why):
    global point
    point += 1
    print(f'ok {point} - {what} # SKIP {why}', flush=True)


def run(*argv):
    return subprocess.run(argv, capture_output=True, text=True)


def doctor(binary):
    done = run(lkmm, 'doctor', '--inline', '--json', binary)
    return json.loads(done.stdout) if done.stdout else None, done


OPS = ['atomic_fetch_add', 'atomic_inc', 'atomic_read', 'atomic_set_release']


def name(op):
    """In C's words, of C or Rust's."""
    m = re.fullmatch(r'lkmm::.*::(\w+)(<.*>)?', op)
    if not m:
        return op.removeprefix('lkmm_')
    return {'load': 'atomic_read', 'store': 'atomic_set_release'}.get(m[1], f'atomic_{m[1]}')


def expect(what, build, how, binary='./program', runs=True, status=None, also=lambda found: True):
    """Every operation must be there, so and no other way; and the program works."""
    if build.returncode:
        it(what, False, build.args, build.stderr)
        return
    found, done = doctor(binary)
    sites = {(name(s['operation']), s['how']) for s in found['sites']}
    status = (how != 'inlined') if status is None else status
    it(what, sites == {(op, how) for op in OPS if how} and done.returncode == status
       and also(found) and
       (not runs or not run(binary).returncode), done.returncode, done.stdout, done.stderr)


def c(compiler, *flags, library=None):
    return run(*compiler, '-g', '-I', f'{root}/include', f'{here}/ops.c', '-o', './program', *flags,
               *(['-DLKMM_OUTLINE', f'-L{library}', '-llkmm', f'-Wl,-rpath,{library}']
                 if library else []))


def called_in(found):
    """Each operation once, in the right function and line."""
    with open(f'{here}/ops.c', encoding='utf-8') as f:
        line = {m[1]: n for n, text in enumerate(f, 1)
                if (m := re.search(r'lkmm_(atomic_\w+)\(', text))}
    function = {'atomic_fetch_add': 'value', 'atomic_set_release': 'last', 'atomic_inc': 'loop',
                'atomic_read': 'get'}
    return sorted((name(s['operation']), s['function'], s['line']) for s in found['sites']) == \
        sorted((op, function[op], line[op]) for op in OPS)


def test_c(runs):
    expect('C, inline', c([*cc, '-O2']), 'inlined', runs=runs, also=called_in)
    expect('C, inline, -O0', c([*cc, '-O0']), 'inlined', runs=runs, also=called_in)
    static = f'{place}/static'
    os.mkdir(static)
    shutil.copy(f'{lib}/liblkmm.a', static)
    # arm64's read-modify-writes are chosen by the CPU, and so called through the PLT
    if os.path.exists(f'{lib}/liblkmm_patch.a'):
        done = c([*cc, '-O2'], library=static)
        found, _ = doctor('./program')
        it('C, static', not done.returncode
           and {(name(s['operation']), s['how']) for s in found['sites']} ==
           {(op, 'direct' if op in ('atomic_read', 'atomic_set_release') else 'plt') for op in OPS},
           found, done.stderr)
    else:
        expect('C, static', c([*cc, '-O2'], library=static), 'direct', runs=runs, also=called_in)
    expect('C, shared, PLT', c([*cc, '-O2', '-fplt'], library=lib), 'plt', runs=runs,
           also=called_in)
    run('objcopy', '--strip-all', './program', './stripped')
    if runs:
        expect('C, shared, PLT, stripped', run('true'), 'plt', binary='./stripped',
               also=lambda found: not found['debug'])
    # gcc 12 for riscv64 and for s390x takes -fno-plt and does as before
    machine = run(*cc, '-dumpmachine').stdout
    got = 'plt' if 'riscv' in machine or 's390' in machine else 'got'
    expect('C, shared, -fno-plt', c([*cc, '-O2', '-fno-plt'], library=lib), got, runs=runs)
    expect('C, shared, -fno-plt -fpie', c([*cc, '-O2', '-fno-plt', '-fpie', '-pie'], library=lib),
           got, runs=runs)


def test_unknown():
    c([*cc, '-O2'], library=f'{place}/static')
    run('strip', './program')
    found, done = doctor('./program')
    text = run(lkmm, 'doctor', '--inline', './program').stdout
    it('C, static, stripped: missing information is reported',
       done.returncode == 1 and not found['sites'] and
       'no debug information' in text and 'no symbol table' in text, text)
    with open('text', 'w', encoding='utf-8') as f:
        f.write('text\n')
    # found before libdw, which is loaded when it is needed
    os.mkdir('without')
    shutil.copy('text', 'without/libdw.so.1')
    text = subprocess.run([lkmm, 'doctor', '--inline', './program'], capture_output=True, text=True,
                          env={**os.environ, 'LD_LIBRARY_PATH': 'without'}).stdout
    it('that libdw is missing is reported', 'libdw.so.1 cannot be loaded' in text, text)
    run(*cc, '-c', '-I', f'{root}/include', f'{here}/ops.c', '-o', 'ops.o')
    for what, says, *argv in (['not linked', 'an object file', '--inline', 'ops.o'],
                              ['no program', 'not a program', '--inline', 'text'],
                              ['no file', 'No such file', '--inline', 'nothing'],
                              ['no --inline', '--inline is missing', './program'],
                              ['no binary', 'no binary given', '--inline']):
        done = run(lkmm, 'doctor', *argv)
        it(what, done.returncode == 2 and says in done.stderr, done.returncode, done.stderr)


# ---- Rust ----

def rust(*flags, features=(), library=None, source='ops.rs'):
    cfg = [f'--cfg=feature="{f}"' for f in features]
    done = run(rustc, '--crate-name=lkmm', '--crate-type=rlib', '--edition=2021', '-O', '-g', *cfg,
               *flags, f'{root}/rust/src/lib.rs', '-o', 'liblkmm.rlib')
    if done.returncode:
        return done
    return run(rustc, '--edition=2021', '-O', '-g', *flags, '--extern', 'lkmm=liblkmm.rlib',
               f'{here}/{source}', '-o', './program',
               *([f'-Lnative={library}', f'-Clink-arg=-Wl,-rpath,{library}'] if library else []))


def rust_called(what, build):
    """Called: directly or through a pointer, as rustc and the linker like it."""
    if build.returncode:
        it(what, False, build.stderr)
        return
    found, done = doctor('./program')
    it(what, {name(s['operation']) for s in found['sites']} == set(OPS) and done.returncode == 1 and
       all(s['how'] in ('direct', 'got') for s in found['sites'])
       and not run('./program').returncode, done.stdout, done.stderr)


def test_rust():
    expect('Rust, inline', rust(), 'inlined')
    expect('Rust, shared', rust(features=['outline'], library=lib), 'got')
    rust_called('Rust, static', rust(features=['outline'], library=f'{place}/static'))
    rust_called('Rust, not optimised', rust('-Copt-level=0', features=['outline'], library=lib))


# Of names.rs: by operation, without debug information in either mangling, and with it.
NAMES = {
    'add': ['names::Counter::own', '<names::Counter>::own', 'names::Counter::own'],
    'sub': ['<names::Counter as names::Bump>::bump'] * 3,
    'or': ['<[u8; 4] as names::Bump>::bump'] * 3,
    'and': ['names::inner::generic', 'names::inner::generic::<u8>', 'names::inner::generic<u8>'],
    'inc': ['names::über'] * 3,
    'dec': ['names::main::{{closure}}', 'names::main::{closure#0}', 'names::main::{closure#0}'],
}


def build_names(mangling, debug):
    """To choose the older mangling is an unstable option."""
    os.environ['RUSTC_BOOTSTRAP'] = '1'
    flags = ['-Zunstable-options', f'-Csymbol-mangling-version={mangling}',
             f'-Cdebuginfo={2 * debug}']
    done = rust(*flags, features=['outline'], library=lib, source='names.rs')
    del os.environ['RUSTC_BOOTSTRAP']
    names = run('nm', './program').stdout
    mangled = re.findall(r' (_RNv\w+4bump|_ZN\S+4bump17h\w+E)', names)
    it(f'rustc mangles: {mangling}', not done.returncode and mangled and
       all(m.startswith('_R') == (mangling == 'v0') for m in mangled), done.stderr, names)


def test_names():
    for column, mangling in enumerate(['legacy', 'v0']):
        for debug in False, True:
            build_names(mangling, debug)
            found, done = doctor('./program')
            want = {op: names[2 if debug else column] for op, names in NAMES.items()}
            # A function that is called through a table may occur twice.
            got = {op: {s['function'] for s in found['sites']
                        if name(s['operation']) == f'atomic_{op}'} for op in NAMES}
            text = run(lkmm, 'doctor', '--inline', './program').stdout
            it(f'Rust has its names: {mangling}, debug information: {debug}',
               all(want[op] in got[op] for op in NAMES) and
               not re.search(r'_ZN|_RN|17h|\[[0-9a-f]{9,}\]|\{impl', text), want, got,
               done.stderr, text)
    build_names('v0', False)
    os.mkdir('few')
    os.symlink(shutil.which('objdump'), 'few/objdump')
    done = subprocess.run([lkmm, 'doctor', '--inline', './program'], capture_output=True, text=True,
                          env=dict(os.environ, PATH='few'))
    it('without c++filt names are the linker\'s, and it tells',
       '_RNv' in done.stdout and 'no c++filt' in done.stderr and
       done.returncode == 1, done.returncode, done.stdout, done.stderr)


# ---- bitcode ----

def bitcode(directory, *flags):
    os.mkdir(directory)
    command = [clang, '-std=c11', '-O2', '-g', '-fPIC', '-fvisibility=hidden', '-I',
               f'{root}/include', *flags, '-c', f'{root}/lib/bitcode/bitcode.c', '-o',
               f'{directory}/bitcode.o']
    subprocess.run(command, check=True)
    subprocess.run(['llvm-ar', 'rcs', f'{directory}/liblkmm.a', f'{directory}/bitcode.o'],
                   check=True)
    return os.path.abspath(directory)


def llvm_of_rustc():
    return re.search(r'LLVM version: (\d+)', run(rustc, '-vV').stdout)[1]


def linker():
    """Options for rustc: none if it has an lld of its own, or that of its LLVM; None if there is
    none."""
    sysroot = run(rustc, '--print', 'sysroot').stdout.strip()
    if glob.glob(f'{sysroot}/lib/rustlib/*/bin/gcc-ld/ld.lld'):
        return []
    lld = shutil.which(f'ld.lld-{llvm_of_rustc()}')
    return lld and [f'-Clinker={clang}', f'-Clink-arg=--ld-path={lld}']


def test_bitcode_c(thin, full):
    lto = [clang, '-O2', '-fuse-ld=lld']
    expect('C by bitcode', c([*lto, '-flto=thin'], library=thin), 'inlined')
    expect('C by bitcode, both full', c([*lto, '-flto'], library=full), 'inlined')
    expect('C by bitcode, full and thin: called', c([*lto, '-flto'], library=thin), 'direct')
    expect('C by bitcode, thin and full: called', c([*lto, '-flto=thin'], library=full), 'direct')
    expect('C by bitcode, without -flto: called', c(lto, library=thin), 'direct')
    expect('C by bitcode, -O0: called',
           c([clang, '-O0', '-fuse-ld=lld', '-flto=thin'], library=thin), 'direct')
    expect('C by bitcode, gcc: called', c(['gcc', '-O2', '-fuse-ld=lld'], library=thin), 'direct')
    done = c(['gcc', '-O2', '-fuse-ld=bfd'], library=thin)
    it('C by bitcode, GNU ld and gcc: refused',
       done.returncode and 'file format not recognized' in done.stderr, done.stderr)


def test_bitcode_rust(thin, full):
    how = ['-Clinker-plugin-lto', *linker()]
    expect('Rust by bitcode', rust(*how, features=['outline'], library=thin), 'inlined')
    expect('Rust by bitcode, fat LTO and full',
           rust(*how, '-Clto=fat', features=['outline'], library=full), 'inlined')
    rust_called('Rust by bitcode, thin and full: called',
                rust(*how, features=['outline'], library=full))
    rust_called('Rust by bitcode, without the flag: called',
                rust(*linker(), features=['outline'], library=thin))
    rust_called('Rust by bitcode, not optimised: called',
                rust(*how, '-Copt-level=0', features=['outline'], library=thin))
    for flag in '-march=x86-64-v3', '-fno-delete-null-pointer-checks', '-O0':
        expect(f'Rust by bitcode, that of {flag}',
               rust(*how, features=['outline'], library=bitcode(flag[1:], '-flto=thin', flag)),
               'inlined')


def test_machines():
    """Files of machines whose calls would be taken for others', by the numbers of ELF."""
    for number, arch in ((21, 'power'), (258, 'loongarch64'), (40, 'this architecture')):
        with open('other', 'wb') as f:
            f.write(b'\x7fELF\x02\x01\x01' + bytes(9) + b'\x02\0' +
                    number.to_bytes(2, 'little') + bytes(44))
        _, done = doctor('other')
        it(f'refuses a program for machine {number}', done.returncode == 2 and not done.stdout and
           f'calls on {arch} are not known' in done.stderr, done.stdout, done.stderr)


def test_example(thin):
    """The results in docs/bitcode.md."""
    env = dict(os.environ, LKMM_LIB_DIR=thin, RUSTC=rustc, CARGO_TARGET_DIR=f'{place}/target')
    if linker():
        env['RUSTFLAGS'] = ' '.join(['-Clinker-plugin-lto', *linker()])
    done = subprocess.run(['cargo', 'run', '--release', '--offline', '--quiet'],
                          cwd=f'{root}/examples/bitcode', env=env, capture_output=True, text=True)
    found, _ = doctor(f'{place}/target/release/bitcode')
    it('examples/bitcode', done.stdout == '100\n' and found and found['sites'] and
       all(s['how'] == 'inlined' for s in found['sites']), done.stdout, done.stderr, found)


def main():
    native = bool(clang) or os.uname().machine in run(*cc, '-dumpmachine').stdout
    test_c(native)
    test_machines()
    if native:
        test_unknown()
    if rustc:
        test_rust()
        test_names()
    if clang:
        # the outputs of the build, and those that are missing
        thin, full = f'{lib}/bitcode', bitcode('full', '-flto')
        test_bitcode_c(thin, full)
        if rustc:
            if linker() is None:
                skip('Rust by bitcode', f'no ld.lld-{llvm_of_rustc()} here')
            else:
                test_bitcode_rust(thin, full)
                test_example(thin)
    print(f'1..{point}')
    sys.exit(failed > 0)


with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    main()
