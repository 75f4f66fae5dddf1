/** Reads a gzipped JSON file of this site. Unpacked here, so that no server needs to know that it is packed. */
export async function unpack<T>(address: string): Promise<T> {
  const answer = await fetch(address);
  if (!answer.ok || !answer.body) throw new Error(`The map's ground could not be read (${address}: ${answer.status}).`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // A proxy may have unpacked it on the way: gzip begins with 1f 8b.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return JSON.parse(new TextDecoder().decode(bytes)) as T;
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(plain).json()) as T;
}
