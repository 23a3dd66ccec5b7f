// SPDX-License-Identifier: GPL-2.0 OR MIT
// Drawings: Graphviz, compiled for the page, puts the nodes where the checker has put them.
import { instance } from "@viz-js/viz";

let viz;

// Graphviz knows the widths of Courier's letters, which are about those of any font of this kind;
// page.css replaces it by the reader's own.
const measured = (dot) => dot.replaceAll('fontname="monospace"', 'fontname="Courier"');

/** The drawing, in Graphviz's language, as an SVG element. */
export async function layOut(dot) {
	viz ??= instance();
	return (await viz).renderSVGElement(measured(dot), { engine: "nop1" });
}
