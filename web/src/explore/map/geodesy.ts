import { offset } from 'ol/sphere';

/** Points around a place at a true distance on the sphere: [longitude, latitude] in degrees; `km` kilometres. */
export function circle(lon: number, lat: number, km: number, points = 96): [number, number][] {
  const around: [number, number][] = [];
  for (let k = 0; k <= points; k++) {
    const [x, y] = offset([lon, lat], km * 1000, (2 * Math.PI * k) / points);
    around.push([x ?? lon, y ?? lat]);
  }
  return around;
}
