import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { outlines, type Packed } from './outlines';

const packed = (name: string) =>
  JSON.parse(gunzipSync(readFileSync(new URL(`./${name}`, import.meta.url))).toString()) as Packed;

it('the ground holds land, water, borders and disputed lines, and reads the same twice', () => {
  const world = packed('world.gz');
  for (const part of ['land', 'lakes', 'rivers', 'borders', 'disputed'] as const) {
    const once = outlines(world, part).map((feature) => feature.getGeometry()?.getExtent());
    expect(once.length).toBeGreaterThan(100);
    expect(outlines(world, part).map((feature) => feature.getGeometry()?.getExtent())).toEqual(once);
    // Within the square of Web Mercator, 20,037,508 m each way.
    expect(Math.max(...once.flatMap((extent) => extent?.map(Math.abs) ?? []))).toBeLessThan(20_037_509);
  }
});

it('names have a place and a rank, and parts of towns have none', () => {
  const { countries = [], cities } = packed('world.gz');
  expect(countries.map(([name]) => name)).toContain('South Sudan');
  expect(cities.find(([name]) => name === 'Baghdad')).toEqual(['Baghdad', expect.closeTo(44.4, 0), expect.closeTo(33.3, 0), 0]);
  for (const [name, lon, lat, rank] of [...countries, ...cities]) {
    expect(name.length > 0 && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && rank >= 0 && rank <= 5).toBe(true);
  }
});
