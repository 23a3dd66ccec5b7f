/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Structures as JSON, and back: a table of the members of each is all that both directions know.
 * What points into a program is a number there: another process that reads the same program has
 * the same accesses, in the same order.
 */
#ifndef LKMM_VERIFY_RECORD_H
#define LKMM_VERIFY_RECORD_H

#include "front/test.h"
#include "base/json.h"

#include <lkmm/check/check.h>

enum member_kind {
	M_INT,				/* from .least to .most, unless both are 0 */
	M_THREAD, M_LOCATION, M_EVENT,	/* numbers of these, or -1 */
	M_BOOL, M_FLAGS, M_SIZE, M_COUNTER, M_WIDE, M_REAL,
	M_TEXT,				/* a string of any bytes, or NULL */
	M_CHARS,			/* a string in place, in .most bytes */
	M_PLACE,
	M_ACCESS, M_CALL, M_RULE,	/* pointers into the program and the model, or NULL */
	M_RECORD,			/* another structure in place */
	M_MAYBE,			/* a pointer to one, or NULL */
	M_LIST,				/* a pointer to some; their number is an int at .count */
	M_OWNED,			/* the same, for free() */
	M_ARRAY				/* some in place, at most .most */
};

struct record;

struct member {
	const char *name;
	enum member_kind kind;
	size_t at, count;
	int least, most;
	const struct record *of;
};

struct record {
	size_t size;
	const struct member *member;
	int n;
};

/* For tables: the member @field of @type. */
#define MEMBER(type, field, is, ...) \
	{ .name = #field, .kind = is, .at = offsetof(type, field), __VA_ARGS__ }
#define RECORD(type, members) \
	{ sizeof(type), members, sizeof(members) / sizeof((members)[0]) }

/* What is known while records are written or read. */
struct records {
	struct lkmm_arena *arena;	/* of values that are read */
	const struct litmus_test *test;	/* that pointers point into; NULL: there are none */
	const struct lkmm_call **call;	/* all calls of functions in it */
	int ncalls;
	const struct lkmm_origin **origin;	/* files of the source, for reading */
	int norigins;
	int nevents;			/* of the execution that is being read */
	bool no_memory;
	/* a value that is read cannot be there; or a pointer that is written is not into .test */
	bool wrong;
};

/* Prepares @r for pointers into @test. Both lists are freed by records_close(). */
bool records_open(struct records *r, const struct litmus_test *test);
void records_close(struct records *r);

/* The structure at @from. NULL without memory, or if .wrong. */
json_t *record_put(struct records *r, const struct record *of, const void *from);
/* Fills in the structure @to. False without memory, or if .wrong. */
bool record_get(struct records *r, const struct record *of, const json_t *from, void *to);

/* tables.c */
extern const struct record answer_record, execution_record, event_record, progress_record,
	atom_record, error_record, number_record;

#endif
