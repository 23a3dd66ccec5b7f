// SPDX-License-Identifier: GPL-2.0 OR MIT
// On a small screen the list of pages is closed at first. A test has the checker below it once that
// is opened: each is a program of some megabytes.
if (matchMedia("(max-width: 55rem)").matches)
	document.querySelector("nav details").open = false;

for (const test of document.querySelectorAll("details.test")) {
	test.addEventListener("toggle", () => {
		const frame = document.createElement("iframe");

		frame.src = test.dataset.checker;
		frame.title = "The checker with this test";
		test.append(frame);
	}, { once: true });
}
