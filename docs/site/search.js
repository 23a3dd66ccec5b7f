// SPDX-License-Identifier: GPL-2.0 OR MIT
// The search. The text of all pages, pages.js, is loaded once the reader begins to search. A section
// is found if its page's title, its heading and its text have all words, as parts of words too.
(() => {
	const MOST = 20, AROUND = 60;
	const form = document.querySelector("form[role=search]");
	const input = form.querySelector("input"), list = form.querySelector("ol");
	const status = form.querySelector("[role=status]");
	const top = form.dataset.top;
	let sections = null, loading = null;

	// One string to find words in; the parts to show.
	function readPages() {
		sections = window.sitePages.flatMap(([place, title, every]) =>
			every.map(([id, heading, text]) => ({
				href: top + place + (id && `#${id}`), title, heading, text,
				head: `${title} ${heading}`.toLowerCase(), body: text.toLowerCase(),
			})));
		delete window.sitePages;
	}

	function load() {
		loading ??= new Promise((resolve) => {
			const script = document.createElement("script");

			script.src = `${top}pages.js`;
			script.onload = () => { readPages(); resolve(); };
			script.onerror = () => { status.textContent = "The search cannot be loaded."; };
			document.head.append(script);
		});
		return loading;
	}

	const times = (text, word) => text.split(word).length - 1;

	// How well a section answers, 0: not at all. A heading says more than the text.
	function weight(section, words) {
		let sum = 0;

		for (const word of words) {
			const inHead = times(section.head, word), inBody = times(section.body, word);

			if (!inHead && !inBody)
				return 0;
			sum += (inHead ? 20 : 0) + Math.min(inBody, 5) +
				(section.heading.toLowerCase() === word ? 20 : 0);
		}
		return sum;
	}

	// The text around the first of the words, which are marked.
	function excerpt(section, words) {
		const first = Math.min(...words.map((word) => section.body.indexOf(word))
			.filter((i) => i >= 0), section.text.length);
		const from = section.text.indexOf(" ", first - AROUND) + 1;
		const at = first > AROUND && from <= first ? from : Math.max(0, first - AROUND);
		const text = section.text.slice(at, at + 3 * AROUND);
		const line = document.createElement("span");
		let rest = 0;

		for (let i = 0; i < text.length;) {
			const word = words.find((w) => text.toLowerCase().startsWith(w, i));

			if (!word) {
				i++;
				continue;
			}
			const mark = document.createElement("mark");

			mark.textContent = text.slice(i, i + word.length);
			line.append(text.slice(rest, i), mark);
			rest = i += word.length;
		}
		line.append(text.slice(rest));
		return line;
	}

	function show(section, words) {
		const item = document.createElement("li"), link = document.createElement("a");

		link.href = section.href;
		link.textContent = section.heading && section.heading !== section.title ?
			`${section.title}: ${section.heading}` : section.title;
		item.append(link, excerpt(section, words));
		list.append(item);
	}

	function search() {
		const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
		const found = !words.length ? [] : sections
			.map((section) => ({ section, weight: weight(section, words) }))
			.filter((one) => one.weight).sort((a, b) => b.weight - a.weight);

		list.replaceChildren();
		found.slice(0, MOST).forEach((one) => show(one.section, words));
		status.textContent = !words.length ? "" : !found.length ? "Nothing was found." :
			found.length > MOST ? `The best ${MOST} of ${found.length} sections:` :
			found.length === 1 ? "One section:" : `${found.length} sections:`;
	}

	form.hidden = false;
	input.addEventListener("focus", load);
	input.addEventListener("input", () => load().then(search));
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		load().then(search).then(() => list.querySelector("a")?.click());
	});
	document.addEventListener("keydown", (event) => {
		if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey ||
				event.target.matches("input, textarea, select"))
			return;
		event.preventDefault();
		input.focus();
	});
})();
