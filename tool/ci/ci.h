/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Reports for programs that run tests and review code: JUnit, TAP and SARIF. */
#ifndef LKMM_TOOL_CI_H
#define LKMM_TOOL_CI_H

#include "base/json.h"
#include "show/place.h"

/* The names are those of SARIF. */
#define FINDING_NOTE "note"
#define FINDING_WARNING "warning"
#define FINDING_ERROR "error"

/*
 * What was found in one test, in the order of the messages: an array of objects with "file", "line"
 * and "column" (if known), "level", "rule" and "message".
 */
struct findings {
	bool wanted;			/* if not, nothing is added */
	bool failed;			/* out of memory */
	json_t *list;			/* NULL: none */
};

/* The options, and the tests of one run of a command. */
struct ci {
	const char *junit, *sarif;	/* files to write, or NULL */
	bool tap;			/* in place of the text */
	bool failed, finished;
	json_t *tests;
	json_t *machines;		/* whose results are merged: an array of names; or NULL */
};

/* Rows of a table of options, for the structure @type of a command, which has a struct ci @ci. */
#define CI_OPTIONS(type) \
	{ "junit", .kind = OPT_FILE, .value = "FILE", .at = offsetof(struct type, ci.junit), \
	  .help = "write the results to FILE as JUnit does, in XML" }, \
	{ "sarif", .kind = OPT_FILE, .value = "FILE", .at = offsetof(struct type, ci.sarif), \
	  .help = "write the findings to FILE, in SARIF" }, \
	{ "tap", .at = offsetof(struct type, ci.tap), .help = "print the results in TAP" }

bool ci_is_wanted(const struct ci *ci);

/* Adds what @message says about @line of @file; 0: about all of it. */
void find_in(struct findings *f, const char *file, int line, int column, const char *level,
	     const char *rule, const char *message);
/* The same for a place in the test @file, or in a file that it includes. */
void find_at(struct findings *f, const char *file, struct lkmm_place at, const char *level,
	     const char *rule, const char *message);
/* Adds the test @file, which ends with the exit status @status. Takes the list of @f. */
void ci_add(struct ci *ci, const char *file, int status, double seconds, struct findings *f);
/*
 * Adds a member to the test that was added last: "text", lines about all of it, such as the
 * outcomes that were seen; or "skipped", the reason why it did not run.
 */
void ci_tell(struct ci *ci, const char *member, const char *text);
/* The machine that the findings are from, unless it is known: one of ci->machines. */
void ci_set_machine(struct findings *f, const char *machine);
/*
 * Writes the reports about the tests of the command @who, and frees them. Return: @status, or
 * EXIT_BAD after a message.
 */
int ci_finish(struct ci *ci, const char *who, int status);
/*
 * The same where the command ends before it has added a test: writes that there is no verdict on
 * @file. Does nothing if no report is wanted, or all are written. Return: EXIT_BAD.
 */
int ci_give_up(struct ci *ci, const char *who, const char *file);

/*
 * The forms: ci->tests has an object for each test with "file", "status", "seconds" and "findings",
 * and what ci_tell() has added. The text is without memory if it has failed.
 */
void ci_put_junit(struct text *out, const struct ci *ci, const char *who);
void ci_put_tap(struct text *out, const struct ci *ci);
void ci_put_sarif(struct text *out, const struct ci *ci, int status);
/* "mp.litmus:3:4: warning: ..." for each finding of @test, as @put writes it */
void ci_put_findings(struct text *out, const json_t *test,
		     void (*put)(struct text *out, const char *lines));

#endif
