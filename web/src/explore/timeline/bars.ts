import type { Bin } from '../../api/answers';
import { FAMILIES, type Family } from '../../api/terms';
import { numberOf } from '../../shared/calendar';

/** Days and pixels of one axis: `first` and `last` day shown, `width` in CSS pixels. */
export type Axis = { first: number; last: number; width: number };

/** Where a day begins, in pixels. */
export function xOf(axis: Axis, day: number): number {
  return ((day - axis.first) / (axis.last - axis.first + 1)) * axis.width;
}

/** The day at a pixel, within the axis. */
export function dayAt(axis: Axis, x: number): number {
  const day = axis.first + Math.floor((x / axis.width) * (axis.last - axis.first + 1));
  return Math.min(axis.last, Math.max(axis.first, day));
}

/** All incidents of a bar. */
export function height(bin: Bin): number {
  return FAMILIES.reduce((sum, family) => sum + (bin.counts[family] ?? 0), 0);
}

/** A round number at or a little above `n`, to end the scale on: 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20 … */
export function roundUp(n: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, n)));
  const steps = [1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10].map((k) => k * power);
  return steps.find((k) => k >= n && Number.isInteger(k)) ?? n;
}

/** Draws stacked bars from a base of zero. `inside`: first and last day that are chosen; others are drawn fainter. */
export function draw(
  pen: CanvasRenderingContext2D,
  bins: Bin[],
  axis: Axis,
  tall: number,
  most: number,
  ink: Record<Family, string>,
  inside: [number, number] | undefined,
): void {
  pen.clearRect(0, 0, axis.width, tall);
  for (const bin of bins) {
    const [first, last] = [numberOf(bin.start), numberOf(bin.end)];
    const left = xOf(axis, first);
    // A gap of a pixel between bars that are wide enough for one.
    const width = xOf(axis, last + 1) - left;
    const drawn = width > 4 ? width - 1 : width;
    pen.globalAlpha = !inside || (last >= inside[0] && first <= inside[1]) ? 1 : 0.3;
    let base = tall;
    for (const family of FAMILIES) {
      const part = ((bin.counts[family] ?? 0) / most) * tall;
      if (!part) continue;
      pen.fillStyle = ink[family];
      pen.fillRect(left, base - part, Math.max(0.75, drawn), part);
      base -= part;
    }
  }
  pen.globalAlpha = 1;
}
