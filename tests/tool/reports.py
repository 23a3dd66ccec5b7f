# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Shared by the tests of reports: the schema of JUnit's form, and a litmus test to report about."""
import os
import shutil

from ask import result, run

SB = """{}
P0(int *x, int *y)
{
	WRITE_ONCE(*x, 1);
	int r0 = READ_ONCE(*y);
}
P1(int *x, int *y)
{
	WRITE_ONCE(*y, 1);
	int r0 = READ_ONCE(*x);
}
exists (0:r0=0 /\\ 1:r0=0)
"""


def validate_junit(tree, name, what):
    """xmllint holds the file against junit.xsd."""
    xmllint = shutil.which("xmllint")
    if not xmllint:
        result(True, f"{what}: JUnit keeps to its schema # SKIP no xmllint")
        return
    lint = run(xmllint, "--noout", "--nonet", "--schema",
               os.path.join(tree, "tests/tool/junit.xsd"), name)
    result(lint.returncode == 0, f"{what}: JUnit keeps to its schema", lint.stderr)
