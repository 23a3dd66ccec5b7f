// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * By c++filt, run once for all names: binutils has it, of which lkmm doctor needs objdump anyway,
 * and follows Rust's compiler. A library with the same code (libiberty) would be one more to link
 * with, which Debian has as a static one only; code of our own, another grammar to keep up with.
 */
#include "demangle.h"
#include "base/spawn.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASH = 16 };			/* digits */

static bool begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

bool demangle_is_mangled(const char *name)
{
	return begins(name, "_Z") || begins(name, "_R");
}

static bool is_hash(const char *s)
{
	return strspn(s, "0123456789abcdef") == HASH;
}

/* The older mangling is C++'s, but that the last part is a hash: "17h0123456789abcdefE". */
bool demangle_is_rust(const char *name)
{
	const char *end = strstr(name, "17h");

	if (begins(name, "_R"))
		return true;
	for (; begins(name, "_ZN") && end; end = strstr(end + 1, "17h"))
		if (is_hash(end + 3) && end[3 + HASH] == 'E')
			return true;
	return false;
}

/* ---- names that c++filt leaves ---- */

/* A character in UTF-8; how many bytes that takes. */
static size_t put_character(char *to, unsigned long c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3f));
		to[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3f));
	to[2] = (char)(0x80 | (c >> 6 & 0x3f));
	to[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* "$ufc$" of the older mangling, a letter that is not ASCII; it becomes no longer. */
static void decode_letters(char *s)
{
	char *to = s, *end;

	while (*s) {
		unsigned long c = begins(s, "$u") && isxdigit((unsigned char)s[2]) ?
				  strtoul(s + 2, &end, 16) : 0;

		if (c >= 0xa0 && c < 0x110000 && *end == '$') {
			to += put_character(to, c);
			s = end + 1;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
}

/* ---- c++filt ---- */

static bool complain(const char *why)
{
	fprintf(stderr, "lkmm: names of Rust and C++ functions are printed mangled: %s\n", why);
	return false;
}

/* One name a line, in the input and in the output. */
static bool filter(const char *const *name, size_t n, FILE *in, FILE *out)
{
	/* Without hashes, and without parameters of C++'s, as debug information has names. */
	char *argv[] = { (char *)"c++filt", (char *)"--no-verbose", (char *)"--no-params", NULL };
	pid_t pid;

	for (size_t i = 0; i < n; i++)
		fprintf(in, "%s\n", name[i]);
	if (fflush(in) || ferror(in))
		return complain("no room for a temporary file");
	rewind(in);
	if (spawn(argv, fileno(in), fileno(out), "/dev/null", &pid))
		return complain("no c++filt: install the Debian package binutils");
	if (!spawned_well(pid))
		return complain("c++filt failed");
	rewind(out);
	return true;
}

bool demangle(const char *const *name, size_t n,
	      void (*each)(size_t i, const char *plain, void *arg), void *arg)
{
	FILE *in = tmpfile(), *out = tmpfile();
	char *line = NULL;
	size_t room = 0;
	bool ok = in && out ? filter(name, n, in, out) : complain("no room for a temporary file");

	for (size_t i = 0; ok && i < n && getline(&line, &room, out) > 0; i++) {
		line[strcspn(line, "\n")] = '\0';
		if (demangle_is_rust(name[i]))
			decode_letters(line);
		each(i, line, arg);
	}
	free(line);
	if (in)
		fclose(in);
	if (out)
		fclose(out);
	return ok;
}
