// SPDX-License-Identifier: GPL-2.0 OR MIT
// Questions to the worker. A program cannot be interrupted: whoever gives up a question ends its
// worker, and the next question gets a new one.
import bytes from "lkmm.wasm";
import source from "worker";

const compiled = WebAssembly.compile(bytes);
const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));

let worker;
let last = Promise.resolve();
let pending;
let generation = 0;

async function start() {
	const command = await compiled;

	if (!worker) {
		worker = new Worker(address);
		worker.postMessage(command);
	}
	return worker;
}

function answer(args, text) {
	return new Promise((resolve) => {
		pending = resolve;
		start().then((w) => {
			w.onmessage = ({ data }) => {
				pending = undefined;
				resolve(data);
			};
			w.postMessage({ args, text });
		});
	});
}

/**
 * What run() returns for these options and this test; null if it was given up.
 */
export function ask(args, text) {
	const mine = generation;

	last = last.then(() => (mine === generation ? answer(args, text) : null));
	return last;
}

/** Gives up all questions that have no answer yet. */
export function giveUp() {
	generation++;
	if (!pending)
		return;
	worker?.terminate();
	worker = undefined;
	pending(null);
	pending = undefined;
}
