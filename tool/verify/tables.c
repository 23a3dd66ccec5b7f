// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The members of answers and executions, for record.c. */
#include "record.h"

#include <assert.h>

static_assert(sizeof(enum lkmm_flag) == sizeof(int) && sizeof(enum lkmm_stage) == sizeof(int) &&
	      sizeof(enum lkmm_limit) == sizeof(int) &&
	      sizeof(enum lkmm_observation) == sizeof(int) &&
	      sizeof(enum lkmm_race_reason) == sizeof(int) &&
	      sizeof(enum lkmm_atom_kind) == sizeof(int), "M_INT is for enumerations, too");

static const struct member number_members[] = { { .name = "value", .kind = M_WIDE } };

const struct record number_record = RECORD(int64_t, number_members);

static const struct member place_members[] = { { .name = "at", .kind = M_PLACE } };

static const struct record place_record = RECORD(struct lkmm_place, place_members);

/* ---- executions ---- */

static const struct member event_members[] = {
	MEMBER(struct lkmm_event, thread, M_THREAD),
	MEMBER(struct lkmm_event, at, M_PLACE),
	MEMBER(struct lkmm_event, access, M_ACCESS),
	MEMBER(struct lkmm_event, is_read, M_BOOL),
	MEMBER(struct lkmm_event, is_write, M_BOOL),
	MEMBER(struct lkmm_event, plain, M_BOOL),
	MEMBER(struct lkmm_event, loc, M_LOCATION),
	MEMBER(struct lkmm_event, part.bits, M_INT, .most = 64),
	MEMBER(struct lkmm_event, part.shift, M_INT, .most = 64),
	MEMBER(struct lkmm_event, part.again, M_BOOL),
	MEMBER(struct lkmm_event, value, M_WIDE),
	MEMBER(struct lkmm_event, rf, M_EVENT),
	MEMBER(struct lkmm_event, co, M_EVENT),
	MEMBER(struct lkmm_event, never, M_BOOL),
};

const struct record event_record = RECORD(struct lkmm_event, event_members);

static const struct member step_members[] = {
	MEMBER(struct lkmm_step, from, M_EVENT),
	MEMBER(struct lkmm_step, to, M_EVENT),
	MEMBER(struct lkmm_step, relation, M_TEXT),
	MEMBER(struct lkmm_step, via, M_EVENT),
	MEMBER(struct lkmm_step, loose, M_BOOL),
};

static const struct record step_record = RECORD(struct lkmm_step, step_members);

static const struct member bad_members[] = {
	MEMBER(struct lkmm_bad_access, thread, M_THREAD),
	MEMBER(struct lkmm_bad_access, at, M_PLACE),
	MEMBER(struct lkmm_bad_access, access, M_ACCESS),
	MEMBER(struct lkmm_bad_access, address, M_WIDE),
};

static const struct record bad_record = RECORD(struct lkmm_bad_access, bad_members);

static const struct member misuse_members[] = {
	MEMBER(struct lkmm_misuse, flag, M_INT, .least = LKMM_USE_AFTER_FREE,
	       .most = LKMM_UNINITIALIZED),
	MEMBER(struct lkmm_misuse, object, M_LOCATION),
	MEMBER(struct lkmm_misuse, thread[0], M_THREAD),
	MEMBER(struct lkmm_misuse, thread[1], M_THREAD),
	MEMBER(struct lkmm_misuse, at[0], M_PLACE),
	MEMBER(struct lkmm_misuse, at[1], M_PLACE),
	MEMBER(struct lkmm_misuse, after, M_BOOL),
};

static const struct member flagged_members[] = {
	MEMBER(struct lkmm_flagged, flag, M_INT, .most = LKMM_NR_FLAGS - 1),
	MEMBER(struct lkmm_flagged, thread, M_THREAD),
	MEMBER(struct lkmm_flagged, at, M_PLACE),
};

static const struct record flagged_record = RECORD(struct lkmm_flagged, flagged_members);

static const struct record misuse_record = RECORD(struct lkmm_misuse, misuse_members);

static const struct member standing_members[] = {
	MEMBER(struct lkmm_standing, thread, M_THREAD),
	MEMBER(struct lkmm_standing, at, M_PLACE),
	MEMBER(struct lkmm_standing, call, M_CALL),
};

static const struct record standing_record = RECORD(struct lkmm_standing, standing_members);

static const struct member execution_members[] = {
	MEMBER(struct lkmm_execution, event, M_LIST, .of = &event_record,
	       .count = offsetof(struct lkmm_execution, nevents)),
	MEMBER(struct lkmm_execution, satisfies, M_BOOL),
	MEMBER(struct lkmm_execution, broken, M_RULE),
	MEMBER(struct lkmm_execution, cycle, M_LIST, .of = &step_record,
	       .count = offsetof(struct lkmm_execution, nsteps)),
	MEMBER(struct lkmm_execution, dependency, M_LIST, .of = &step_record,
	       .count = offsetof(struct lkmm_execution, ndependencies)),
	MEMBER(struct lkmm_execution, race[0], M_EVENT),
	MEMBER(struct lkmm_execution, race[1], M_EVENT),
	MEMBER(struct lkmm_execution, race_reason, M_INT, .most = LKMM_RACE_SECOND_MAY_READ),
	MEMBER(struct lkmm_execution, bad, M_RECORD, .of = &bad_record),
	MEMBER(struct lkmm_execution, bad_from, M_EVENT),
	MEMBER(struct lkmm_execution, misuse, M_MAYBE, .of = &misuse_record),
	MEMBER(struct lkmm_execution, misused[0], M_EVENT),
	MEMBER(struct lkmm_execution, misused[1], M_EVENT),
	MEMBER(struct lkmm_execution, standing, M_LIST, .of = &standing_record,
	       .count = offsetof(struct lkmm_execution, nstanding)),
};

