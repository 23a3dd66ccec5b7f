// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm-gen [--check] [--root DIR]
 *
 * Reads DIR/defs and writes the generated files below DIR (default: the current directory); with
 * --check lists those that differ instead. Exit status: 0 success; 1 --check found a difference; 2
 * a mistake in defs/, or another error.
 */
#include "gen.h"
#include "read/isa.h"

#include <stdio.h>

static void write_all(struct defs *d, const char *root)
{
	for (int i = 0; i < d->narchs; i++) {
		if (!arch_is_generated(&d->arch[i]))
			continue;
		write_c_arch(&d->arch[i], &d->table);
		write_rust_arch(&d->arch[i], &d->table);
	}
	write_c_select(d);
	write_machines(d);
	write_sequences(d);
	write_c_ops(&d->table);
	write_c_objects(&d->table);
	write_kernel_spelling(&d->table);
	write_lib(&d->table);
	write_kernel_module(&d->table);
	write_rust_select(d);
	write_rust_ops(&d->table);
	write_model_ops(&d->table);
	write_kernel_cat(root);
	write_calls(&d->table);
	write_litmus_bits(&d->table, &d->words);
	write_words(&d->words);
	write_own(&d->words);
	write_docs(&d->table);
	write_word_list(&d->words, root);
	write_structures(root);
	write_doc_links(&d->table, root);
	write_tests(&d->table);
	write_rust_tests(&d->table);
	write_bench(&d->table);
}

int main(int argc, char **argv)
{
	const char *root = ".";
	bool check = false;
	struct defs *d = xalloc(sizeof(*d));
	struct isas *isas = xalloc(sizeof(*isas));
	int differed;

	for (int i = 1; i < argc; i++) {
		if (streq(argv[i], "--check")) {
			check = true;
		} else if (streq(argv[i], "--root") && i + 1 < argc) {
			root = argv[++i];
		} else {
			fputs("usage: lkmm-gen [--check] [--root DIR]\n", stderr);
			return 2;
		}
	}
	read_defs(root, d);
	read_isas(root, isas);
	if (nr_errors)
		return 2;
	write_all(d, root);
	write_isas(isas);
	if (nr_errors)
		return 2;
	differed = finish_outputs(root, check);
	return check && differed ? 1 : 0;
}
