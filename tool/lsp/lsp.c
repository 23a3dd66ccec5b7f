// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm lsp: a language server for litmus tests, by the Language Server Protocol 3.17. Errors and
 * findings as they are typed; the verdict above the condition; the reason for it where the mouse
 * rests on the condition; and changes that forbid the outcome.
 */
#include "base/exit.h"
#include "document.h"
#include "rpc.h"
#include "tool/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct server {
	double timeout;
	struct rpc rpc;
	struct documents documents;
	bool shut_down, ends;
	int status;
};

static const struct opt options[] = {
	{ "timeout", .kind = OPT_NUMBER, .value = "SECONDS", .most = 1e9, .normal = "5",
	  .at = offsetof(struct server, timeout), .help = "time limit for each question" },
};

const struct options lsp_options = {
	.name = "lsp", .who = "lkmm lsp", .page = "lkmm-lsp(1)",
	.does = "answer an editor: a language server for litmus tests",
	.usage = "[OPTION...]", .arguments = OPT_NO_ARGUMENTS,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};

static struct document *document_of(struct server *s, const json_t *params)
{
	return document_find(&s->documents,
			     json_word(json_object_get(params, "textDocument"), "uri"));
}

/* ---- diagnostics ---- */

static int severity_of(const char *level)
{
	return !strcmp(level, "error") ? 1 : !strcmp(level, "warning") ? 2 : 3;
}

static json_t *diagnostic_of(const struct document *d, const json_t *finding)
{
	json_int_t line = json_integer_value(json_object_get(finding, "line"));
	json_int_t column = json_integer_value(json_object_get(finding, "column"));

	return json_pack("{s:o, s:i, s:s, s:s, s:s}", "range",
			 range_of_word(d, (int)line, (int)column), "severity",
			 severity_of(json_word(finding, "level")), "source", "lkmm", "code",
			 json_word(finding, "rule"), "message", json_word(finding, "message"));
}

static void publish(const struct document *d, json_t *findings)
{
	json_t *all = json_array(), *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
		json_array_append_new(all, diagnostic_of(d, finding));
	rpc_notify("textDocument/publishDiagnostics",
		   json_pack("{s:s, s:I, s:o}", "uri", d->uri, "version", d->version,
			     "diagnostics", all));
}

static void decide(struct document *d)
{
	json_t *findings = answer_decide(d);

	publish(d, findings);
	json_decref(findings);
}

/* Once the editor waits for an answer, or for nothing. */
static void decide_all(struct server *s)
{
	for (struct document *d = s->documents.first; d; d = d->next)
		if (d->changed)
			decide(d);
}

/* ---- requests ---- */

static json_t *initialize(void)
{
	return json_pack("{s:{s:{s:b, s:i}, s:b, s:{}, s:b}, s:{s:s, s:s}}", "capabilities",
			 "textDocumentSync", "openClose", 1, "change", 1, "hoverProvider", 1,
			 "codeLensProvider", "codeActionProvider", 1, "serverInfo", "name",
			 "lkmm", "version", LKMM_VERSION);
}

/* "Sometimes, data-race" */
static json_t *verdict_of(const struct document *d)
{
	const json_t *flags = json_object_get(d->answer, "flags"), *flag;
	struct text title = { 0 };
	json_t *verdict;
	size_t i;

	text_puts(&title, json_word(d->answer, "observation"));
	json_array_foreach(flags, i, flag)
		text_add(&title, ", %s", json_string_value(flag));
	verdict = json_string(title.s ? title.s : "");
	text_free(&title);
	return verdict;
}

static json_t *code_lens(struct document *d)
{
	int line = line_of_condition(d);

	if (line < 0 || !json_word(d->answer, "observation")[0])
		return json_array();
	return json_pack("[{s:o, s:{s:o, s:s}}]", "range", range_of_line(d, line), "command",
			 "title", verdict_of(d), "command", "");
}

static json_t *hover(struct document *d, const json_t *params)
{
	const json_t *at = json_object_get(params, "position");
	int line = line_of_condition(d);
	struct text shown = { 0 };
	json_t *result;
	char *why;

	if (line < 0 || json_integer_value(json_object_get(at, "line")) != line ||
	    !json_word(d->answer, "observation")[0])
		return json_null();
	why = answer_why(d);
	text_add(&shown, "```\n%s```\n", why ? why : "");
	result = json_pack("{s:{s:s, s:s}, s:o}", "contents", "kind", "markdown", "value",
			   shown.s ? shown.s : "", "range", range_of_line(d, line));
	text_free(&shown);
	free(why);
	return result;
}

