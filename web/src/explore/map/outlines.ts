import type Feature from 'ol/Feature';
import TopoJSON from 'ol/format/TopoJSON';
import type { Geometry } from 'ol/geom';

/** Name, longitude, latitude, rank (0 the foremost): see basemap/labels.mjs. */
export type NameRow = [string, number, number, number];
/** What outlines are of. */
export type Part = 'land' | 'lakes' | 'rivers' | 'provinces' | 'borders' | 'disputed';
/** A file of the ground as it is unpacked: TopoJSON with names beside it. */
export type Packed = { objects: Partial<Record<Part, unknown>>; transform?: unknown; countries?: NameRow[]; cities: NameRow[] };

/** What was read of each file. */
const read = new WeakMap<Packed, Map<Part, Feature<Geometry>[]>>();

/** A file's outlines of one kind, in metres of Web Mercator. Read when first asked for. */
export function outlines(packed: Packed, part: Part): Feature<Geometry>[] {
  const had = read.get(packed) ?? new Map<Part, Feature<Geometry>[]>();
  read.set(packed, had);
  let found = had.get(part);
  if (!found) {
    const format = new TopoJSON({ layers: [part] });
    found = format.readFeatures(packed, { featureProjection: 'EPSG:3857' }) as Feature<Geometry>[];
    had.set(part, found);
    // The first reading turned all arcs into degrees in place: another must not turn them again.
    delete packed.transform;
  }
  return found;
}

/** Lets the page draw and listen between two pieces of work. */
export function breathe(): Promise<void> {
  return new Promise((later) => setTimeout(later));
}
