// SPDX-License-Identifier: GPL-2.0 OR MIT
// Answers one question after another, beside the page. The first message is the command.
import { run } from "./command.js";

let command;

onmessage = ({ data }) => {
	if (!command) {
		command = data;
		return;
	}
	try {
		postMessage(run(command, data.args, data.text));
	} catch (error) {
		postMessage({ status: 2, out: "", err: `${error}\n`, drawing: "" });
	}
};
