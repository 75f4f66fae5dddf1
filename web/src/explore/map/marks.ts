import Layer from 'ol/layer/Layer';
import type { FrameState } from 'ol/Map';
import { fromLonLat } from 'ol/proj';
import Source from 'ol/source/Source';
import { apply } from 'ol/transform';
import type { Cluster } from '../../api/answers';
import { FAMILIES, type Family } from '../../api/terms';
import { familyOf } from '../../api/codebook.svelte';
import { colour } from '../../look/look.svelte';
import { SHAPES } from '../../shared/families';
import { count } from '../../shared/say';
import { circle } from './geodesy';

/** The chosen incident: where, and the radius within which it lies, in kilometres. */
export type Chosen = { id: string; lon: number; lat: number; radius_km: number | null; type: string };

/** A mark in the plane of the map. */
type Mark = { cluster: Cluster; at: [number, number]; radius: number };

/** Half the width of a single incident's shape, in CSS pixels. */
const SINGLE = 8;

/** Radius of a cluster's disc: as wide as its number needs, and nothing else. CSS pixels. */
export function discRadius(n: number): number {
  return 8.5 + 3.2 * count(n).length;
}

type Inks = Record<Family, string> & { disc: string; ink: string; halo: string; line: string; shade: string };

function inks(): Inks {
  const families = Object.fromEntries(FAMILIES.map((family) => [family, colour(`--family-${family}`)]));
  return {
    ...(families as Record<Family, string>),
    disc: colour('--map-cluster'),
    ink: colour('--map-cluster-ink'),
    halo: colour('--map-halo'),
    line: colour('--ink'),
    shade: colour('--shade'),
  };
}

/** A source without contents: this layer draws what it holds itself. */
class Nothing extends Source {}

/**
 * Incidents on the map: discs that state how many, single ones by their family's shape, and around the chosen one the true
 * circle within which it lies. Size says nothing of deaths.
 */
export class Marks extends Layer<Nothing> {
  #canvas = document.createElement('canvas');
  #marks: Mark[] = [];
  #inks = inks();
  #paths = Object.fromEntries(FAMILIES.map((f) => [f, new Path2D(SHAPES[f])])) as Record<Family, Path2D>;
  #around: [number, number][] = [];
  #chosen: Chosen | undefined;
  /** The mark that is pointed at or has the keyboard's focus. */
  #lit: Cluster | undefined;

  constructor() {
    super({ source: new Nothing({}) });
    this.#canvas.style.position = 'absolute';
  }

  /** Shows other marks. */
  put(clusters: Cluster[]): void {
    this.#marks = clusters
      .map((cluster) => ({
        cluster,
        at: fromLonLat([cluster.lon, cluster.lat]) as [number, number],
        radius: cluster.count > 1 ? discRadius(cluster.count) : SINGLE,
      }))
      // Small numbers on top of large ones, single incidents on top of all.
      .sort((a, b) => b.cluster.count - a.cluster.count);
    this.changed();
  }

  /** Marks the chosen incident. */
  choose(chosen: Chosen | undefined): void {
    this.#chosen = chosen;
    const km = chosen?.radius_km;
    this.#around = chosen && km ? circle(chosen.lon, chosen.lat, km).map((at) => fromLonLat(at) as [number, number]) : [];
    this.changed();
  }

