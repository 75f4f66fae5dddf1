import { defaults as controls } from 'ol/control/defaults';
import ScaleLine from 'ol/control/ScaleLine';
import OlMap from 'ol/Map';
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj';
import View from 'ol/View';
import type { Cluster } from '../../api/answers';
import { CLOSE, Ground } from './ground';
import { Marks } from './marks';
import { Names } from './names';
import type { Packed } from './outlines';

/** Where nothing says otherwise: longitude, latitude, zoom. */
const AT_FIRST: [number, number, number] = [20, 25, 2.2];
const CLOSEST = 15;
/** Milliseconds that a move by button or key takes. */
const MOVE = 200;

/** A quick pen stroke for a reader who wants no motion. */
function still(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** What the map tells its owner. */
export type Told = {
  onmove: (at: [number, number, number], box: [number, number, number, number]) => void;
  onpoint: (cluster: Cluster | undefined, pixel: number[]) => void;
  onpick: (cluster: Cluster) => void;
  ontrouble: (failure: unknown) => void;
};

/** The map: ground, names, marks, and moving about. Everything that knows OpenLayers is behind it. */
export class Chart {
  readonly marks = new Marks();
  #map: OlMap;
  #names = new Names();
  #ground: Ground;

  constructor(target: HTMLElement, at: [number, number, number] | undefined, world: Packed, told: Told) {
    const [lon, lat, zoom] = at ?? AT_FIRST;
    this.#ground = new Ground(world);
    this.#map = new OlMap({
      target,
      layers: [this.#names.layer, this.marks],
      controls: controls({ zoom: false, rotate: false, attribution: false }).extend([new ScaleLine({ minWidth: 70 })]),
      view: new View({ center: fromLonLat([lon, lat]), zoom, minZoom: 1.2, maxZoom: CLOSEST, enableRotation: false }),
    });
    this.#names.layer.setZIndex(20);
    this.marks.setZIndex(30);
    this.#listen(target, told);
    this.#lay(world).catch(told.ontrouble);
  }

  #listen(target: HTMLElement, told: Told): void {
    const map = this.#map;
    map.on('moveend', () => {
      const { at, box, zoom } = this.#where();
      told.onmove(at, box);
      if (zoom >= CLOSE) this.#comeClose().catch(told.ontrouble);
    });
    const find = (pixel: number[]) => this.marks.find(pixel, (at) => map.getPixelFromCoordinate(at) ?? [-99, -99], 12);
    map.on('pointermove', (event) => {
      if (event.dragging) return;
      const cluster = find(event.pixel);
      this.marks.light(cluster);
      target.style.cursor = cluster ? 'pointer' : '';
      told.onpoint(cluster, event.pixel);
    });
    target.addEventListener('pointerleave', () => told.onpoint(undefined, []));
    map.on('click', (event) => {
      const cluster = find(event.pixel);
      if (cluster) told.onpick(cluster);
    });
  }

  /** Lays the coarse ground under the marks. */
  async #lay(world: Packed): Promise<void> {
    for (const layer of this.#ground.layers) this.#map.addLayer(layer);
    await this.#names.add(world.countries ?? [], 'country');
    await this.#names.add(world.cities, 'city');
  }

  #near = false;
  async #comeClose(): Promise<void> {
    if (this.#near) return;
    this.#near = true;
    await this.#names.add((await this.#ground.comeClose()).cities, 'city');
  }

  #where(): { at: [number, number, number]; box: [number, number, number, number]; zoom: number } {
    const view = this.#map.getView();
    const [lon = 0, lat = 0] = toLonLat(view.getCenter() ?? [0, 0]);
    const extent = transformExtent(view.calculateExtent(this.#map.getSize()), 'EPSG:3857', 'EPSG:4326');
    const [west = -180, south = -85, east = 180, north = 85] = extent;
    const whole = east - west >= 360;
    return {
      at: [lon, lat, this.zoom],
      box: [whole ? -180 : west, Math.max(south, -90), whole ? 180 : east, Math.min(north, 90)],
      zoom: this.zoom,
    };
  }

  /** The zoom: each step doubles the scale. */
  get zoom(): number {
    return this.#map.getView().getZoom() ?? AT_FIRST[2];
  }

  /** Zooms by steps. */
  zoomBy(steps: number): void {
    this.#map.getView().animate({ zoom: this.zoom + steps, duration: still() ? 0 : MOVE });
  }

  /** Goes to a place; at least as close as `zoom`. */
  goTo(lon: number, lat: number, zoom?: number): void {
    this.#map.getView().animate({
      center: fromLonLat([lon, lat]),
      zoom: Math.min(CLOSEST, zoom ?? this.zoom),
      duration: still() ? 0 : MOVE,
    });
  }

  /** Shows all of these marks. */
  fit(clusters: Cluster[]): void {
    if (!clusters.length) return;
    const lons = clusters.map((one) => one.lon);
    const lats = clusters.map((one) => one.lat);
    const box = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    const extent = transformExtent(box, 'EPSG:4326', 'EPSG:3857');
    this.#map.getView().fit(extent, { padding: [50, 50, 50, 50], maxZoom: 8 });
  }

  /** Whether a place lies within what is shown. */
  shows(lon: number, lat: number): boolean {
    const [west, south, east, north] = this.#where().box;
    return lon >= west && lon <= east && lat >= south && lat <= north;
  }

  /** Takes the colours of the look that is shown now. */
  paint(): void {
    this.#ground.paint();
    this.#names.paint();
    this.marks.paint();
    // At once, for the page may be on its way to paper.
    this.#map.renderSync();
  }

  /** Lays a PMTiles archive over the ground. Rejects with a sentence for the reader. */
  async drop(file: File): Promise<void> {
    const { dropped } = await import('./dropped');
    const layer = await dropped(file);
    layer.setZIndex(15);
    this.#ground.show(false);
    this.#map.addLayer(layer);
  }

  /** Tells the map that its frame has another size. */
  resize(): void {
    this.#map.updateSize();
  }

  /** Ends it. */
  end(): void {
    this.#map.setTarget(undefined);
    this.#map.dispose();
  }
}
