// SPDX-License-Identifier: GPL-2.0 OR MIT
// What can be asked about a test, each with the options of lkmm check that ask it, and how the
// answer is shown.
import { applyPatch } from "diff";
import { layOut } from "./drawing.js";

function element(name, className, ...children) {
	const e = document.createElement(name);

	e.className = className;
	e.append(...children);
	return e;
}

const print = (text) => element("pre", "print", text.trim() || "Nothing to say.");

// herd7's lines are about the verdict, which stands above.
const heads = /^(Test|Histogram|States|Ok|No|Witnesses|Positive:|Flag|Condition|Observation|Time) ?.*\n/gm;
const behindVerdict = (text) => text.replace(heads, "").replace(/^\s*\n/, "");

const linesOf = (change) => `${change.where ?? `line ${change.line}`}: ${
	change.from ? `${change.from} → ` : ""}${change.to ?? "remove it"}`;

// The changes that --fix proposes, each with a button; @text is what --fix prints of them.
function showChanges(answer, editor, text) {
	const changes = JSON.parse(answer.out).fix?.fixes ?? [];
	const lines = behindVerdict(text).trim().split("\n");

	if (!changes.length)
		return print(lines.join("\n"));
	return element("div", "", element("p", "", lines[0]),
		element("ol", "changes", ...changes.map((one) => {
			const apply = element("button", "apply", "Apply");

			apply.type = "button";
			apply.onclick = () => {
				const next = applyPatch(editor.text(), one.patch);

				if (next)
					editor.replace(next);
			};
			return element("li", "change",
				...one.changes.map((c) => element("code", "", linesOf(c))), apply);
		})), element("p", "", lines.at(-1)));
}

/** The questions: .args are the options, .show makes an element of the answer. */
export const views = [
	{
		name: "Why",
		args: ["--why"],
		show: (answer) => print(behindVerdict(answer.out)),
	},
	{
		name: "Fix",
		args: ["--json", "--fix"],
		more: ["--fix"],
		show: (answer, editor, more) => showChanges(answer, editor, more.out),
	},
	{
		name: "Relax",
		args: ["--relax"],
		show: (answer) => print(behindVerdict(answer.out)),
	},
	{
		name: "CPUs",
		args: ["--arch=all"],
		show: (answer) => print(answer.out),
	},
	{
		name: "States",
		args: ["--states"],
		show: (answer) => print(answer.out),
	},
	{
		name: "Drawing",
		args: ["--graph=/drawing.dot"],
		async show(answer) {
			return answer.drawing ? element("div", "drawing", await layOut(answer.drawing)) :
				print("There is nothing to draw.");
		},
	},
];
