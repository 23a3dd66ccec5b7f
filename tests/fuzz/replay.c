// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * replay FILE...: calls the fuzzer's function with each file: an old finding must not come back.
 * TAP: no point follows for a file that crashes it.
 */
#include "tests/tap.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
	static uint8_t data[1 << 20];

	for (int i = 1; i < argc; i++) {
		FILE *in = fopen(argv[i], "rb");
		size_t n;

		if (!in) {
			perror(argv[i]);
			return 1;
		}
		n = fread(data, 1, sizeof(data), in);
		fclose(in);
		fprintf(stderr, "%s\n", argv[i]);
		LLVMFuzzerTestOneInput(data, n);
		tap(true, "%s", strrchr(argv[i], '/') ? strrchr(argv[i], '/') + 1 : argv[i]);
	}
	return tap_end();
}
