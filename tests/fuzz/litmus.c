// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Called by the fuzzer: for any bytes, the front end must report an error, or
 * they must be decided and written as a program.
 *
 * With LANGUAGE defined the first word, which names the language, is replaced by that. With
 * PARSE_ONLY nothing is decided, which is much faster.
 */
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly the size: sanitizers notice reads past it. */
static char *copy(const uint8_t *data, size_t size, size_t *n)
{
#ifdef LANGUAGE
	const uint8_t *rest = memchr(data, ' ', size);
	size_t skip = rest ? (size_t)(rest - data) : 0;
	const char *language = LANGUAGE;
#else
	size_t skip = 0;
	const char *language = "";
#endif
	size_t len = strlen(language);
	char *text;

	*n = len + size - skip;
	text = malloc(*n ? *n : 1);
	require(text, "out of memory");
	memcpy(text, language, len);
	if (size > skip)
		memcpy(text + len, data + skip, size - skip);
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct litmus_test l;
	size_t n;
	char *text = copy(data, size, &n);

	if (litmus_parse(&l, text, n)) {
		require(l.program.name && l.program.nthreads > 0, "a test without name or process");
#ifndef PARSE_ONLY
		fuzz_decide(&l, n);
#endif
		fuzz_program(&l);
	} else {
		fuzz_errors(&l);
	}
	lkmm_arena_free(l.arena);
	free(text);
	return 0;
}