/* "smp_mb() after line 8; line 14: ..." */
static json_t *title_of(const json_t *fix)
{
	const json_t *change;
	struct text title = { 0 };
	json_t *result;
	size_t i;

	json_array_foreach(json_object_get(fix, "changes"), i, change) {
		text_puts(&title, i ? "; " : "");
		if (json_word(change, "where")[0])
			text_add(&title, "%s %s", json_word(change, "to"),
				 json_word(change, "where"));
		else
			text_add(&title, "line %d: %s -> %s",
				 (int)json_integer_value(json_object_get(change, "line")),
				 json_word(change, "from"), json_word(change, "to"));
	}
	result = json_string(title.s ? title.s : "");
	text_free(&title);
	return result;
}

static json_t *code_actions(struct document *d)
{
	json_t *fixes = answer_fixes(d), *actions = json_array(), *fix;
	size_t i;

	json_array_foreach(fixes, i, fix)
		json_array_append_new(actions, json_pack(
			"{s:o, s:s, s:{s:{s:o}}}", "title", title_of(fix), "kind", "quickfix",
			"edit", "changes", d->uri, edits_of_patch(json_word(fix, "patch"))));
	json_decref(fixes);
	return actions;
}

enum { METHOD_NOT_FOUND = -32601 };	/* as JSON-RPC has it */

static void request(struct server *s, const json_t *id, const char *method, const json_t *params)
{
	struct document *d = document_of(s, params);

	if (d && d->changed)
		decide(d);
	if (!strcmp(method, "initialize")) {
		rpc_answer(id, initialize());
	} else if (!strcmp(method, "shutdown")) {
		s->shut_down = true;
		rpc_answer(id, NULL);
	} else if (!strcmp(method, "textDocument/codeLens")) {
		rpc_answer(id, d ? code_lens(d) : NULL);
	} else if (!strcmp(method, "textDocument/hover")) {
		rpc_answer(id, d ? hover(d, params) : NULL);
	} else if (!strcmp(method, "textDocument/codeAction")) {
		rpc_answer(id, d ? code_actions(d) : NULL);
	} else {
		rpc_refuse(id, METHOD_NOT_FOUND, "there is no such method");
	}
}

/* ---- notifications ---- */

static void open_document(struct server *s, const json_t *params)
{
	const json_t *it = json_object_get(params, "textDocument");

	document_set(&s->documents, json_word(it, "uri"), json_word(it, "text"),
		     json_integer_value(json_object_get(it, "version")));
}

/* The last change has the whole text. */
static void change_document(struct server *s, const json_t *params)
{
	const json_t *it = json_object_get(params, "textDocument");
	const json_t *changes = json_object_get(params, "contentChanges");
	size_t n = json_array_size(changes);

	if (n)
		document_set(&s->documents, json_word(it, "uri"),
			     json_word(json_array_get(changes, n - 1), "text"),
			     json_integer_value(json_object_get(it, "version")));
}

static void close_document(struct server *s, const json_t *params)
{
	struct document *d = document_of(s, params);

	if (!d)
		return;
	publish(d, NULL);
	document_close(&s->documents, d);
}

static void notification(struct server *s, const char *method, const json_t *params)
{
	if (!strcmp(method, "textDocument/didOpen"))
		open_document(s, params);
	else if (!strcmp(method, "textDocument/didChange"))
		change_document(s, params);
	else if (!strcmp(method, "textDocument/didClose"))
		close_document(s, params);
	else if (!strcmp(method, "exit"))
		s->ends = true;
}

static void serve(struct server *s)
{
	json_t *message;

	while (!s->ends && (message = rpc_read(&s->rpc))) {
		const json_t *id = json_object_get(message, "id");
		const json_t *params = json_object_get(message, "params");
		const char *method = json_word(message, "method");

		if (id && method[0])
			request(s, id, method, params);
		else
			notification(s, method, params);
		json_decref(message);
		if (!s->ends && !rpc_has_more(&s->rpc))
			decide_all(s);
	}
}

int lsp_main(int argc, char **argv)
{
	struct server s = { .timeout = 5 };
	int first, status;

	if (!options_parse(&lsp_options, &s, argc, argv, &first, &status))
		return status;
	if (first < argc) {
		fputs("lkmm lsp: it takes no arguments, an editor asks it\n", stderr);
		return options_misused(&lsp_options);
	}
	answer_open(s.timeout);
	serve(&s);
	documents_free(&s.documents);
	rpc_free(&s.rpc);
	answer_close();
	return s.shut_down ? EXIT_WELL : EXIT_LOOK;
}
