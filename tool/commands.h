/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The commands, as main() calls them. */
#ifndef LKMM_COMMANDS_H
#define LKMM_COMMANDS_H

int check_main(int argc, char **argv);
int run_main(int argc, char **argv);
int bench_main(int argc, char **argv);
int hot_main(int argc, char **argv);
int doctor_main(int argc, char **argv);
int herd7_main(int argc, char **argv);
int mselect7_main(int argc, char **argv);

#endif
