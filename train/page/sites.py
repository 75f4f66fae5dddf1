"""Which pages the shipped forest has not learned from: those of one site in five."""
import hashlib
import re
from urllib.parse import urlsplit

FOLDS = 5
HELD_OUT = 0


def site(row):
    """Name of the site that a page belongs to: no site is both learned from and tested on."""
    host = urlsplit(row.get("url") or "").hostname
    if not host:
        return re.sub(r"[-_]?\d+$", "", row["id"])
    parts = [p for p in host.split(".") if p not in ("www", "m")]
    return parts[-2] if len(parts) > 1 and len(parts[-2]) > 3 else ".".join(parts[-3:])


def fold(row):
    return int(hashlib.sha256(site(row).encode()).hexdigest(), 16) % FOLDS
