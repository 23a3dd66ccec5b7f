// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Places in the source, from the debug information. */
#include "reader.h"

#include <stdio.h>
#include <string.h>

/* A file of the source. */
struct source_file {
	const struct ir_note *note;
	const char *path;
	bool library;			/* not the user's: of lkmm, or of Rust */
	const struct lkmm_origin *in;	/* NULL: the first file of the program, which is given */
};

static const char *path_of(struct reader *r, const struct ir_note *file)
{
	int name_len, dir_len, len;
	const char *name = ir_note_text(file, "filename: ", &name_len);
	const char *dir = ir_note_text(file, "directory: ", &dir_len);
	char path[1024];

	for (int k = 0; k + 2 < name_len; k++)	/* rustc: "ring.rs/@/ring.1-cgu.0" */
		if (!strncmp(name + k, "/@/", 3))
			name_len = k;
	if (*name == '/' || !dir_len)
		len = snprintf(path, sizeof(path), "%.*s", name_len, name);
	else
		len = snprintf(path, sizeof(path), "%.*s/%.*s", dir_len, dir, name_len, name);
	return litmus_text(&r->l, path, len < (int)sizeof(path) ? len : (int)sizeof(path) - 1);
}

static bool is_of_library(const struct reader *r, const char *path)
{
	const char *const *all = r->sources ? r->sources->library : NULL;

	for (; all && *all; all++)
		if (!strncmp(path, *all, strlen(*all)))
			return true;
	return false;
}

/* The path from the folder of the given file, where it is in there. */
static const char *from_folder(const char *path, const char *first)
{
	const char *slash = strrchr(first, '/');
	size_t n = slash ? (size_t)(slash + 1 - first) : 0;

	return strncmp(path, first, n) ? path : path + n;
}

/* The file that is given, if its text is IR, and not the source. */
static const char *given_ir(const struct reader *r)
{
	return r->sources ? r->sources->ir : NULL;
}

static const struct lkmm_origin *origin(struct reader *r, const char *path)
{
	const struct litmus_files *files = r->sources ? &r->sources->files : NULL;
	struct lkmm_origin *in = litmus_alloc(&r->l, sizeof(*in));
	const char *why;

	if (!in)
		return NULL;
	in->file = from_folder(path, given_ir(r) ? given_ir(r) : r->file[0]->path);
	if (files)
		in->text = files->read(files->arg, r->l.arena, path, &in->size, &why);
	if (!in->text) {
		in->text = "";
		in->size = 0;
	}
	in->included = (struct lkmm_place){ 1, 1, NULL };
	return in;
}

/* Another note may be about a file that is known. */
static const struct lkmm_origin *known_origin(struct reader *r, const char *path)
{
	for (int i = 0; i < r->nfiles - 1; i++)
		if (!strcmp(r->file[i]->path, path))
			return r->file[i]->in;
	return origin(r, path);
}

static const struct source_file *file_of(struct reader *r, const struct ir_note *note)
{
	struct source_file *f, **list;

	if (!note)
		return NULL;
	for (int i = 0; i < r->nfiles; i++)
		if (r->file[i]->note == note)
			return r->file[i];
	list = litmus_grow(&r->l, r->file, r->nfiles, sizeof(f));
	f = litmus_alloc(&r->l, sizeof(*f));
	if (!list || !f || !(f->path = path_of(r, note)))
		return NULL;
	r->file = list;
	f->note = note;
	f->library = is_of_library(r, f->path);
	r->file[r->nfiles++] = f;
	if ((r->nfiles > 1 || given_ir(r)) && !f->library)
		f->in = known_origin(r, f->path);
	return f;
}

static const struct source_file *file_of_location(struct reader *r, const struct ir_note *l)
{
	const struct ir_note *scope = ir_note_of(&r->m, l, "scope: ");

	if (ir_note_is(scope, "!DIFile"))
		return file_of(r, scope);
	return file_of(r, ir_note_of(&r->m, scope, "file: "));
}

