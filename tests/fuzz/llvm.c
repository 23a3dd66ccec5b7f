// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Called by the fuzzer: for any bytes, the reader of LLVM IR must report an error, or make a
 * program whose main() comes to its end or to an error, and whose threads are decided.
 *
 * With PARSE_ONLY defined nothing is decided, which is much faster.
 */
#include "fuzz.h"
#include "front/llvm/llvm.h"

#include <lkmm/check/check.h>

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As a file is read: it ends in a null byte. */
static char *copy(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	require(text, "out of memory");
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/*
 * The rest of main(), on these values. Each time that it wants more of them it observes one more
 * location.
 */
static enum llvm_end finish(struct llvm_program *p, struct litmus_test *l, const int64_t *final)
{
	struct llvm_failure failure = { 0 };
	enum llvm_end end;

	do {
		int before = l->program.nobserved;

		end = llvm_finish(p, final, &failure);
		require(end != LLVM_MORE || l->program.nobserved > before, "it asks for nothing");
	} while (end == LLVM_MORE && !final);
	require(end != LLVM_FAILS || failure.at.line > 0, "a failure nowhere");
	if (end == LLVM_UNREAD)
		fuzz_shown_errors(l);
	return end;
}

#ifndef PARSE_ONLY
enum { POLLS = 20, STATES = 8 };

/* As lkmm verify decides it: on demand, and then the rest of main() on each final state. */
static void decide(struct llvm_program *p, struct litmus_test *l)
{
	int polls = POLLS;
	struct lkmm_options o = { .states = true, .search = LKMM_SEARCH_DEMAND,
				  .stop = fuzz_out_of_polls, .stop_arg = &polls };
	struct lkmm_answer a;
	enum lkmm_status status = lkmm_check(&l->program, &lkmm_kernel_model, &o, &a);
	size_t observed = (size_t)l->program.nobserved;

	require(status != LKMM_NO_MEMORY, "out of memory");
	for (size_t i = 0; status == LKMM_OK && i < a.nstates && i < STATES; i++)
		if (finish(p, l, a.state + i * observed) == LLVM_UNREAD ||
		    (size_t)l->program.nobserved > observed)
			break;
	lkmm_answer_free(&a);
}
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct litmus_test l;
	char *text = copy(data, size);
	struct llvm_file file = { "fuzz.ll", text };
	struct llvm_program *p;

	memset(&l, 0, sizeof(l));
	l.source.text = text;
	l.source.size = strlen(text);
	p = llvm_read(&l, &file, 1, NULL);
	if (!p) {
		fuzz_shown_errors(&l);
	} else if (finish(p, &l, NULL) != LLVM_UNREAD) {
#ifndef PARSE_ONLY
		if (l.program.nthreads) {
			fuzz_decide(&l, 0);
			decide(p, &l);
		}
#endif
	}
	lkmm_arena_free(l.arena);
	free(text);
	return 0;
}
