// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the line of defs/arch/NAME.def that says how others call the architecture:
 *
 *	machine UNAME GNU RUST [OPTIONS...]	uname and qemu, Debian's cross tools, and rustc; and
 *						rustc's options that tell the crate what the target
 *						alone does not
 */
#include "gen/gen.h"

void read_machine(const struct line *l, struct arch *a)
{
	if (!check_shape(l, 4, 20, "machine UNAME GNU RUST [OPTIONS]"))
		return;
	a->uname = l->field[1].text;
	a->gnu = l->field[2].text;
	a->rust = l->field[3].text;
	for (int i = 4; i < l->nfields; i++)
		a->rust_options = a->rust_options ?
				  xprintf("%s %s", a->rust_options, l->field[i].text) :
				  l->field[i].text;
}