bool function_name(struct reader *r, const struct ir_function *f, const char **name)
{
	const struct ir_note *n = ir_find_note(&r->m, f->debug);
	const struct source_file *in = n ? file_of(r, ir_note_of(&r->m, n, "file: ")) : NULL;
	int len;
	const char *text = ir_note_text(n, "name: ", &len);

	*name = len ? litmus_text(&r->l, text, len) : f->name;
	return *name && !(in && in->library);
}

void find_first_file(struct reader *r)
{
	for (int i = 0; i < r->m.nnotes && !r->nfiles; i++)
		if (ir_note_is(&r->m.note[i], "!DICompileUnit"))
			file_of(r, ir_note_of(&r->m, &r->m.note[i], "file: "));
}

/* A file of the program, as it was given. */
struct ir_given {
	bool is_ir;			/* the user has its lines */
	const struct lkmm_origin *in;
};

static bool is_ir(const char *name)
{
	size_t n = strlen(name);

	return n > 3 && (!strcmp(name + n - 3, ".ll") || !strcmp(name + n - 3, ".bc"));
}

/* Files of IR without debug information have lines of their own. */
void find_given(struct reader *r, const struct llvm_file *file, int n)
{
	r->m.given = reader_alloc(r, (size_t)n * sizeof(*r->m.given));
	for (int k = 0; r->m.given && k < n; k++) {
		struct lkmm_origin *in = k ? reader_alloc(r, sizeof(*in)) : NULL;

		r->m.given[k].is_ir = is_ir(file[k].name);
		r->m.given[k].in = in;
		if (in)
			*in = (struct lkmm_origin){ .file = file[k].name, .text = file[k].text,
						    .size = strlen(file[k].text),
						    .included = { 1, 1, NULL } };
	}
}

/* The line of the IR, where it says nothing of the source; .line: 0 where it does. */
static struct lkmm_place place_in_ir(struct reader *r, const struct ir_instruction *i)
{
	const struct ir_function *f = r->frame ? r->frame->f : NULL;
	const struct ir_given *g = f && r->m.given ? &r->m.given[f->file] : NULL;
	struct lkmm_place at = { 0 };

	if (!i || !i->line || !g || !g->is_ir || f->debug >= 0)
		return at;
	at = (struct lkmm_place){ i->line, 1, g->in };
	reader_warning(r, (struct lkmm_place){ 1, 1, g->in }, "this has no debug information: "
		       "lines are those of the IR itself; compile with -g for those of the source");
	return at;
}

/* Where the note @l says that an instruction is. */
static struct origin origin_of(struct reader *r, const struct ir_note *l)
{
	const struct source_file *f = file_of_location(r, l);
	struct origin o = { .found = true };
	const struct ir_note *outer;
	int column;

	while (f && f->library && (outer = ir_note_of(&r->m, l, "inlinedAt: "))) {
		l = outer;
		f = file_of_location(r, l);
	}
	o.library = f && f->library;
	if (ir_note_is(l, "!DILocation"))
		o.at.line = ir_note_number(l, "line: ", 0);
	column = ir_note_number(l, "column: ", 1);
	o.at.column = column < 1 ? 1 : column;
	o.at.in = f ? f->in : NULL;
	return o;
}

/* The same, found once: main() may be executed for each final state. NULL after an error. */
static const struct origin *known_origin_of(struct reader *r, const struct ir_note *l)
{
	struct origin *o;

	if (!r->origin)
		r->origin = reader_alloc(r, (size_t)r->m.nnotes * sizeof(*r->origin));
	if (!r->origin)
		return NULL;
	o = &r->origin[l - r->m.note];
	if (!o->found)
		*o = origin_of(r, l);
	return o;
}

struct lkmm_place reader_place(struct reader *r, const struct ir_instruction *i)
{
	const struct ir_note *l = i ? ir_find_note(&r->m, i->debug) : NULL;
	const struct origin *o = l ? known_origin_of(r, l) : NULL;
	struct lkmm_place at = l ? (struct lkmm_place){ 0 } : place_in_ir(r, i);

	if (at.line)
		r->place = at;
	else if (o && o->library)
		r->place = r->frame ? r->frame->at : r->place;
	else if (o && o->at.line > 0)
		r->place = o->at;
	return r->place;
}
