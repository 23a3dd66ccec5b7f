/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Messages between an editor and a language server: JSON behind a header with its length. */
#ifndef LKMM_LSP_RPC_H
#define LKMM_LSP_RPC_H

#include "base/text.h"

#include <jansson.h>

/* Input that has not been taken yet. */
struct rpc {
	struct text in;
};

/*
 * The next message from standard input, for which it waits; NULL at the end of input, or after a
 * message about input that is no such message.
 */
json_t *rpc_read(struct rpc *rpc);
/* Whether more input has come. */
bool rpc_has_more(const struct rpc *rpc);
void rpc_free(struct rpc *rpc);

/* Sends @result as the answer to the request @id, or @params as the notification @method. */
void rpc_answer(const json_t *id, json_t *result);
void rpc_notify(const char *method, json_t *params);
/* Sends an error, with a number that the protocol defines. */
void rpc_refuse(const json_t *id, int code, const char *message);

#endif
