// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "document.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int hex(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* The path that a file:// address names, or NULL. */
static char *path_of(const char *uri)
{
	static const char scheme[] = "file://";
	char *path, *to;

	if (strncmp(uri, scheme, sizeof(scheme) - 1))
		return NULL;
	uri += sizeof(scheme) - 1;
	path = to = malloc(strlen(uri) + 1);
	if (!path)
		return NULL;
	while (*uri) {
		if (uri[0] == '%' && isxdigit((unsigned char)uri[1]) &&
		    isxdigit((unsigned char)uri[2])) {
			*to++ = (char)(hex(uri[1]) << 4 | hex(uri[2]));
			uri += 3;
		} else {
			*to++ = *uri++;
		}
	}
	*to = '\0';
	return path;
}

struct document *document_find(struct documents *all, const char *uri)
{
	struct document *d = all->first;

	while (d && strcmp(d->uri, uri))
		d = d->next;
	return d;
}

struct document *document_set(struct documents *all, const char *uri, const char *text,
			      json_int_t version)
{
	struct document *d = document_find(all, uri);

	if (!d) {
		d = calloc(1, sizeof(*d));
		if (!d)
			return NULL;
		d->uri = strdup(uri);
		d->path = path_of(uri);
		d->next = all->first;
		all->first = d;
	}
	free(d->text);
	d->text = strdup(text);
	d->version = version;
	d->changed = true;
	if (d->uri && d->text)
		return d;
	document_close(all, d);
	return NULL;
}

void document_close(struct documents *all, struct document *d)
{
	struct document **at = &all->first;

	while (*at != d)
		at = &(*at)->next;
	*at = d->next;
	json_decref(d->answer);
	free(d->uri);
	free(d->path);
	free(d->text);
	free(d);
}

void documents_free(struct documents *all)
{
	while (all->first)
		document_close(all, all->first);
}
