#!/usr/bin/env python3
"""The most memory that Dateline takes, on one machine in one run.

    python3 bench/memory.py CORPUS.jsonl

CORPUS.jsonl holds reports with `text`, one a line. Codes it, then a folder of the greatest inputs that are
taken, made from it: six HTML pages and four texts of nearly 8 MB, a line of JSON of nearly 16 MB, a page of
nothing but tags, and 24 texts of 250 KB. Prints the most megabytes resident of each run; fails where one
is over 300. Needs Linux.
"""
import html
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
MOST = 300


def cut(text, size):
    """The first `size` bytes of the text, over and over until there are so many."""
    data = text.encode()
    return (data * (size // len(data) + 1))[:size].decode(errors="ignore")


def make(folder, text):
    """Writes the greatest inputs into the folder."""
    page = "".join(f"<p class=body>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
    for k in range(6):
        (folder / f"page{k}.html").write_text(f"<title>{k}</title><article>" + cut(page, 7_900_000))
    for k in range(4):
        (folder / f"text{k}.txt").write_text(cut(text, 7_900_000))
    for k in range(24):
        (folder / f"part{k:02}.txt").write_text(cut(text[k * 1000 :], 250_000))
    (folder / "tags.html").write_text(cut("<div><b>Two</b> <i>died</i></div>", 7_900_000))
    line = json.dumps({"text": cut(text, 15_000_000)}, ensure_ascii=False)
    (folder / "line.jsonl").write_text(line + "\n")


def resident(inputs, jobs):
    """The most megabytes resident while the inputs are coded, by what the system says of the process."""
    args = [TARGET / "dateline", "code", "--json", "--jobs", str(jobs), *inputs]
    run = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    while run.poll() is None:
        status = pathlib.Path(f"/proc/{run.pid}/status").read_text()
        peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
        most = max([most, *map(int, peak)])
        time.sleep(0.02)
    return most / 1024


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    corpus = pathlib.Path(sys.argv[1])
    subprocess.run(["cargo", "build", "--release", "-q", "-p", "dateline"], cwd=ROOT, check=True)
    text = "\n\n".join(json.loads(line)["text"] for line in corpus.open(encoding="utf-8") if line.strip())
    most = 0
    with tempfile.TemporaryDirectory() as folder:
        make(pathlib.Path(folder), text)
        for name, inputs in (("the corpus", [corpus]), ("the greatest inputs", [folder])):
            for jobs in (1, 2, 8):
                megabytes = resident(inputs, jobs)
                most = max(most, megabytes)
                print(f"{name}, --jobs {jobs}: {megabytes:.0f} MB resident")
    sys.exit(most > MOST)


if __name__ == "__main__":
    main()
