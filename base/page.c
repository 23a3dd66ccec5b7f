// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "page.h"

static const char style[] =
	":root { --ink: #1b1f24; --faint: #6a737d; --line: #e3e6ea; --ground: #fff;\n"
	"  --warm: 214, 69, 30; --cool: 20, 120, 90; color-scheme: light dark; }\n"
	"@media (prefers-color-scheme: dark) {\n"
	"  :root { --ink: #e6e8eb; --faint: #98a1ab; --line: #333a42; --ground: #15181c; } }\n"
	"body { margin: 2rem auto; max-width: 1040px; padding: 0 1rem; color: var(--ink); "
	"background: var(--ground);\n"
	"  font: 15px/1.5 system-ui, sans-serif; }\n"
	"h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .3rem; }\n"
	"h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }\n"
	"p { margin: .4rem 0; } .faint, figcaption { color: var(--faint); } figure { margin: 0 0 "
	"1rem; }\n"
	"pre { white-space: pre-wrap; font: 13px/1.5 ui-monospace, monospace; padding-left: 1rem;\n"
	"  border-left: 3px solid rgb(var(--warm)); }\n"
	"svg { width: 100%; height: auto; } svg text { font: 11px system-ui, sans-serif; fill: "
	"var(--ink); }\n"
	"svg .family { font-weight: 600; } svg .axis { fill: var(--faint); } svg line { stroke: "
	"var(--line); }\n"
	".key { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; } .key svg { width: 12px; "
	"height: 12px; }\n"
	"table { border-collapse: collapse; font: 12px/1.35 ui-monospace, monospace; } .wide { "
	"overflow-x: auto; }\n"
	"th { font-weight: 600; text-align: right; padding: 2px 6px; vertical-align: bottom; }\n"
	"td { text-align: right; padding: 1px 6px; border-top: 1px solid var(--line); }\n"
	"th:first-child, td:first-child { text-align: left; }\n"
	"summary { cursor: pointer; color: var(--faint); }\n"
	".bar { fill: rgb(var(--cool)); } .forbidden .bar { fill: rgb(var(--warm)); }\n"
	".unseen { color: var(--faint); } .asked { font-weight: 600; }\n"
	"td.state { font: 12px/1.35 ui-monospace, monospace; text-align: left; }\n"
	"th.left { text-align: left; }\n"
	"td.verdict { text-align: left; font-family: system-ui, sans-serif; }\n"
	"td svg { width: 12rem; height: 1.4rem; vertical-align: middle; }\n";

void page_begin(struct text *out, const char *title)
{
	text_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		       "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
	text_html(out, title);
	text_add(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
}
