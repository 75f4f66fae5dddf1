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

/** Name, longitude, latitude, rank (0 the foremost): see basemap/labels.mjs. */
export type NameRow = [string, number, number, number];

/** Zoom from which a name is shown, by its rank. */
const COUNTRY_FROM = [1, 2.6, 3.6, 4.6];
const CITY_FROM = [3.4, 4.4, 5.2, 6.6, 7.8, 8.8];

type Kind = 'country' | 'city';

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

  /** Adds names. */
  add(rows: NameRow[], kind: Kind): void {
    const from = kind === 'country' ? COUNTRY_FROM : CITY_FROM;
    this.#source.addFeatures(
      rows.map(([name, lon, lat, rank]) => {
        const feature = new Feature(new Point(fromLonLat([lon, lat])));
        // Resolution (metres a pixel at the equator) below which it is shown.
        const below = 156543.03 / 2 ** (from[rank] ?? 9);
        feature.setProperties({ name: kind === 'country' ? name.toUpperCase() : name, kind, below, rank }, true);
        return feature;
      }),
    );
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
