// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A test as a program for lkmm verify: verify.c, in Rust. */
#include "rust.h"

void emit_rust_static_type(struct emit *e, int o)
{
	const struct place *place = &e->place[e->object[o].loc[0]];

	if (emit_is_variable(&e->object[o]) && !emit_has_methods(place))
		text_puts(e->out, emit_rust_type(place->integer));
	else
		emit_rust_object_type_name(e, o);
}

static void put_variables(struct emit *e)
{
	for (int o = 0; o < e->nobjects; o++) {
		if (emit_is_allocated(e, o))
			continue;
		text_add(e->out, "static mut test%d_", e->number);
		emit_object_name(e, o);
		text_puts(e->out, ": ");
		emit_rust_static_type(e, o);
		text_puts(e->out, " = unsafe { core::mem::zeroed() };\n");
	}
	for (int t = 0; t < e->l->program.nthreads; t++)
		text_add(e->out, "static mut test%d_out%d: [i64; %d] = [0; %d];\n", e->number, t,
			 emit_count_observed(e, t), emit_count_observed(e, t));
	text_puts(e->out, "\n");
}

static void put_start(struct emit *e, int t)
{
	text_add(e->out, "extern \"C\" fn test%d_start%d(_: &'static ()) {\n    unsafe {\n        ",
		 e->number, t);
	emit_rust_call(e, t);
	text_puts(e->out, ";\n");
	emit_verify_filter(e, e->l->program.filter, t, true);
	text_puts(e->out, "    }\n}\n\n");
}

static void put_main(struct emit *e, const char *main)
{
	int n = e->l->program.nthreads;

	text_add(e->out, "#[no_mangle]\npub unsafe extern \"C\" fn %s() -> i32 {\n", main);
	emit_verify_first_values(e, true);
	for (int t = 0; t < n; t++)
		text_add(e->out, "    let thread%d = spawn(test%d_start%d, &());\n", t, e->number,
			 t);
	for (int t = 0; t < n; t++)
		text_add(e->out, "    thread%d.join();\n", t);
	text_puts(e->out, "    assert!(");
	emit_verify_condition(e, true);
	text_puts(e->out, ");\n    0\n}\n\n");
}

void emit_verify_rust(struct emit *e, uint32_t rust, const char *main)
{
	text_puts(e->out, "// ---- ");
	text_comment(e->out, e->l->program.name);
	text_puts(e->out, " ----\n\n");
	emit_rust_types(e);
	for (int t = 0; t < e->l->program.nthreads; t++)
		if (rust >> t & 1)
			emit_rust_process(e, t, "");
	if (!emit_all_in_rust(e, rust))
		return;
	put_variables(e);
	for (int t = 0; t < e->l->program.nthreads; t++)
		put_start(e, t);
	put_main(e, main);
}
