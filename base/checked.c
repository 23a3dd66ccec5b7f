// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "checked.h"
#include "digest.h"

#include <stdlib.h>

static const char before_check[] = ", \"check\": \"";

bool put_checked(struct text *out, const json_t *object)
{
	char *line = json_dumps(object, JSON_REAL_PRECISION(17));
	size_t len = line ? strlen(line) - 1 : 0;

	if (line) {
		text_put(out, line, len);
		text_add(out, "%s%s\"}\n", before_check,
			 digest_text(digest_bytes(DIGEST_EMPTY, line, len)).s);
	}
	free(line);
	return line && !out->failed;
}

bool is_undamaged(const char *text)
{
	size_t n = sizeof(before_check) - 1, end = n + 16 + strlen("\"}\n"), len = strlen(text);
	const char *check = text + len - end;

	return len > end && !memcmp(check, before_check, n) &&
	       !memcmp(check + n,
		       digest_text(digest_bytes(DIGEST_EMPTY, text, (size_t)(check - text))).s,
		       16) &&
	       !strcmp(check + n + 16, "\"}\n");
}
