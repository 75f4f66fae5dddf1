import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import detail from './detail.gz?url';
import { colour } from '../../look/look.svelte';
import { unpack } from './packed';
import { breathe, outlines, type Packed, type Part } from './outlines';

/** Zoom from which the closer outlines, provinces and small towns are shown. */
export const CLOSE = 4.7;

/** Layers of the ground, from the lowest up. `far` is drawn below CLOSE, `close` above; what has neither is drawn at any zoom. */
const LAYERS: { part: Part; from: 'far' | 'close'; at: 'far' | 'close' | 'any' }[] = [
  { part: 'land', from: 'far', at: 'far' },
  { part: 'land', from: 'close', at: 'close' },
  { part: 'lakes', from: 'far', at: 'any' },
  { part: 'rivers', from: 'far', at: 'any' },
  { part: 'provinces', from: 'close', at: 'close' },
  { part: 'borders', from: 'far', at: 'far' },
  { part: 'borders', from: 'close', at: 'close' },
  { part: 'disputed', from: 'far', at: 'far' },
  { part: 'disputed', from: 'close', at: 'close' },
];

/** How each part is drawn, in the colours of the look that is shown now. */
function styles(): Record<Part, Style | Style[]> {
  const land = colour('--map-land');
  const border = colour('--map-border');
  return {
    land: new Style({ fill: new Fill({ color: land }) }),
    lakes: new Style({ fill: new Fill({ color: colour('--map-water') }) }),
    rivers: new Style({ stroke: new Stroke({ color: colour('--map-river'), width: 1 }) }),
    provinces: new Style({ stroke: new Stroke({ color: colour('--map-province'), width: 1, lineDash: [4, 3] }) }),
    borders: new Style({ stroke: new Stroke({ color: border, width: 1 }) }),
    // A band of land first: it hides the firm line that may lie beneath.
    disputed: [
      new Style({ stroke: new Stroke({ color: land, width: 3 }) }),
      new Style({ stroke: new Stroke({ color: border, width: 1.25, lineDash: [5, 4] }) }),
    ],
  };
}

/** The closer outlines, once anybody has asked for them. */
let close: Promise<Packed> | undefined;

/** The ground of the map. */
export class Ground {
  readonly layers: VectorLayer[];
  /** Until the closer outlines are there the coarse ones stay at every zoom. */
  #closeLayers: VectorLayer[] = [];

  constructor(packed: Packed) {
    this.layers = LAYERS.map(({ part, from, at }, k) => {
      const layer = new VectorLayer({
        source: new VectorSource({ features: from === 'far' ? outlines(packed, part) : [] }),
        zIndex: k,
        properties: { part, from, at },
        ...(at === 'close' ? { minZoom: CLOSE } : {}),
      });
      if (from === 'close') this.#closeLayers.push(layer);
      return layer;
    });
    this.paint();
  }

  /** Draws in the colours of the look that is shown now. */
  paint(): void {
    const style = styles();
    for (const layer of this.layers) layer.setStyle(style[layer.get('part') as Part]);
  }

  /** Fetches the closer outlines and lays them; to be called once. Resolves with what else the file holds. */
  async comeClose(): Promise<Packed> {
    close ??= unpack<Packed>(detail);
    const packed = await close;
    for (const layer of this.#closeLayers) {
      await breathe();
      layer.getSource()?.addFeatures(outlines(packed, layer.get('part') as Part));
    }
    for (const layer of this.layers) if (layer.get('at') === 'far') layer.setMaxZoom(CLOSE);
    return packed;
  }

  /** Shows or hides all of it, for a ground that the reader brought. */
  show(visible: boolean): void {
    for (const layer of this.layers) layer.setVisible(visible);
  }
}
