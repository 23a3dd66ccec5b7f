// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * x86's instructions in the syntax of Intel. Under -masm=intel compilers write operands so, and
 * assemblers read them so, in asm statements as well.
 */
#include "common.h"

#include <ctype.h>
#include <string.h>

/* "-4(%%rsp)" as "[rsp-4]", "(%[ptr])" as "[%[ptr]]". */
static char *memory(const char *operand, const char *bracket)
{
	size_t n = strlen(bracket + 1) - 1;
	const char *base = strncmp(bracket + 1, "%%", 2) ? bracket + 1 : bracket + 3;

	return xprintf("[%.*s%.*s]", (int)(n - (size_t)(base - bracket - 1)), base,
		       (int)(bracket - operand), operand);
}

static char *intel_operand(const char *operand, char size)
{
	const char *bracket = strchr(operand, '(');
	const char *name = size == 'b' ? "byte" : size == 'w' ? "word" : size == 'l' ? "dword" :
			   "qword";

	if (bracket)
		return xprintf("%s ptr %s", name, memory(operand, bracket));
	if (operand[0] == '$')
		return xstrndup(operand + 1, strlen(operand + 1));
	return xstrndup(operand, strlen(operand));
}

char *both_dialects(const char *att)
{
	size_t n = strcspn(att, "\t");
	const char *comma, *operands = att + n + 1;
	char *first, *second;

	if (!att[n] || isdigit((unsigned char)*operands))	/* no operands, or a label */
		return xstrndup(att, strlen(att));
	comma = strstr(operands, ", ");
	if (isdigit((unsigned char)att[n - 2]))	/* cmpxchg16b */
		return xprintf("{%s|%.*s\t%s}", att, (int)n, att, memory(operands, operands));
	first = intel_operand(xstrndup(operands, comma ? (size_t)(comma - operands) :
				       strlen(operands)), att[n - 1]);
	if (!comma)
		return xprintf("{%s|%.*s\t%s}", att, (int)n - 1, att, first);
	second = intel_operand(comma + 2, att[n - 1]);
	return xprintf("{%s|%.*s\t%s, %s}", att, (int)n - 1, att, second, first);
}
