// SPDX-License-Identifier: GPL-2.0 OR MIT
// The page: a test in the editor, its verdict, and one question more about it.
import examples from "examples";
import { ask, giveUp } from "./ask.js";
import { createEditor } from "./editor.js";
import { fromHash, toHash } from "./link.js";
import { problemsOf, verdictOf } from "./verdict.js";
import { views } from "./views.js";

const PATIENCE = ["--timeout=10"];	// seconds for one question
const PAUSE = 250;			// milliseconds without a key, before a test is decided

const $ = (id) => document.getElementById(id);

let editor;
let view = views[0];
let waiting;

function showVerdict(answer) {
	const v = verdictOf(answer);
	const problems = problemsOf(answer.err);

	$("verdict").dataset.word = v.word.toLowerCase().replace(" ", "-");
	$("word").textContent = v.word;
	$("about").textContent = v.about;
	$("flags").replaceChildren(...v.flags.map((flag) => {
		const e = document.createElement("li");

		e.textContent = flag;
		return e;
	}));
	$("messages").replaceChildren(...problems.map((p) => {
		const e = document.createElement("li");
		const go = document.createElement("button");

		e.className = p.severity;
		go.type = "button";
		go.textContent = `line ${p.line}`;
		go.onclick = () => editor.select(p.line);
		e.append(go, ` ${p.message}`);
		return e;
	}));
	editor.mark(problems);
	return !answer.out.includes('"error"');
}

async function showView() {
	const asked = view;
	const text = editor.text();
	const answer = await ask([...PATIENCE, ...asked.args], text);
	const more = asked.more ? await ask([...PATIENCE, ...asked.more], text) : null;

	if (!answer || asked !== view || text !== editor.text())
		return;
	$("view").replaceChildren(await asked.show(answer, editor, more));
	$("view").dataset.name = asked.name;
}

async function decide() {
	const text = editor.text();
	const begin = performance.now();

	giveUp();
	$("view").removeAttribute("data-name");
	$("verdict").dataset.busy = "yes";
	const answer = await ask([...PATIENCE, "--json"], text);

	if (!answer || text !== editor.text())
		return;
	delete $("verdict").dataset.busy;
	$("verdict").dataset.milliseconds = Math.round(performance.now() - begin);
	if (showVerdict(answer))
		await showView();
	else
		$("view").replaceChildren();
}

function changed() {
	clearTimeout(waiting);
	waiting = setTimeout(decide, PAUSE);
}

function makeTabs() {
	$("tabs").replaceChildren(...views.map((v) => {
		const tab = document.createElement("button");

		tab.type = "button";
		tab.role = "tab";
		tab.textContent = v.name;
		tab.ariaSelected = v === view;
		tab.onclick = () => {
			view = v;
			for (const other of $("tabs").children)
				other.ariaSelected = other === tab;
			showView();
		};
		return tab;
	}));
}

function makeExamples() {
	for (const { group, tests } of examples) {
		const part = document.createElement("optgroup");

		part.label = group;
		part.append(...tests.map(({ name, text }) => new Option(name, text)));
		$("examples").append(part);
	}
	$("examples").onchange = ({ target }) => {
		editor.replace(target.value);
		history.replaceState(null, "", "#");
	};
}

$("link").onclick = async () => {
	history.replaceState(null, "", `#${await toHash(editor.text())}`);
	await navigator.clipboard?.writeText(location.href).catch(() => {});
	$("link").textContent = "Link copied";
	setTimeout(() => { $("link").textContent = "Copy link"; }, 2000);
};

addEventListener("hashchange", async () => {
	const text = await fromHash(location.hash.slice(1));

	if (text && text !== editor.text())
		editor.replace(text);
});

async function begin() {
	document.body.classList.toggle("framed", window !== top);
	const text = await fromHash(location.hash.slice(1));

	editor = createEditor($("editor"), text ?? examples[0].tests[0].text, changed);
	makeTabs();
	makeExamples();
	decide();
}

begin();
