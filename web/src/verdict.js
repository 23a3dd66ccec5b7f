// SPDX-License-Identifier: GPL-2.0 OR MIT
// The verdict on a test, and the lines that the checker has something to say about.

const meaning = {
	Never: "cannot happen",
	Sometimes: "can happen",
	Always: "always happens",
};

/** Problems that "FILE:LINE:COLUMN: LEVEL: MESSAGE" lines of the command name. */
export function problemsOf(err) {
	return [...err.matchAll(/^-?[^:\n]*:(\d+):(\d+): (error|warning|note): (.*)$/gm)].map(
		([, line, column, level, message]) => ({
			line: Number(line), column: Number(column), message,
			severity: level === "note" ? "info" : level,
		}));
}

/**
 * What the page says of an answer in JSON: { word, about, flags, status }.
 */
export function verdictOf(answer) {
	let json = {};

	try {
		json = JSON.parse(answer.out);
	} catch {
		return { word: "No answer", about: answer.err.trim(), flags: [], status: 2 };
	}
	if (json.error)
		return { word: "No answer", about: json.error, flags: [], status: answer.status };
	return {
		word: json.observation,
		about: `the outcome that the test asks about ${meaning[json.observation]}`,
		flags: json.flags ?? [],
		seconds: json.seconds,
		status: answer.status,
	};
}
