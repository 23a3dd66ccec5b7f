// SPDX-License-Identifier: GPL-2.0 OR MIT
// site.mjs MODULES SITE PAGES [PICTURES]: opens every page of the folder SITE from the file system
// in Chromium. Every link leads to a file of the site, and to an anchor that is there; the checker
// below a block of the tutorial has the verdict that the block shows; nothing asks the network; no
// page is wider than the window. PAGES is the least number of pages. With PICTURES, some are drawn
// there. TAP.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [modules, site, least, pictures] = process.argv.slice(2);
const puppeteer = createRequire(`${path.resolve(modules)}/`)("puppeteer-core");
const patience = 60000 * Number(process.env.LKMM_TEST_SCALE ?? 1);

let points = 0;
let failed = 0;

function judge(ok, name, why = "") {
	points++;
	failed += !ok;
	console.log(`${ok ? "ok" : "not ok"} ${points} - ${name}`);
	if (!ok && why)
		console.log(`${why}`.replace(/^/gm, "# "));
}

const files = (dir) => fs.readdirSync(dir, { recursive: true }).filter(
	(name) => name.endsWith(".html") && !name.startsWith("checker/")).sort();

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

const open = (name) => page.goto(pathToFileURL(path.join(site, name)).href);

// ---- links ----

const all = files(site);
const anchors = new Map();	// page: the ids on it
const links = [];		// [page, the address]
const wide = [];

await page.setViewport({ width: 400, height: 800 });
for (const name of all) {
	await open(name);
	const found = await page.evaluate(() => ({
		ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
		links: [...document.querySelectorAll("a[href]")].map((e) => e.href),
		images: [...document.images].filter((i) => !i.naturalWidth).map((i) => i.src),
		width: document.documentElement.scrollWidth,
	}));

	anchors.set(name, new Set(found.ids));
	links.push(...found.links.map((link) => [name, link]));
	if (found.width > 400)
		wide.push(`${name}: ${found.width}`);
	errors.push(...found.images.map((image) => `${name} lacks the image ${image}`));
}

const broken = new Set();

for (const [name, link] of links) {
	const url = new URL(link);

	if (url.protocol !== "file:")
		continue;
	const file = fileURLToPath(new URL(url.pathname, "file:"));
	const to = path.relative(site, file);

	if (!fs.existsSync(file))
		broken.add(`${name}: ${to} is not there`);
	else if (url.hash && anchors.has(to) &&
			!anchors.get(to).has(decodeURIComponent(url.hash.slice(1))))
		broken.add(`${name}: ${to} has no ${url.hash}`);
}
judge(all.length >= least, `there are ${all.length} pages, at least ${least}`);
judge(links.length > all.length, `there are ${links.length} links`);
judge(!broken.size, "every link leads somewhere", [...broken].join("\n"));
judge(!wide.length, "no page is wider than 400 pixels", wide.join("\n"));

// ---- the checker below a block ----

await page.setViewport({ width: 1400, height: 900 });
await open("docs/tutorial.html");
const tests = await page.$$eval("details.test", (every) => every.map((e) => ({
	shown: e.previousElementSibling.textContent.match(/^Observation \S+ (\w+)/m)?.[1] })));
const told = tests.findIndex((t) => t.shown);

judge(told >= 0, `${tests.length} blocks of the tutorial have the checker below them`);
await page.evaluate((i) => { document.querySelectorAll("details.test")[i].open = true; }, told);
const frame = await (await page.waitForSelector("iframe", { timeout: patience })).contentFrame();

await frame.waitForFunction(() => document.querySelector("#word")?.textContent,
	{ timeout: patience, polling: 100 });
const word = await frame.$eval("#word", (e) => e.textContent);

judge(word === tests[told].shown, `the checker in the page answers ${tests[told].shown}`, word);
// ---- the search ----

