// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "propose.h"
#include "show/verdict.h"

#include <stdlib.h>
#include <string.h>

bool proposes(const struct propose *p)
{
	return p->fix || p->relax;
}

static enum lkmm_status propose_fixes(const struct propose *p, struct text *out, json_t *json,
				      const char *file, const struct litmus_test *l,
				      const struct lkmm_answer *a,
				      const struct lkmm_options *options)
{
	struct fixes *f = calloc(1, sizeof(*f));
	enum lkmm_status status;

	if (!f)
		return LKMM_NO_MEMORY;
	f->model = p->model;
	find_fixes(f, l, what_is_wrong(l, a), p->patch ? 1 : FIX_SHOWN, FIX_TRIALS,
		   options);
	if (json)
		out->failed |= json_object_set_new(json, "fix", json_fixes(f, file)) != 0;
	else if (!p->patch)
		report_fixes(out, f, no_execution(a));
	else if (f->n)
		put_patch(out, l, file, f->fix[0].change, f->fix[0].n);
	status = f->status;
	free(f);
	return status;
}

static enum lkmm_status propose_relaxing(const struct propose *p, struct text *out, json_t *json,
					 const char *file, const struct litmus_test *l,
					 const struct lkmm_answer *a,
					 const struct lkmm_options *options)
{
	json_t *relax = NULL;
	enum lkmm_status status = report_relax(out, json ? &relax : NULL, l, file, a, p->model,
					       options);

	if (json && status == LKMM_OK)
		out->failed |= json_object_set_new(json, "relax", relax ? relax : json_null()) != 0;
	return status;
}

enum lkmm_status propose(const struct propose *p, struct text *out, json_t **json, const char *file,
			 const struct litmus_test *l, const struct lkmm_answer *a,
			 const struct lkmm_options *options)
{
	enum lkmm_status status = LKMM_OK;

	if (json && !(*json = json_object()))
		return LKMM_NO_MEMORY;
	if (p->fix)
		status = propose_fixes(p, out, json ? *json : NULL, file, l, a, options);
	if (p->relax && status == LKMM_OK)
		status = propose_relaxing(p, out, json ? *json : NULL, file, l, a, options);
	return status;
}
