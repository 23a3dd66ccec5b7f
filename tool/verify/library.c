// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What lkmm has of the C library, in C: files below include/lkmm/verify/, each compiled beside the
 * files of a program that declares one of its functions and does not define it.
 */
#include "verify.h"

#include <string.h>

/* Names that end in "_" are those that functions begin with. */
static const char *const of_threads[] = {
	"pthread_rwlock_", "pthread_barrier_", "pthread_once", "call_once", "pthread_cond_",
	"cnd_", "sem_", NULL
};
static const char *const of_string[] = {
	"strnlen", "strlen", "memcmp", "bcmp", "memchr", "strncmp", "strcmp", "strchr", "strrchr",
	"strcpy", "strncpy", "strcat", "strdup", "strerror", "stpcpy", "strncat", "strncasecmp",
	"strcasecmp", "strspn", "strcspn", "strpbrk", "strstr", "strtok_r", NULL
};
static const char *const of_stdlib[] = {
	"abs", "labs", "llabs", "isdigit", "isspace", "tolower", "toupper", "strtol", "atoi",
	"atol", "qsort", "__errno_location", "isupper", "islower", "isalpha", "isalnum", "isxdigit",
	"isprint", "ispunct", "strtoll", "strtoul", "strtoull", NULL
};

static const struct part {
	const char *file;
	const char *const *function;
} parts[] = {
	{ "threads", of_threads }, { "string", of_string }, { "stdlib", of_stdlib },
};

static bool is_one_of(const char *const *function, const char *name, size_t length)
{
	for (; *function; function++) {
		size_t n = strlen(*function);

		if (!strncmp(*function, name, n) && (n == length || (*function)[n - 1] == '_'))
			return true;
	}
	return false;
}

/* Whether a line of @ir begins with @word and has the function of @part; *@name is that. */
static const char *next_line(const char *ir, const char *word, const struct part *part,
			     size_t *length)
{
	size_t n = strlen(word);

	for (; ir; ir = strchr(ir, '\n')) {
		const char *name;

		ir += *ir == '\n';
		if (strncmp(ir, word, n))
			continue;
		name = strchr(ir, '@');
		if (!name)
			return NULL;
		*length = strcspn(++name, "(");
		if (is_one_of(part->function, name, *length))
			return name;
	}
	return NULL;
}

static bool is_defined(const struct verify *v, const struct part *part, const char *function,
		       size_t n)
{
	for (int i = 0; i < v->nirs; i++) {
		size_t length;
		const char *name = v->ir[i].text;

		while ((name = next_line(name, "define ", part, &length)))
			if (length == n && !strncmp(name, function, n))
				return true;
	}
	return false;
}

static bool needs(const struct verify *v, const struct part *part)
{
	for (int i = 0; i < v->nirs; i++) {
		size_t length;
		const char *name = v->ir[i].text;

		while ((name = next_line(name, "declare ", part, &length)))
			if (!is_defined(v, part, name, length))
				return true;
	}
	return false;
}

bool add_library(struct verify *v, bool (*add)(struct verify *v, const char *part))
{
	for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
		if (needs(v, &parts[k]) && !add(v, parts[k].file))
			return false;
	return true;
}
