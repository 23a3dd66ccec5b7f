// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Attributes of declarations in C. Those that change no value and no order are left out where the
 * tokens are made, so that no parser meets them. Those that change where members are (layout.c)
 * stay, and so does any other word: it is an error.
 */
#include "preprocess.h"

#include <string.h>

/* ---- their names ---- */

static const char *const ignored[] = {
	/* sections, and calling conventions */
	"__init", "__exit", "__initdata", "__initconst", "__exitdata", "__exit_p", "__ref",
	"__refdata", "__meminit", "__meminitdata", "__net_init", "__net_exit", "__net_initdata",
	"__devinit", "__devexit", "__read_mostly", "__ro_after_init", "__page_aligned_data",
	"__page_aligned_bss", "__sched", "__lockfunc", "__kprobes", "__cpuidle", "__irq_entry",
	"__softirq_entry", "__exception_irq_entry", "__visible", "__weak", "__used", "__head",
	"__entry_text", "__noinitretpoline", "__init_or_module", "__initdata_or_module",
	"asmlinkage", "fastcall", "__bpf_kfunc", "__ksym",
	/* how the compiler treats a function */
	"__always_inline", "noinline", "noinline_for_stack", "__inline", "__inline__",
	"__gnu_inline", "__flatten", "__cold", "__hot", "__pure", "__malloc", "__const",
	"__attribute_const__", "__noreturn", "_Noreturn", "__deprecated", "notrace", "noinstr",
	"nokprobe_inline", "__no_kcsan", "__no_kasan_or_inline", "__no_kcsan_or_inline",
	"__no_sanitize_or_inline", "__no_sanitize_address", "__no_sanitize_memory",
	"__no_sanitize_thread", "__no_sanitize_undefined", "__no_profile", "__nocfi", "__noendbr",
	"__noscs", "__no_stack_protector", "__no_kmsan_checks", "__latent_entropy",
	"__no_caller_saved_registers", "__no_context_analysis", "__overloadable", "__extension__",
	/* warnings */
	"__must_check", "__maybe_unused", "__always_unused", "__unused", "__nonstring",
	"__returns_nonnull",
	/* sparse */
	"__user", "__kernel", "__iomem", "__rcu", "__percpu", "__force", "__safe", "__private",
	"__nocast", "__bitwise", "__bitwise__",
	/* the order of members, which no program may rely on */
	"__randomize_layout", "__no_randomize_layout", "__designated_init",
};

static const char *const ignored_with_arguments[] = {
	"__section", "__alias", "__copy", "__no_sanitize", "__alloc_size", "__realloc_size",
	"__assume_aligned", "__printf", "__scanf", "__counted_by", "__counted_by_ptr",
	"__counted_by_le", "__counted_by_be", "__sized_by", "__guarded_by", "__pt_guarded_by",
	"__acquires", "__releases", "__must_hold", "__must_not_hold", "__cond_acquires",
	"__cond_releases", "__acquires_shared", "__releases_shared", "__must_hold_shared",
	"__cond_acquires_shared", "__acquire", "__release", "__acquire_shared",
	"__release_shared", "__compiletime_warning", "__compiletime_error", "__nonnull",
	"__optimize", "__pass_object_size", "__diagnose_as", "__nocapture",
	/* of modules */
	"MODULE_LICENSE", "MODULE_AUTHOR", "MODULE_DESCRIPTION", "MODULE_ALIAS",
	"MODULE_PARM_DESC", "MODULE_DEVICE_TABLE", "MODULE_VERSION", "EXPORT_SYMBOL",
	"EXPORT_SYMBOL_GPL", "EXPORT_SYMBOL_NS_GPL", "EXPORT_PER_CPU_SYMBOL",
	"NOKPROBE_SYMBOL", "ALLOW_ERROR_INJECTION", "module_param", "module_init",
	"module_exit", "core_initcall", "early_initcall", "subsys_initcall", "late_initcall",
};

/* Those of layout.c. */
static const char *const layout[] = {
	"__packed", "__aligned", "_Alignas", "alignas", "__cacheline_aligned",
	"__cacheline_aligned_in_smp", "____cacheline_aligned", "____cacheline_aligned_in_smp",
	"____cacheline_internodealigned_in_smp", "__aligned_largest",
};

enum attribute { NO_ATTRIBUTE, WORD, CALL, GNU, LAYOUT };

static bool is_one_of(const struct token *t, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (token_is(t, words[i]))
			return true;
	return false;
}

#define ONE_OF(t, words) is_one_of(t, words, sizeof(words) / sizeof((words)[0]))

static enum attribute attribute(const struct token *t)
{
	if (t->kind != T_NAME || !strchr("_anfmMEANcels", *t->text) || t->len < 5)
		return NO_ATTRIBUTE;
	if (ONE_OF(t, ignored))
		return WORD;
	if (ONE_OF(t, ignored_with_arguments))
		return CALL;
	if (token_is(t, "__attribute__") || token_is(t, "__attribute"))
		return GNU;
	return ONE_OF(t, layout) ? LAYOUT : NO_ATTRIBUTE;
}

bool is_layout_word(const struct token *t)
{
	enum attribute is = attribute(t);

	return is == LAYOUT || is == GNU;
}

/* ---- leaving them out ---- */

static bool changes_layout(const struct token *t, const struct token *end)
{
	for (; t < end; t++)
		if (token_is(t, "packed") || token_is(t, "__packed__") || token_is(t, "aligned") ||
		    token_is(t, "__aligned__") || token_is(t, "cleanup") ||
		    token_is(t, "__cleanup__"))
			return true;
	return false;
}

/* Adds the tokens up to the bracket that closes the one which comes next. */
static void cut_arguments(struct cutter *c, int depth)
{
	do {
		struct token t = cut_any(c);

		depth += token_is(&t, "(") + token_is(&t, "[") - token_is(&t, ")") -
			 token_is(&t, "]");
		cut_add(c, t);
	} while (depth > 0 && !c->stop);
}

bool cut_attribute(struct cutter *c, const struct token *t)
{
	bool brackets = c->mode == CUT_C && token_is(t, "[") && cut_at(c, "[");
	enum attribute is = brackets ? GNU : attribute(t);
	int first = c->n;
	struct token next;

	if (is == NO_ATTRIBUTE || is == LAYOUT)
		return false;
	if (is == CALL || (is == GNU && !brackets)) {
		next = cut_peek(c);
		if (!token_is(&next, "("))
			return false;
	}
	cut_keep_plain(c, t);
	if (is == WORD)
		return true;
	cut_add(c, *t);
	cut_arguments(c, brackets);
	if (c->stop || (is == GNU && changes_layout(c->token + first, c->token + c->n)))
		return true;
	c->n = first;
	return true;
}

struct token cut_ahead(struct cutter *ahead)
{
	for (;;) {
		struct token t, next;
		struct cutter behind;
		int depth = 0;

		cut_blanks(ahead);
		t = cut_token(ahead);
		if (attribute(&t) == NO_ATTRIBUTE)
			return t;
		behind = *ahead;
		cut_blanks(&behind);
		next = cut_token(&behind);
		if (attribute(&t) == WORD || !token_is(&next, "("))
			continue;
		do {
			cut_blanks(ahead);
			t = cut_token(ahead);
			depth += token_is(&t, "(") - token_is(&t, ")");
		} while (depth && t.kind != T_END);
	}
}
