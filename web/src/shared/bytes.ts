/**
 * Turns UTF-8 byte offsets, in which the record counts, into indexes of a JavaScript string.
 * Makes one pass over the text; ask it for as many offsets as needed.
 */
export function indexOfByte(text: string): (byte: number) => number {
  // Plain ASCII, the common case: bytes are indexes.
  if (/^[\x00-\x7f]*$/.test(text)) return (byte) => Math.min(Math.max(byte, 0), text.length);
  const starts: number[] = [];
  let byte = 0;
  for (let index = 0; index < text.length; ) {
    const code = text.codePointAt(index) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let k = 0; k < bytes; k++) starts[byte + k] = index;
    byte += bytes;
    index += code < 0x10000 ? 1 : 2;
  }
  return (at) => (at < 0 ? 0 : at >= byte ? text.length : (starts[at] ?? text.length));
}

/** The other way: the UTF-8 byte offset of a string index, for words that people select. */
export function byteOfIndex(text: string, index: number): number {
  return new TextEncoder().encode(text.slice(0, index)).length;
}
