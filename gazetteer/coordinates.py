#!/usr/bin/env python3
"""Writes areas.tsv: coordinates and radius of countries and of first- and second-order areas.

GeoNames' name tables for areas hold no coordinates, so they come from these, in this order:

  cia     countries: the coordinates of the CIA World Factbook (public domain), by way of PyPI countryinfo 0.1.2 (MIT)
  census  US counties, and the United States as the centroid of its largest part: US Census outlines
          (public domain), by way of npm us-atlas 3.0.1 (ISC)
  ne      first-order areas of AU, BR, CA, US: centroid of the largest outline of Natural Earth 1:50m
          (public domain), by way of Debian r-cran-rnaturalearthdata 0.1.0 (CC0)
  mean    other first-order areas: the plain mean of the coordinates of their places in cities500 (GeoNames, CC BY 4.0)
  cities  other second-order areas: the plain mean of their places in GeoNames cities1000, by way of the crate
          reverse_geocoder 4.1.1 (an area without such places is left to the town of its name)

Run: python3 coordinates.py FACTS COUNTRYINFO US_ATLAS_DIR NE_STATES.json CITIES.csv > areas.tsv
where FACTS holds the GeoNames tables, COUNTRYINFO the unpacked wheel's data folder, US_ATLAS_DIR the unpacked
npm package, NE_STATES.json what ne_states.py writes.
The radius is that of a circle of the same area where the area is known, else the distance (km)
within which nine tenths of the places lie.
"""
import csv, glob, gzip, json, math, sys, unicodedata
from collections import defaultdict

facts, info, atlas, states, cities_csv = sys.argv[1:6]


def fold(s):
    s = unicodedata.normalize("NFKD", s)
    return "".join(c for c in s.lower() if c.isalnum())


def km(a, b):
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))


def spread(points, least):
    lat = sum(p[0] for p in points) / len(points)
    lon = sum(p[1] for p in points) / len(points)
    far = sorted(km((lat, lon), p) for p in points)
    return lat, lon, max(least, far[int(len(far) * 0.9) if len(far) > 1 else 0])


def centroid(ring):
    """Centroid (lat, lon) and area (square kilometres) of a ring of (lon, lat)."""
    lat0 = sum(p[1] for p in ring) / len(ring)
    k = math.cos(math.radians(lat0))
    a = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
        w = x0 * y1 - x1 * y0
        a += w; cx += (x0 + x1) * w; cy += (y0 + y1) * w
    if a == 0:
        return ring[0][1], ring[0][0], 0
    return cy / (3 * a), cx / (3 * a), abs(a) / 2 * k * 111.2 ** 2


def largest(rings):
    return max((centroid(r) for r in rings), key=lambda c: c[2])


def arcs_of(topology):
    sx, sy = topology["transform"]["scale"]
    tx, ty = topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x += dx; y += dy
            line.append((x * sx + tx, y * sy + ty))
        out.append(line)
    return out


def rings_of(geometry, arcs):
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"] if geometry["type"] == "MultiPolygon" else []
    for polygon in polygons:
        ring = []
        for i in polygon[0]:
            ring += arcs[i] if i >= 0 else arcs[~i][::-1]
        yield ring


rows = {}
for path in sorted(glob.glob(info + "/*.json")):
    d = json.load(open(path))
    cc = d.get("ISO", {}).get("alpha2")
    if cc and d.get("latlng"):
        area = d.get("area") or 500
        rows[cc] = (d["latlng"][0], d["latlng"][1], max(5, math.sqrt(area / math.pi)), "cia")

cities, by_country = defaultdict(list), defaultdict(list)
for line in gzip.open(facts + "/cities500.tsv.gz", "rt", encoding="utf-8"):
    _, name, lat, lon, cc, a1, pop, alts = line.rstrip("\n").split("\t")
    p = (float(lat), float(lon))
    cities[cc + "." + a1].append(p)
    by_country[cc].append(p)
area_km = {}
for line in open(facts + "/countryInfo.txt", encoding="utf-8"):
    if not line.startswith("#") and not line.startswith("ISO\t"):
        f = line.split("\t")
        if len(f[0]) != 2:
            continue
        area_km[f[0]] = float(f[6] or 0)
        if f[0] not in rows and by_country[f[0]]:
            lat, lon, r = spread(by_country[f[0]], 5)
            rows[f[0]] = (lat, lon, max(r, math.sqrt(float(f[6] or 0) / math.pi)), "mean")

admin1 = {}
for line in open(facts + "/admin1CodesASCII.txt", encoding="utf-8"):
    code, name, ascii_name, _ = line.rstrip("\n").split("\t")
    admin1[code] = ascii_name
    if cities[code]:
        rows[code] = (*spread(cities[code], 10), "mean")
ne = {(s["cc"], fold(s["name"])): largest(s["rings"]) for s in json.load(open(states))}
for code, name in admin1.items():
    hit = ne.get((code[:2], fold(name)))
    if hit:
        rows[code] = (hit[0], hit[1], math.sqrt(hit[2] / math.pi), "ne")

nation = json.load(open(atlas + "/nation-10m.json"))
lat, lon, area = largest(rings_of(nation["objects"]["nation"]["geometries"][0], arcs_of(nation)))
rows["US"] = (lat, lon, math.sqrt(area / math.pi), "census")

names2, in_area = {}, defaultdict(dict)
for line in open(facts + "/admin2Codes.txt", encoding="utf-8"):
    code, name, ascii_name, _ = line.rstrip("\n").split("\t")
    names2[code] = ascii_name
    one = ".".join(code.split(".")[:2])
    in_area[(code[:2], admin1.get(one, ""))][ascii_name] = code
members = defaultdict(list)
for r in csv.DictReader(open(cities_csv, encoding="utf-8")):
    code = in_area.get((r["cc"], r["admin1"]), {}).get(r["admin2"])
    if code:
        members[code].append((float(r["lat"]), float(r["lon"])))
for code, name in names2.items():
    if members[code]:
        rows[code] = (*spread(members[code], 8), "cities")
STATE = dict(zip("01 02 04 05 06 08 09 10 11 12 13 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 44 45 46 47 48 49 50 51 53 54 55 56".split(),
                 "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY".split()))
counties = json.load(open(atlas + "/counties-10m.json"))
arcs = arcs_of(counties)
for g in counties["objects"]["counties"]["geometries"]:
    state = STATE.get(g["id"][:2])
    code = f"US.{state}.{g['id'][2:]}"
    if state and code in names2:
        lat, lon, area = largest(rings_of(g, arcs))
        rows[code] = (lat, lon, max(5, math.sqrt(area / math.pi)), "census")
for code in sorted(rows):
    lat, lon, r, source = rows[code]
    print(f"{code}\t{lat:.4f}\t{lon:.4f}\t{r:.0f}\t{source}")
