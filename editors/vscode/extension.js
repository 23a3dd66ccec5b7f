// SPDX-License-Identifier: GPL-2.0 OR MIT
// Starts "lkmm lsp" for litmus tests.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
	const options = workspace.getConfiguration("lkmm");
	const server = {
		command: options.get("command"),
		args: ["lsp", `--timeout=${options.get("timeout")}`],
	};

	client = new LanguageClient("lkmm", "lkmm", server,
		{ documentSelector: [{ language: "litmus" }] });
	return client.start();
};

exports.deactivate = () => client?.stop();