  /** Rings the mark that is pointed at. */
  light(cluster: Cluster | undefined): void {
    if (cluster === this.#lit) return;
    this.#lit = cluster;
    this.changed();
  }

  /** Takes the colours of the look that is shown now. */
  paint(): void {
    this.#inks = inks();
    this.changed();
  }

  /** The topmost mark within reach of a pixel of the map. */
  find(pixel: number[], toPixel: (at: number[]) => number[], reach: number): Cluster | undefined {
    const [x = 0, y = 0] = pixel;
    for (const mark of [...this.#marks].reverse()) {
      const [px = 0, py = 0] = toPixel(mark.at);
      if (Math.hypot(px - x, py - y) <= Math.max(mark.radius, reach)) return mark.cluster;
    }
    return undefined;
  }

  override render(frame: FrameState | null): HTMLElement | null {
    if (!frame) return null;
    const [width = 0, height = 0] = frame.size;
    const ratio = frame.pixelRatio;
    const canvas = this.#canvas;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext('2d');
    if (!pen) return canvas;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const place = (at: [number, number]): [number, number] => {
      const [x = 0, y = 0] = apply(frame.coordinateToPixelTransform, [...at]);
      return [x, y];
    };
    this.#drawCircle(pen, place);
    for (const mark of this.#marks) this.#drawMark(pen, mark, place(mark.at));
    this.#drawChosen(pen, place);
    return canvas;
  }

  #drawCircle(pen: CanvasRenderingContext2D, place: (at: [number, number]) => [number, number]): void {
    if (!this.#around.length) return;
    pen.beginPath();
    for (const at of this.#around) pen.lineTo(...place(at));
    pen.closePath();
    pen.fillStyle = this.#inks.shade;
    pen.globalAlpha = 0.5;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = this.#inks.line;
    pen.lineWidth = 1.5;
    pen.setLineDash([6, 4]);
    pen.stroke();
    pen.setLineDash([]);
  }

  #drawMark(pen: CanvasRenderingContext2D, { cluster, radius }: Mark, [x, y]: [number, number]): void {
    if (cluster.count > 1) this.#drawDisc(pen, cluster, radius, x, y);
    else this.#drawShape(pen, familyOf(cluster.type ?? ''), x, y, 14);
    if (cluster !== this.#lit) return;
    pen.beginPath();
    pen.arc(x, y, radius + 5, 0, 2 * Math.PI);
    pen.strokeStyle = this.#inks.line;
    pen.lineWidth = 2;
    pen.stroke();
  }

  /** A disc with its number; the ring around it is shared out among families. */
  #drawDisc(pen: CanvasRenderingContext2D, cluster: Cluster, radius: number, x: number, y: number): void {
    pen.beginPath();
    pen.arc(x, y, radius + 1.5, 0, 2 * Math.PI);
    pen.fillStyle = this.#inks.halo;
    pen.fill();
    let from = -Math.PI / 2;
    pen.lineWidth = 3;
    for (const family of FAMILIES) {
      const share = ((cluster.families[family] ?? 0) / cluster.count) * 2 * Math.PI;
      if (!share) continue;
      pen.beginPath();
      pen.arc(x, y, radius - 1.5, from, from + share);
      pen.strokeStyle = this.#inks[family];
      pen.stroke();
      from += share;
    }
    pen.beginPath();
    pen.arc(x, y, radius - 3, 0, 2 * Math.PI);
    pen.fillStyle = this.#inks.disc;
    pen.fill();
    pen.fillStyle = this.#inks.ink;
    pen.font = "600 11px 'Inter Variable', sans-serif";
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(count(cluster.count), x, y + 0.5);
  }

  #drawShape(pen: CanvasRenderingContext2D, family: Family, x: number, y: number, size: number): void {
    pen.save();
    pen.translate(x - size / 2, y - size / 2);
    pen.scale(size / 16, size / 16);
    pen.strokeStyle = this.#inks.halo;
    pen.lineWidth = 3;
    pen.stroke(this.#paths[family]);
    pen.fillStyle = this.#inks[family];
    pen.fill(this.#paths[family], 'evenodd');
    pen.restore();
  }

  #drawChosen(pen: CanvasRenderingContext2D, place: (at: [number, number]) => [number, number]): void {
    const chosen = this.#chosen;
    if (!chosen) return;
    const [x, y] = place(fromLonLat([chosen.lon, chosen.lat]) as [number, number]);
    pen.beginPath();
    pen.arc(x, y, 13, 0, 2 * Math.PI);
    pen.fillStyle = this.#inks.halo;
    pen.fill();
    pen.strokeStyle = this.#inks.line;
    pen.lineWidth = 2.5;
    pen.stroke();
    this.#drawShape(pen, familyOf(chosen.type), x, y, 14);
  }
}
