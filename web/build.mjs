// SPDX-License-Identifier: GPL-2.0 OR MIT
// build.mjs DIRECTORY: puts the page together there: page.js, with the command DIRECTORY/lkmm.wasm,
// the models and the examples inside, so that it works from a folder without a server.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const here = path.dirname(new URL(import.meta.url).pathname);
const out = path.resolve(process.argv[2]);
const modules = path.join(out, "node_modules");
const { build } = createRequire(`${modules}/`)("esbuild");

const read = (file) => fs.readFileSync(file, "utf8");

function models() {
	const dir = path.join(here, "../models");

	return Object.fromEntries(fs.readdirSync(dir).filter((name) => name.endsWith(".cat")).map(
		(name) => [name, read(path.join(dir, name))]));
}

// examples.txt: lines of the name of a group, and below each, behind a tab, FILE: NAME
function examples() {
	const groups = [];

	for (const line of read(path.join(here, "examples.txt")).split("\n")) {
		if (!line || line.startsWith("#"))
			continue;
		if (!line.startsWith("\t")) {
			groups.push({ group: line, tests: [] });
			continue;
		}
		const [file, name] = line.trim().split(": ");

		groups.at(-1).tests.push({ name, text: read(path.join(here, "..", file)) });
	}
	return groups;
}

// Modules that are made here, by their names.
const made = (all) => ({
	name: "made",
	setup(b) {
		b.onResolve({ filter: /^(models|examples|worker)$/ },
			({ path: name }) => ({ path: name, namespace: "made" }));
		b.onLoad({ filter: /.*/, namespace: "made" }, ({ path: name }) => ({
			contents: JSON.stringify(all[name]), loader: "json" }));
		b.onResolve({ filter: /^lkmm\.wasm$/ },
			() => ({ path: path.join(out, "lkmm.wasm") }));
	},
});

const options = {
	bundle: true, minify: true, legalComments: "linked", nodePaths: [modules],
	loader: { ".wasm": "binary" }, target: "es2022", logLevel: "warning",
};

const worker = await build({ ...options, entryPoints: [path.join(here, "src/worker.js")],
	format: "iife", write: false, outdir: out, plugins: [made({ models: models() })] });

await build({ ...options, entryPoints: [path.join(here, "src/page.js")], format: "iife",
	outfile: path.join(out, "site/page.js"),
	plugins: [made({ examples: examples(),
		worker: worker.outputFiles.find((f) => f.path.endsWith(".js")).text })] });
for (const file of ["index.html", "page.css"])
	fs.copyFileSync(path.join(here, "src", file), path.join(out, "site", file));
