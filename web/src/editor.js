// SPDX-License-Identifier: GPL-2.0 OR MIT
// The editor: CodeMirror, with the language that the first word of the test names.
import { cpp } from "@codemirror/lang-cpp";
import { rust } from "@codemirror/lang-rust";
import { syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { basicSetup } from "codemirror";

const language = new Compartment();
const languageOf = (text) => (/^\s*Rust\s/.test(text) ? rust() : cpp());

/**
 * An editor in the element; changed(text) is called after each change.
 */
export function createEditor(parent, text, changed) {
	const view = new EditorView({
		parent,
		doc: text,
		extensions: [
			basicSetup,
			lintGutter(),
			syntaxHighlighting(classHighlighter),
			language.of(languageOf(text)),
			EditorView.contentAttributes.of({ "aria-label": "litmus test" }),
			EditorView.updateListener.of((update) => {
				if (update.docChanged)
					changed(update.state.doc.toString());
			}),
		],
	});

	return {
		text: () => view.state.doc.toString(),
		replace(next) {
			view.dispatch({
				changes: { from: 0, to: view.state.doc.length, insert: next },
				effects: language.reconfigure(languageOf(next)),
			});
		},
		/** Marks the lines of problems: { line, column, severity, message }. */
		mark(problems) {
			const doc = view.state.doc;

			view.dispatch(setDiagnostics(view.state, problems.map((p) => {
				const line = doc.line(Math.min(Math.max(p.line, 1), doc.lines));
				const from = Math.min(line.from + Math.max(p.column - 1, 0), line.to);
				const word = /^\w+/.exec(line.text.slice(from - line.from));

				return { from, to: from + (word ? word[0].length : 0),
					severity: p.severity, message: p.message };
			})));
		},
		select(line) {
			const at = view.state.doc.line(Math.min(line, view.state.doc.lines));

			view.dispatch({ selection: { anchor: at.from, head: at.to },
				scrollIntoView: true });
			view.focus();
		},
	};
}
