// SPDX-License-Identifier: GPL-2.0 OR MIT
// Links that carry a test: compressed, in base64url, behind the "#".

async function through(bytes, stream) {
	const all = new Response(new Blob([bytes]).stream().pipeThrough(stream));

	return new Uint8Array(await all.arrayBuffer());
}

/** The part of a link behind "#" that carries the text. */
export async function toHash(text) {
	const packed = await through(new TextEncoder().encode(text),
		new CompressionStream("deflate-raw"));
	const code = btoa(String.fromCharCode(...packed));

	return code.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The text that such a part carries; null if it carries none. */
export async function fromHash(hash) {
	try {
		const code = atob(hash.replaceAll("-", "+").replaceAll("_", "/"));
		const packed = Uint8Array.from(code, (c) => c.charCodeAt(0));

		return hash && new TextDecoder().decode(
			await through(packed, new DecompressionStream("deflate-raw"))) || null;
	} catch {
		return null;
	}
}