// The answers to a query: an array of { href, title, text }, and the line over them.
async function search(query) {
	await page.$eval("form[role=search] input", (input, text) => {
		input.value = text;
		input.focus();
		input.dispatchEvent(new Event("input"));
	}, query);
	await page.waitForFunction((text) => !text.trim() ||
		document.querySelector("form [role=status]").textContent,
	{ timeout: patience, polling: 50 }, query);
	return page.evaluate(() => ({
		status: document.querySelector("form [role=status]").textContent,
		found: [...document.querySelectorAll("form ol li")].map((li) => ({
			href: li.querySelector("a").href, title: li.querySelector("a").textContent,
			text: li.querySelector("span").textContent,
			marks: [...li.querySelectorAll("mark")].map((m) => m.textContent) })),
	}));
}

const there = (href) => {
	const url = new URL(href);
	const to = path.relative(site, fileURLToPath(new URL(url.pathname, "file:")));

	return anchors.has(to) && (!url.hash ||
		anchors.get(to).has(decodeURIComponent(url.hash.slice(1))));
};

// Of a page, words of one paragraph that are rare on it: those of its longest one.
const wordsOf = () => page.evaluate(() => {
	const texts = [...document.querySelectorAll("main p")].map((p) => p.innerText);
	const longest = texts.sort((a, b) => b.length - a.length)[0] ?? "";

	return [...new Set(longest.split(/\s+/))].sort((a, b) => b.length - a.length).slice(0, 5);
});
const missed = [], lost = [];
let asked = 0;

for (const name of all.filter((n, i) => anchors.has(n) && i % 3 === 0)) {
	await open(name);
	const words = await wordsOf();

	if (!words.length || name.endsWith("/index.html"))
		continue;
	const { found } = await search(words.join(" "));

	asked++;
	lost.push(...found.filter((f) => !there(f.href)).map((f) => f.href));
	if (!found.some((f) => fileURLToPath(f.href.replace(/#.*/, "")) ===
			path.resolve(site, name)))
		missed.push(`${name}: ${words.join(" ")}: ${found.map((f) => f.href)}`);
}
judge(asked > 10 && !missed.length, `the search finds ${asked} pages by words that are on them`,
	missed.join("\n"));
judge(!lost.length, "what it finds is there", lost.join("\n"));

await open("docs/man7/lkmm.7.html");
const release = await search("SMP_store_RELEASE");

judge(release.found.length && release.found.every((f) =>
	/smp_store_release/i.test(f.title + f.marks.join())), "the case of letters does not matter",
JSON.stringify(release));
const manual = await search("lkmm-verify --shard");

judge(manual.found.some((f) => f.title.startsWith("lkmm-verify(1)")) &&
	manual.found.every((f) => there(f.href)), "two words: both are needed",
JSON.stringify(manual.found.slice(0, 3)));
const none = await search("smp_store_release xyzzyx");

judge(!none.found.length && none.status === "Nothing was found.", "nothing is found", none.status);
const odd = await search("<img src=x onerror=alert(1)> .*[");

judge(!odd.found.length && !errors.length, "a query is text, no pattern and no HTML", odd.status);
judge((await search(" ")).status === "", "an empty query has no answer");
await open("index.html");
await page.keyboard.press("/");
await page.keyboard.type("torn");
await page.waitForSelector("form ol a", { timeout: patience });
const wanted = await page.$eval("form ol a", (a) => a.href);

await Promise.all([page.keyboard.press("Enter"), page.waitForFunction((href) =>
	location.href === href, { timeout: patience, polling: 50 }, wanted)]);
judge(there(wanted), "by the keyboard: / searches, Enter opens the first", wanted);

judge(!errors.length, "no page reports an error, or asks the network", errors.join("\n"));

if (pictures) {
	fs.mkdirSync(pictures, { recursive: true });
	for (const [width, scheme] of [[400, "light"], [1400, "light"], [400, "dark"], [1400, "dark"]]) {
		await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
		await page.setViewport({ width, height: 900 });
		await open("index.html");
		await search("smp_store_release");
		await page.screenshot({ path: path.join(pictures, `search-${width}-${scheme}.png`) });
		for (const name of ["index", "docs/orderings", "docs/man7/lkmm.7"]) {
			await open(`${name}.html`);
			await page.screenshot({ path: path.join(pictures,
				`${path.basename(name)}-${width}-${scheme}.png`) });
		}
	}
}
await browser.close();
console.log(`1..${points}`);
process.exit(failed ? 1 : 0);
