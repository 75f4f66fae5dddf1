import Feature from 'ol/Feature';
import Point from 'ol/geom/Point';
import VectorLayer from 'ol/layer/Vector';
import { fromLonLat } from 'ol/proj';
import VectorSource from 'ol/source/Vector';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import { colour } from '../../look/look.svelte';
import { breathe, type NameRow } from './outlines';

/** Zoom from which a name is shown, by its rank. */
const COUNTRY_FROM = [1, 2.6, 3.6, 4.6];
const CITY_FROM = [3.4, 4.4, 5.2, 6.6, 7.8, 8.8];

type Kind = 'country' | 'city';

/** Names added in one go. */
const AT_ONCE = 5000;

function named([name, lon, lat, rank]: NameRow, kind: Kind): Feature<Point> {
  const feature = new Feature(new Point(fromLonLat([lon, lat])));
  const from = kind === 'country' ? COUNTRY_FROM : CITY_FROM;
  // Resolution (metres a pixel at the equator) below which it is shown.
  const below = 156543.03 / 2 ** (from[rank] ?? 9);
  feature.setProperties({ name: kind === 'country' ? name.toUpperCase() : name, kind, below, rank }, true);
  return feature;
}

/** Names on the map; where two would lie on each other the lesser is left out. */
export class Names {
  readonly layer: VectorLayer;
  #source = new VectorSource<Feature<Point>>();
  #style = new Map<Kind, Style>();

  constructor() {
    this.layer = new VectorLayer({
      source: this.#source,
      declutter: true,
      style: (feature, resolution) => this.#styleOf(feature as Feature<Point>, resolution),
    });
    this.paint();
  }

  /** Adds names, a few thousand at a time, so that the page stays quick meanwhile. */
  async add(rows: NameRow[], kind: Kind): Promise<void> {
    for (let k = 0; k < rows.length; k += AT_ONCE) {
      this.#source.addFeatures(rows.slice(k, k + AT_ONCE).map((row) => named(row, kind)));
      await breathe();
    }
  }

  /** Takes the colours of the look that is shown now. */
  paint(): void {
    const halo = new Stroke({ color: colour('--map-halo'), width: 3 });
    const ink = new Fill({ color: colour('--map-label') });
    const text = (font: string, offsetY = 0) => new Style({ text: new Text({ font, fill: ink, stroke: halo, offsetY }) });
    this.#style.set('country', text("600 11px 'Inter Variable', sans-serif"));
    this.#style.set('city', text("11px 'Inter Variable', sans-serif", -7));
    this.layer.changed();
  }

  #styleOf(feature: Feature<Point>, resolution: number): Style | undefined {
    if (resolution > (feature.get('below') as number)) return undefined;
    const kind = feature.get('kind') as Kind;
    const style = this.#style.get(kind);
    style?.getText()?.setText(feature.get('name') as string);
    style?.setZIndex((kind === 'country' ? 10 : 8) - (feature.get('rank') as number));
    return style;
  }
}
