// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * demo [PART...]: threads in C (inline), in C (as calls of liblkmm) and in Rust share the same
 * objects. The totals are checked, and the exit status is 1 if any is wrong. Without arguments, all
 * parts.
 */
#include "demo.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { WHAT_WIDTH = 31, NUMBER_WIDTH = 10 };

const struct demo_variant *const demo_variants[VARIANTS] = {
	&demo_c_inline, &demo_c_outline,
#ifdef DEMO_RUST
	&demo_rust,
#endif
};

const char *const demo_variant_names[VARIANTS] = {
	"C inline", "C out of line",
#ifdef DEMO_RUST
	"Rust",
#endif
};

static const struct part {
	const char *name;
	bool (*run)(void);
} parts[] = {
	{ "counter", demo_counter },
	{ "references", demo_references },
	{ "ring", demo_ring },
	{ "lock", demo_lock },
};

enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* Right-aligned, with spaces between thousands. */
static void print_number(uint64_t n, int width)
{
	char text[32], *p = text + sizeof(text);
	int digits = 0;

	*--p = '\0';
	do {
		if (digits && digits % 3 == 0)
			*--p = ' ';
		*--p = (char)('0' + n % 10);
		digits++;
		n /= 10;
	} while (n);
	printf("%*s", width, p);
}

static int column_width(size_t variant)
{
	int width = (int)strlen(demo_variant_names[variant]);

	return 2 + (width < NUMBER_WIDTH ? NUMBER_WIDTH : width);
}

bool demo_report(const char *what, const uint64_t *each, uint64_t total, uint64_t expected,
		 const char *wrong)
{
	bool good = total == expected && !wrong;

	printf("%-*s", WHAT_WIDTH, what);
	for (size_t i = 0; i < VARIANTS; i++)
		print_number(each[i], column_width(i));
	print_number(total, NUMBER_WIDTH + 2);
	if (good) {
		printf("  ok\n");
	} else {
		printf("  WRONG, not ");
		print_number(expected, 0);
		printf("%s%s\n", wrong ? "\n    " : "", wrong ? wrong : "");
	}
	fflush(stdout);
	return good;
}

static void print_head(void)
{
	struct utsname machine;

	uname(&machine);
	printf("lkmm on %s, %ld CPUs: %d threads of each kind on the same objects\n\n",
	       machine.machine, sysconf(_SC_NPROCESSORS_ONLN), THREADS_EACH);
	printf("%-*s", WHAT_WIDTH, "");
	for (size_t i = 0; i < VARIANTS; i++)
		printf("%*s", column_width(i), demo_variant_names[i]);
	printf("%*s\n", NUMBER_WIDTH + 2, "total");
	fflush(stdout);
}

static bool is_known(const char *name)
{
	for (size_t i = 0; i < PARTS; i++)
		if (!strcmp(parts[i].name, name))
			return true;
	return false;
}

static bool is_wanted(const struct part *part, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (!strcmp(*names, part->name))
			return true;
	return false;
}

static int usage(void)
{
	fputs("usage: demo [PART...]; the parts are", stderr);
	for (size_t i = 0; i < PARTS; i++)
		fprintf(stderr, " %s", parts[i].name);
	fputs("\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	unsigned int wrong = 0;

	for (int i = 1; i < argc; i++)
		if (!is_known(argv[i]))
			return usage();
	print_head();
	for (size_t i = 0; i < PARTS; i++)
		if (is_wanted(&parts[i], argv + 1))
			wrong += !parts[i].run();
#ifndef DEMO_RUST
	puts("\nThere are no Rust threads: built without rustc, or for a sanitizer that cannot see "
	     "into Rust.");
#endif
	puts(wrong ? "\nTotals are WRONG." : "\nAll totals are right.");
	return wrong ? 1 : 0;
}
