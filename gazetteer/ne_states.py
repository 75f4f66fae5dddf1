#!/usr/bin/env python3
"""Writes NE_STATES.json for coordinates.py: the outlines of Natural Earth's 1:50m states.

Run: python3 ne_states.py RDATA > NE_STATES.json
where RDATA is data/Rdata (without ending) of the unpacked Debian package r-cran-rnaturalearthdata 0.1.0.
Needs PyPI rdata 1.1.
"""
import gzip, json, lzma, sys, warnings, zlib

import numpy
import rdata

warnings.simplefilter("ignore")
base = sys.argv[1]


def read(raw):
    return rdata.conversion.convert(rdata.parser.parse_data(raw), constructor_dict={})


head = open(base + ".rdx", "rb").read()
index = read(gzip.decompress(head) if head[:2] == b"\x1f\x8b" else zlib.decompress(head))
offset, length = (int(x) for x in index["variables"]["states50"])
part = open(base + ".rdb", "rb").read()[offset : offset + length]
# R packs a lazily loaded object as its length (4 bytes), the letter Z, and raw LZMA.
filters = [{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 1 << 26}]
states = read(lzma.decompress(part[5:], format=lzma.FORMAT_RAW, filters=filters))
rows = []
for country, name, shape in zip(states.data["iso_a2"], states.data["name"], states.polygons):
    rings = [[[float(x), float(y)] for x, y in numpy.asarray(p.coords)] for p in shape.Polygons]
    rows.append({"cc": str(country), "name": str(name), "rings": rings})
json.dump(rows, sys.stdout)
