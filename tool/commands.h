/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The commands: their options, and their functions. */
#ifndef LKMM_COMMANDS_H
#define LKMM_COMMANDS_H

#include "base/options.h"

struct lkmm_command {
	const struct options *options;
	int (*main)(int argc, char **argv);
};

/* All of them, by name; the last has no options. */
extern const struct lkmm_command commands[];

extern const struct options check_options, diff_options, run_options, bench_options, hot_options,
	doctor_options, verify_options, prove_options, merge_options, herd7_options,
	mselect7_options, completion_options, lsp_options;

int check_main(int argc, char **argv);
int diff_main(int argc, char **argv);
int run_main(int argc, char **argv);
int bench_main(int argc, char **argv);
int hot_main(int argc, char **argv);
int doctor_main(int argc, char **argv);
int verify_main(int argc, char **argv);
int prove_main(int argc, char **argv);
int merge_main(int argc, char **argv);
int herd7_main(int argc, char **argv);
int mselect7_main(int argc, char **argv);
int completion_main(int argc, char **argv);
int lsp_main(int argc, char **argv);

#endif
