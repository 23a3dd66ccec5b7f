// SPDX-License-Identifier: GPL-2.0 OR MIT
// page.mjs LKMM MODULES PAGE [PICTURES]: opens the page from its folder in Chromium, without a
// server. Every example has the verdict and the flags that LKMM gives; each question has its
// answer; changes are applied; links carry tests; errors are marked; and nothing is wider than the
// window, at 400 and at 1400 pixels, in light and in dark. With PICTURES it is drawn there. TAP.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [lkmm, modules, file, pictures] = process.argv.slice(2);
const puppeteer = createRequire(`${path.resolve(modules)}/`)("puppeteer-core");
const patience = 60000 * Number(process.env.LKMM_TEST_SCALE ?? 1);
const address = pathToFileURL(file).href;
const questions = ["Why", "Fix", "Relax", "CPUs", "States", "Drawing"];

let points = 0;
let failed = 0;

function judge(ok, name, why = "") {
	points++;
	failed += !ok;
	console.log(`${ok ? "ok" : "not ok"} ${points} - ${name}`);
	if (!ok && why)
		console.log(`${why}`.replace(/^/gm, "# "));
}

const native = (text) => JSON.parse(spawnSync(lkmm, ["check", "--json", "-"],
	{ input: text, encoding: "utf8" }).stdout.split("\n")[0]);

const chromium = execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
const errors = [];

page.on("pageerror", (error) => errors.push(error.message));
page.on("console", (message) => errors.push(message.text()));
page.on("request", (request) => {
	if (!/^(file|data|blob):/.test(request.url()))
		errors.push(`it asks for ${request.url()}`);
});

const answered = () => page.waitForFunction(
	() => !document.querySelector("#verdict").dataset.busy, { timeout: patience });

const verdict = () => page.$eval("#verdict", (e) => ({
	word: e.querySelector("#word").textContent,
	flags: [...e.querySelectorAll("#flags li")].map((flag) => flag.textContent),
	milliseconds: Number(e.dataset.milliseconds),
}));

const view = (name) => page.waitForSelector(`#view[data-name="${name}"]`, { timeout: patience });

const click = (name) => page.evaluate((text) => {
	[...document.querySelectorAll("#tabs button")].find((b) => b.textContent === text).click();
}, name);

// Starts from a new page: what stands there then is about this test alone.
async function open(hash = "") {
	await page.goto("about:blank");
	await page.goto(address + hash);
	await view("Why");
}

async function choose(i) {
	await page.evaluate((index) => {
		const all = document.querySelector("#examples");

		all.selectedIndex = index;
		document.querySelector("#verdict").dataset.busy = "test";
		all.dispatchEvent(new Event("change"));
	}, i);
	await answered();
	await view(await page.$eval("#tabs [aria-selected=true]", (e) => e.textContent));
}

async function fits(width, scheme) {
	await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
	await page.setViewport({ width, height: 900 });
	const most = await page.evaluate(() => document.documentElement.scrollWidth);

	judge(most <= width, `it fits into ${width} pixels, ${scheme}`, `it has ${most}`);
	if (pictures) {
		fs.mkdirSync(pictures, { recursive: true });
		await page.screenshot({ path: path.join(pictures, `${width}-${scheme}.png`) });
	}
}

await page.setViewport({ width: 1400, height: 900 });
await open();

const examples = await page.$$eval("#examples option", (all) => all.map(
	(o) => ({ name: o.textContent, text: o.value })));
const times = [];

for (const [i, { name, text }] of examples.entries()) {
	await choose(i);
	const found = await verdict();
	const wanted = native(text);

	times.push(found.milliseconds);
	judge(found.word === wanted.observation && `${found.flags}` === `${wanted.flags}`,
		`${name}: ${wanted.observation} ${wanted.flags}`,
		`${JSON.stringify(found)} ${JSON.stringify(wanted)}`);
}
console.log(`# the slowest of ${times.length} examples took ${Math.max(...times)} ms, ` +
	`the one in the middle ${times.sort((a, b) => a - b)[times.length >> 1]} ms`);
judge(examples.length >= 20, "there are examples");

await choose(0);
for (const name of questions) {
	await click(name);
	await view(name);
	const shown = await page.$eval("#view", (e) => e.innerText + e.querySelectorAll("svg").length);

	judge({
		Why: /can happen/, Fix: /smp_mb/, Relax: /nothing to relax/, CPUs: /x86_64[^]*yes/,
		States: /States 4/, Drawing: /1$/,
	}[name].test(shown), `the question ${name}`, shown);
}
for (const scheme of ["light", "dark"])
	for (const width of [400, 1400])
		await fits(width, scheme);

await click("Fix");
await view("Fix");
await page.evaluate(() => {
	document.querySelector("#verdict").dataset.busy = "test";
	document.querySelector(".apply").click();
});
await answered();
judge((await verdict()).word === "Never", "a change that is applied makes it Never");

await page.evaluate(() => document.querySelector("#link").click());
await page.waitForFunction(() => location.hash.length > 1, { timeout: patience });
const hash = await page.evaluate(() => location.hash);

await open(hash);
judge((await verdict()).word === "Never" && hash.length < 400, "a link carries the test", hash);
await open("#AAAA-broken");
judge((await verdict()).word === "Sometimes", "a broken link leads to the first example");

await page.evaluate(() => {
	document.querySelector("#verdict").dataset.busy = "test";
});
await page.click(".cm-line:nth-child(10)");
await page.keyboard.type("nonsense(1);");
await answered();
const said = await page.$eval("#messages", (e) => e.innerText);

judge((await verdict()).word === "No answer" && /line 10/.test(said) &&
	await page.$(".cm-lint-marker-error"), "an error is marked on its line", said);

judge(!errors.length, "nothing goes wrong, and nothing is fetched", errors.join("\n"));
await browser.close();
console.log(`1..${points}`);
process.exit(failed ? 1 : 0);
