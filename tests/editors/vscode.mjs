// SPDX-License-Identifier: GPL-2.0 OR MIT
// vscode.mjs MODULES ROOT: the grammar, read as Visual Studio Code reads it, gives the parts of
// every litmus test their names; and the extension starts the server with the options of the user.
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";

const [modules, root] = process.argv.slice(2);
const require = createRequire(`${path.resolve(modules)}/`);
const oniguruma = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");
const folder = path.resolve(root, "editors/vscode");
const about = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
const { language, scopeName, path: file } = about.contributes.grammars[0];

let points = 0;
let failed = 0;

function judge(ok, name, why = "") {
	points++;
	failed += !ok;
	console.log(`${ok ? "ok" : "not ok"} ${points} - ${name}`);
	if (!ok)
		console.log(`${why}`.replace(/^/gm, "# "));
}

await oniguruma.loadWASM(fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));

const registry = new Registry({
	onigLib: Promise.resolve({
		createOnigScanner: (all) => new oniguruma.OnigScanner(all),
		createOnigString: (s) => new oniguruma.OnigString(s),
	}),
	loadGrammar: async () => parseRawGrammar(
		fs.readFileSync(path.join(folder, file), "utf8"), file),
});
const grammar = await registry.loadGrammar(scopeName);

// The texts of a test that have the scope.
function scoped(text, scope) {
	const found = [];
	let state = INITIAL;

	for (const line of text.split("\n")) {
		const { tokens, ruleStack } = grammar.tokenizeLine(line, state);

		state = ruleStack;
		for (const t of tokens)
			if (t.scopes.some((s) => s.startsWith(scope)))
				found.push(line.slice(t.startIndex, t.endIndex));
	}
	return found;
}

const tests = fs.readdirSync(path.join(root, "litmus"), { recursive: true })
	.filter((name) => name.endsWith(".litmus"));

for (const name of tests) {
	const text = fs.readFileSync(path.join(root, "litmus", name), "utf8");
	const header = /^(C|Rust)\s+(\S+)/.exec(text);
	const threads = [...text.matchAll(/^(?:fn )?(P\d+)\s*\(/gm)].map((m) => m[1]);
	const right = [
		scoped(text, "entity.name.section")[0] === header[2],
		`${scoped(text, "entity.name.function")}` === `${threads}`,
		scoped(text, "keyword.control.condition").length > 0 ===
			/^\s*(~?exists|forall|not exists|filter|locations)\b/m.test(text),
	];

	if (!right.every((r) => r))
		judge(false, name, right);
}
judge(tests.length > 1000 && !failed, `${tests.length} tests have their header, processes and ` +
	"condition");
judge(language === about.contributes.languages[0].id &&
	about.activationEvents.includes(`onLanguage:${language}`), "the language is that of the file");

// The extension, with an editor that is none.
const load = Module._load;
let started;

Module._load = (name, ...rest) => {
	if (name === "vscode")
		return { workspace: { getConfiguration: () => new Map([["command", "/some/lkmm"],
			["timeout", 3]]) } };
	if (name === "vscode-languageclient/node")
		return { LanguageClient: class {
			constructor(...args) { started = args; }
			start() { return "started"; }
			stop() { return "stopped"; }
		} };
	return load(name, ...rest);
};

const extension = require(path.join(folder, about.main));

judge(extension.activate() === "started" && started[2].command === "/some/lkmm" &&
	`${started[2].args}` === "lsp,--timeout=3" &&
	started[3].documentSelector[0].language === language, "the extension starts the server",
JSON.stringify(started));
judge(extension.deactivate() === "stopped", "and stops it");
console.log(`1..${points}`);
process.exit(failed ? 1 : 0);
