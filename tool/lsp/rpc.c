// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "rpc.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { MAX_MESSAGE = 64 << 20 };

/* ---- reading ---- */

/* Waits for more input. False at its end. */
static bool fill(struct rpc *rpc)
{
	char some[4096];
	ssize_t n;

	do
		n = read(STDIN_FILENO, some, sizeof(some));
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return false;
	text_put(&rpc->in, some, (size_t)n);
	return !rpc->in.failed;
}

static void drop(struct rpc *rpc, size_t n)
{
	rpc->in.len -= n;
	memmove(rpc->in.s, rpc->in.s + n, rpc->in.len);
	rpc->in.s[rpc->in.len] = '\0';
}

/* The length that the header tells, whose lines end behind @end; -1: none. */
static long length_in(const char *header, const char *end)
{
	static const char name[] = "Content-Length:";

	while (header < end) {
		const char *next = strstr(header, "\r\n");

		if (!strncasecmp(header, name, sizeof(name) - 1))
			return strtol(header + sizeof(name) - 1, NULL, 10);
		header = next + 2;
	}
	return -1;
}

json_t *rpc_read(struct rpc *rpc)
{
	json_error_t error;
	json_t *message;
	char *end;
	long n;

	while (!rpc->in.s || !(end = strstr(rpc->in.s, "\r\n\r\n")))
		if (rpc->in.len > MAX_MESSAGE || !fill(rpc))
			return NULL;
	n = length_in(rpc->in.s, end);
	if (n < 0 || n > MAX_MESSAGE) {
		fputs("lkmm lsp: expected a header with Content-Length\n", stderr);
		return NULL;
	}
	drop(rpc, (size_t)(end + 4 - rpc->in.s));
	while (rpc->in.len < (size_t)n)
		if (!fill(rpc))
			return NULL;
	message = json_loadb(rpc->in.s, (size_t)n, 0, &error);
	drop(rpc, (size_t)n);
	if (!message)
		fprintf(stderr, "lkmm lsp: expected JSON: %s\n", error.text);
	return message;
}

bool rpc_has_more(const struct rpc *rpc)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

	return rpc->in.len || poll(&in, 1, 0) > 0;
}

void rpc_free(struct rpc *rpc)
{
	text_free(&rpc->in);
}

/* ---- sending ---- */

/* Frees @message. */
static void send(json_t *message)
{
	char *text = json_dumps(message, JSON_COMPACT);

	if (text)
		printf("Content-Length: %zu\r\n\r\n%s", strlen(text), text);
	else
		fputs("lkmm lsp: out of memory\n", stderr);
	fflush(stdout);
	free(text);
	json_decref(message);
}

void rpc_answer(const json_t *id, json_t *result)
{
	send(json_pack("{s:s, s:O, s:o}", "jsonrpc", "2.0", "id", id, "result",
		       result ? result : json_null()));
}

void rpc_notify(const char *method, json_t *params)
{
	send(json_pack("{s:s, s:s, s:o}", "jsonrpc", "2.0", "method", method, "params", params));
}

void rpc_refuse(const json_t *id, int code, const char *message)
{
	send(json_pack("{s:s, s:O, s:{s:i, s:s}}", "jsonrpc", "2.0", "id", id, "error", "code",
		       code, "message", message));
}
