/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The writers, which main.c calls: each writes a kind of files. */
#ifndef LKMM_GEN_WRITE_H
#define LKMM_GEN_WRITE_H

struct arch;
struct defs;
struct table;
struct words;

void write_c_arch(const struct arch *a, const struct table *t);
void write_c_ops(const struct table *t);
void write_c_objects(const struct table *t);
void write_c_select(const struct defs *d);
void write_machines(const struct defs *d);
void write_sequences(const struct defs *d);
void write_kernel_spelling(const struct table *t);
void write_lib(const struct table *t);
void write_kernel_module(const struct table *t);
void write_rust_arch(const struct arch *a, const struct table *t);
void write_rust_ops(const struct table *t);
void write_rust_select(const struct defs *d);
void write_model_ops(const struct table *t);
/* Writes the model models/lkmm.cat, which is below @root, as a string. */
void write_kernel_cat(const char *root);
void write_calls(const struct table *t);
/* Writes a header of litmus/lib, and makes its text that of @words. */
void write_litmus_bits(const struct table *t, struct words *words);
void write_words(const struct words *words);
/* Writes the tables of the kernel's own words. */
void write_own(const struct words *words);
void write_docs(const struct table *t);
/* Puts the list of words into the manual page of the command, which is below @root. */
void write_word_list(const struct words *words, const char *root);
/* The pages of headers that are written by hand, which are below @root. */
void write_structures(const char *root);
void write_doc_links(const struct table *t, const char *root);
void write_tests(const struct table *t);
void write_bench(const struct table *t);
void write_rust_tests(const struct table *t);

#endif
