#!/usr/bin/env python3
"""Writes the layers of a GeoPackage as GeoJSON, one feature a line: python3 areas.py world_map.gpkg LAYER > LAYER.geojsonl

The GeoPackage is `usr/share/qgis/resources/data/world_map.gpkg` of the Debian package qgis-common 3.22.16: Natural Earth 4.1.0
at 1:10m (public domain), first-order areas simplified together so that neighbours share their borders, and disputed lines.
Coordinates are degrees, longitude first. Standard library alone.
"""
import json
import sqlite3
import struct
import sys

# Bytes of the envelope that may stand between a GeoPackage's header and its WKB, by its code (OGC 12-128r18, 2.1.3).
ENVELOPE = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def geometry(blob):
    """The GeoJSON geometry of a GeoPackage blob."""
    return shape(blob, 8 + ENVELOPE[(blob[3] >> 1) & 7])[0]


def shape(blob, at):
    """The geometry of the WKB that begins at a byte, and the byte after it. Lines, polygons, and many of them."""
    order = "<" if blob[at] else ">"
    kind = struct.unpack_from(order + "I", blob, at + 1)[0]
    at += 5
    if kind == 2:
        line, at = points(blob, at, order)
        return {"type": "LineString", "coordinates": line}, at
    if kind == 3:
        rings, at = each(blob, at, order, points)
        return {"type": "Polygon", "coordinates": rings}, at
    if kind in (5, 6):
        parts, at = each(blob, at, order, lambda b, a, _: shape(b, a))
        name = "MultiLineString" if kind == 5 else "MultiPolygon"
        return {"type": name, "coordinates": [part["coordinates"] for part in parts]}, at
    raise ValueError(f"WKB type {kind}")


def each(blob, at, order, read):
    """As many parts as a count says."""
    count = struct.unpack_from(order + "I", blob, at)[0]
    at += 4
    parts = []
    for _ in range(count):
        part, at = read(blob, at, order)
        parts.append(part)
    return parts, at


def points(blob, at, order):
    """A run of points."""
    count = struct.unpack_from(order + "I", blob, at)[0]
    flat = struct.unpack_from(f"{order}{2 * count}d", blob, at + 4)
    return [[round(x, 5), round(y, 5)] for x, y in zip(flat[::2], flat[1::2])], at + 4 + 16 * count


def main():
    path, layer = sys.argv[1:]
    base = sqlite3.connect(path)
    names = [row[1] for row in base.execute(f'PRAGMA table_info("{layer}")')]
    for row in base.execute(f'SELECT * FROM "{layer}" ORDER BY fid'):
        fields = dict(zip(names, row))
        blob = fields.pop("geom")
        if blob:
            print(json.dumps({"type": "Feature", "properties": fields, "geometry": geometry(blob)}, ensure_ascii=False))


main()
