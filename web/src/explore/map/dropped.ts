import MVT from 'ol/format/MVT';
import VectorTileLayer from 'ol/layer/VectorTile';
import TileState from 'ol/TileState';
import VectorTileSource from 'ol/source/VectorTile';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import type RenderFeature from 'ol/render/Feature';
import type VectorTile from 'ol/VectorTile';
import { FileSource, PMTiles, TileType } from 'pmtiles';
import { colour } from '../../look/look.svelte';

// Layers of the two schemas that archives of OpenStreetMap come in (Protomaps, OpenMapTiles), by what they are drawn as.
const WATER = new Set(['water', 'ocean', 'waterway', 'physical_line']);
const LAND = new Set(['earth', 'land']);
const BORDERS = new Set(['boundaries', 'boundary']);

function styleOf(): (feature: { get(key: string): unknown }) => Style | undefined {
  const fill = (token: string) => new Fill({ color: colour(token) });
  const land = new Style({ fill: fill('--map-land') });
  const water = new Style({ fill: fill('--map-water'), stroke: new Stroke({ color: colour('--map-river'), width: 1 }) });
  const border = new Style({ stroke: new Stroke({ color: colour('--map-border'), width: 1 }) });
  const road = new Style({ stroke: new Stroke({ color: colour('--map-province'), width: 1 }) });
  return (feature) => {
    const layer = String(feature.get('layer'));
    if (LAND.has(layer)) return land;
    if (WATER.has(layer)) return water;
    if (BORDERS.has(layer)) return border;
    return layer === 'roads' || layer === 'transportation' ? road : undefined;
  };
}

/**
 * A layer of a PMTiles archive that the reader dropped onto the map. The file is read in place, tile by tile, and goes
 * nowhere. Rejects with a sentence for the reader where it is no archive of vector tiles.
 */
export async function dropped(file: File): Promise<VectorTileLayer> {
  const archive = new PMTiles(new FileSource(file));
  const header = await archive.getHeader().catch(() => {
    throw new Error(`${file.name} is no PMTiles archive.`);
  });
  if (header.tileType !== TileType.Mvt) throw new Error(`${file.name} holds pictures; only vector tiles can be shown.`);
  const source = new VectorTileSource({
    format: new MVT({ layerName: 'layer' }),
    minZoom: header.minZoom,
    maxZoom: header.maxZoom,
    url: 'pmtiles://{z}/{x}/{y}',
    tileLoadFunction: (tile, address) => load(archive, tile as VectorTile<RenderFeature>, address),
  });
  return new VectorTileLayer({ source, style: styleOf(), declutter: true, renderMode: 'hybrid' });
}

function load(archive: PMTiles, tile: VectorTile<RenderFeature>, address: string): void {
  const [z = 0, x = 0, y = 0] = address.replace('pmtiles://', '').split('/').map(Number);
  tile.setLoader(async (extent, _resolution, projection) => {
    try {
      const found = await archive.getZxy(z, x, y);
      const format = tile.getFormat();
      const features = found ? format.readFeatures(found.data, { extent, featureProjection: projection }) : [];
      tile.setFeatures(features);
      return features;
    } catch {
      tile.setState(TileState.ERROR);
      return [];
    }
  });
}
