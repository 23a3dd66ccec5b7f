// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Below a drawing: the relations in it, in words, and the kinds of its boxes. */
#include "legend.h"
#include "why.h"

#include <string.h>

/* In points: a line of the legend, and a letter. */
enum { LINE = 17, LETTER = 6 };

static const struct {
	const char *relation, *internal, *external, *means, *color;
} communication[] = {
	{ "rf", "rfi", "rfe", "the read takes its value from this write", "#c0392b" },
	{ "co", "coi", "coe", "the write to the same variable comes later", "#2457a8" },
	{ "fr", "fri", "fre", "the write comes after the value that this read has", "#d68910" },
};

enum { COMMUNICATION = sizeof(communication) / sizeof(communication[0]) };

static int communication_kind(const char *relation)
{
	for (int i = 0; i < COMMUNICATION; i++)
		if (!strcmp(relation, communication[i].relation) ||
		    !strcmp(relation, communication[i].internal) ||
		    !strcmp(relation, communication[i].external))
			return i;
	return -1;
}

const char *name_in_full(const char *relation, bool external)
{
	int kind = communication_kind(relation);

	if (kind < 0)
		return relation;
	return external ? communication[kind].external : communication[kind].internal;
}

const char *relation_color(const char *relation)
{
	int kind = communication_kind(relation);

	if (kind >= 0)
		return communication[kind].color;
	if (!strcmp(relation, "addr") || !strcmp(relation, "data") || !strcmp(relation, "ctrl"))
		return "#7d3c98";
	return !strcmp(relation, "po") || !strcmp(relation, "po-loc") ? "#777777" : "#1e8449";
}

void legend_note(struct legend *legend, const char *relation)
{
	for (int i = 0; i < legend->n; i++)
		if (!strcmp(legend->relation[i], relation))
			return;
	if (legend->n < LEGEND_MAX)
		legend->relation[legend->n++] = relation;
	else
		legend->more = true;
}

static const char *meaning(const char *relation, bool from_file)
{
	int kind = communication_kind(relation);
	const char *means = kind < 0 ? relation_meaning(relation, from_file) :
				       communication[kind].means;

	return means ? means : "a relation of the model";
}

/* Spaces keep the words apart where the reader's letters are wider than Graphviz's. */
#define WIDE "&#160;&#160;"

static void put_boxes(struct text *out)
{
	text_puts(out, "<tr><td></td><td align=\"left\"><table border=\"0\" cellborder=\"0\" "
		       "cellspacing=\"2\" cellpadding=\"2\"><tr>"
		       "<td bgcolor=\"" FILL_WRITE "\">&#160;W: a write&#160;</td>"
		       "<td bgcolor=\"" FILL_READ "\">&#160;R: a read&#160;</td>"
		       "<td bgcolor=\"" FILL_BOTH "\">&#160;R, W: both&#160;</td>"
		       "<td>" WIDE "grey: program order" WIDE "</td>"
		       "<td>" WIDE "dashed: plain" WIDE "</td>"
		       "<td><font color=\"#c0392b\">" WIDE "red: at fault</font></td>"
		       "</tr></table></td></tr>");
}

void put_legend(struct text *out, const struct legend *legend, bool from_file, int left, int top)
{
	int lines = legend->n + legend->more + 1;
	size_t width = 90;			/* letters: what put_boxes() takes */

	for (int i = 0; i < legend->n; i++) {
		size_t n = strlen(meaning(legend->relation[i], from_file)) + 12;

		width = n > width ? n : width;
	}
	/* Graphviz wants the place of the middle. */
	text_add(out, "\tlegend [pos=\"%d,%d!\" shape=plaintext style=\"\" fontname=\"Helvetica\" "
		      "label=<<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" "
		      "cellpadding=\"1\">", left + (int)width * LETTER / 2, top - lines * LINE / 2);
	for (int i = 0; i < legend->n; i++)
		text_add(out, "<tr><td align=\"right\"><font color=\"%s\"><b>%s</b> </font></td>"
			      "<td align=\"left\">%s</td></tr>",
			 relation_color(legend->relation[i]), legend->relation[i],
			 meaning(legend->relation[i], from_file));
	if (legend->more)
		text_puts(out, "<tr><td></td><td align=\"left\">and others</td></tr>");
	put_boxes(out);
	text_puts(out, "</table>>];\n");
}
