// SPDX-License-Identifier: GPL-2.0 OR MIT
// lkmm check as a WASI program: its input is the test, its files are the models.
import { Directory, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
import models from "models";

const encode = new TextEncoder();
const decode = new TextDecoder();

const modelFiles = () => new Map(Object.entries(models).map(
	([name, text]) => [name, new File(encode.encode(text))]));

/**
 * Runs "lkmm check ARGS -" on the text of a test.
 *
 * @param {WebAssembly.Module} module the command
 * @param {string[]} args its options
 * @param {string} text the test
 * @returns {{status: number, out: string, err: string, drawing: string}} the exit status, the
 * standard output and error, and what --graph=/drawing.dot has written
 */
export function run(module, args, text) {
	const files = [new File(encode.encode(text)), new File([]), new File([])];
	const root = new PreopenDirectory("/", new Map([
		["models", new Directory(modelFiles())],
	]));
	const wasi = new WASI(["lkmm", "check", ...args, "-"], [],
		[...files.map((file) => new OpenFile(file)), root], { debug: false });
	const program = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi.wasiImport });
	const status = wasi.start(program);
	const drawing = root.dir.contents.get("drawing.dot");

	return {
		status,
		out: decode.decode(files[1].data),
		err: decode.decode(files[2].data),
		drawing: drawing ? decode.decode(drawing.data) : "",
	};
}
