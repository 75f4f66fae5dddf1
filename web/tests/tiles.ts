/** A run of bytes as protocol buffers have them: field number, kind 2, length. */
const part = (field: number, bytes: number[]) => [(field << 3) | 2, ...varint(bytes.length), ...bytes];
const number = (field: number, value: number) => [field << 3, ...varint(value)];
const text = (words: string) => [...new TextEncoder().encode(words)];

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];
}

/** A vector tile that is water all over: one square of 4096 units in the layer "water" (Mapbox Vector Tile 2.1). */
function water(): number[] {
  // Begin at 0, 0; lines by 4096 right, 4096 down, 4096 left (zigzag); close.
  const square = [9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15].flatMap(varint);
  const feature = [...number(3, 3), ...part(4, square)];
  return part(3, [...number(15, 2), ...part(1, text('water')), ...part(2, feature), ...number(5, 4096)]);
}

/** A PMTiles archive (version 3, nothing compressed) of one tile: the whole world, and it is water. */
export function flood(): number[] {
  const tile = water();
  // One entry: tile 0, a run of one, its length, offset 0 (stored plus one).
  const directory = [1, 0, 1, ...varint(tile.length), 1];
  const header = new DataView(new ArrayBuffer(127));
  text('PMTiles').forEach((byte, k) => header.setUint8(k, byte));
  header.setUint8(7, 3);
  const long = (at: number, value: number) => header.setBigUint64(at, BigInt(value), true);
  long(8, 127);
  long(16, directory.length);
  long(24, 127 + directory.length);
  long(40, 127 + directory.length);
  long(56, 127 + directory.length);
  long(64, tile.length);
  for (const at of [72, 80, 88]) long(at, 1);
  // Clustered; directories and tiles uncompressed (1); Mapbox Vector Tiles (1); zoom 0 alone.
  [1, 1, 1, 1, 0, 0].forEach((byte, k) => header.setUint8(96 + k, byte));
  return [...new Uint8Array(header.buffer), ...directory, ...tile];
}