const struct record execution_record = RECORD(struct lkmm_execution, execution_members);

/* ---- answers: all but final states ---- */

static const struct member unassigned_members[] = {
	MEMBER(struct lkmm_unassigned, thread, M_THREAD),
	MEMBER(struct lkmm_unassigned, reg, M_INT),
	MEMBER(struct lkmm_unassigned, always, M_BOOL),
	MEMBER(struct lkmm_unassigned, shown, M_BOOL),
};

static const struct record unassigned_record = RECORD(struct lkmm_unassigned, unassigned_members);

static const struct member answer_members[] = {
	MEMBER(struct lkmm_answer, observation, M_INT, .most = LKMM_ALWAYS),
	MEMBER(struct lkmm_answer, positive, M_SIZE),
	MEMBER(struct lkmm_answer, negative, M_SIZE),
	MEMBER(struct lkmm_answer, flags, M_FLAGS),
	MEMBER(struct lkmm_answer, unroll_reached, M_BOOL),
	MEMBER(struct lkmm_answer, undecided, M_BOOL),
	MEMBER(struct lkmm_answer, unassigned, M_OWNED, .of = &unassigned_record,
	       .count = offsetof(struct lkmm_answer, nunassigned)),
	MEMBER(struct lkmm_answer, cut, M_OWNED, .of = &place_record,
	       .count = offsetof(struct lkmm_answer, ncut)),
	MEMBER(struct lkmm_answer, ends, M_SIZE),
	MEMBER(struct lkmm_answer, blocks, M_SIZE),
	MEMBER(struct lkmm_answer, blocks_cut, M_BOOL),
	MEMBER(struct lkmm_answer, cut_short, M_BOOL),
	MEMBER(struct lkmm_answer, standing, M_OWNED, .of = &standing_record,
	       .count = offsetof(struct lkmm_answer, nstanding)),
	MEMBER(struct lkmm_answer, closest_cut, M_BOOL),
	MEMBER(struct lkmm_answer, limit, M_INT, .most = LKMM_NR_LIMITS - 1),
	MEMBER(struct lkmm_answer, bad, M_OWNED, .of = &bad_record,
	       .count = offsetof(struct lkmm_answer, nbad)),
	MEMBER(struct lkmm_answer, failed, M_OWNED, .of = &bad_record,
	       .count = offsetof(struct lkmm_answer, nfailed)),
	MEMBER(struct lkmm_answer, undefined, M_OWNED, .of = &bad_record,
	       .count = offsetof(struct lkmm_answer, nundefined)),
	MEMBER(struct lkmm_answer, misuse, M_ARRAY, .of = &misuse_record,
	       .count = offsetof(struct lkmm_answer, nmisuses), .most = LKMM_NR_MISUSES),
	MEMBER(struct lkmm_answer, flagged, M_ARRAY, .of = &flagged_record,
	       .count = offsetof(struct lkmm_answer, nflagged), .most = LKMM_NR_FLAGS),
	MEMBER(struct lkmm_answer, refused.at, M_PLACE),
	MEMBER(struct lkmm_answer, refused.loc, M_LOCATION),
	MEMBER(struct lkmm_answer, refused.bits, M_INT),
	MEMBER(struct lkmm_answer, refused.address, M_WIDE),
};

const struct record answer_record = RECORD(struct lkmm_answer, answer_members);

static const struct member progress_members[] = {
	MEMBER(struct lkmm_progress, stage, M_INT, .most = LKMM_NR_STAGES - 1),
	MEMBER(struct lkmm_progress, executions, M_COUNTER),
	MEMBER(struct lkmm_progress, part, M_REAL),
};

const struct record progress_record = RECORD(struct lkmm_progress, progress_members);

/* ---- of the test ---- */

/* A variable that main() reads at the end; its registers are those of threads. */
static const struct member atom_members[] = {
	MEMBER(struct lkmm_atom, kind, M_INT, .most = LKMM_FINAL_LOCATION),
	MEMBER(struct lkmm_atom, reg.thread, M_INT),
	MEMBER(struct lkmm_atom, reg.index, M_INT),
	MEMBER(struct lkmm_atom, part.name, M_TEXT),	/* one thread alone uses it */
};

const struct record atom_record = RECORD(struct lkmm_atom, atom_members);

static const struct member error_members[] = {
	MEMBER(struct litmus_error, at, M_PLACE),
	MEMBER(struct litmus_error, text, M_CHARS, .most = LITMUS_ERROR_TEXT),
};

const struct record error_record = RECORD(struct litmus_error, error_members);
