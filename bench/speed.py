#!/usr/bin/env python3
"""Speed of Dateline beside spaCy, on one machine in one run.

    python3 bench/speed.py CORPUS.jsonl [--reports N] [--rounds R] [--reader rules|encoder]

CORPUS.jsonl holds reports with `text` (and `title`, `published`), one a line. Prints a table: reports a
second on one thread and on two, the most memory resident, the time from start to first result, spaCy's
blank English pipeline with tok2vec and tagger on the same texts with one thread, the ratio of the two,
and, where valgrind is installed, the instructions that each stage takes a report.

Each figure is the best of R rounds (machines are never quite idle). spaCy is pinned in
bench/requirements.txt and installed into bench/.venv on the first run. Its pipeline is initialised with
random weights: a trained one does the same work.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / "bench" / ".venv"
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"

SPACY = """
import json, sys, time
import spacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
nlp = spacy.blank("en")
tagger = nlp.add_pipe("tok2vec") and nlp.add_pipe("tagger", config={
    "model": {"@architectures": "spacy.Tagger.v2",
              "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}}})
for label in ("NOUN", "VERB", "ADJ", "ADP", "PROPN", "NUM", "DET", "ADV", "PRON", "PUNCT"):
    tagger.add_label(label)
nlp.initialize()
list(nlp.pipe(texts[:10]))
best = [1e9, 1e9]
for _ in range(int(sys.argv[2])):
    start, used = time.perf_counter(), time.process_time()
    for doc in nlp.pipe(texts):
        pass
    best = [min(best[0], time.perf_counter() - start), min(best[1], time.process_time() - used)]
print(len(texts) / best[0], best[1] / len(texts))
"""


def reports(path, count):
    """The first reports of the corpus, over and over until there are `count`, written to a file."""
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if line.strip()]
    lines = (lines * (count // len(lines) + 1))[:count]
    out = tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8")
    with out:
        out.writelines(line.rstrip("\n") + "\n" for line in lines)
    characters = sum(len(json.loads(line)["text"]) for line in lines) / len(lines)
    return pathlib.Path(out.name), characters


def coded(path, jobs, reader):
    """Seconds, seconds of processor time, and most kilobytes resident of one run."""
    start = time.perf_counter()
    child = subprocess.Popen([TARGET / "dateline", "code", "--json", "--reader", reader, "--jobs", str(jobs), path], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit("dateline failed on the corpus")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def first_result(path, reader):
    """Seconds from the program's start to its first line of output."""
    start = time.perf_counter()
    with subprocess.Popen([TARGET / "dateline", "code", "--json", "--reader", reader, path], stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        seconds = time.perf_counter() - start
        child.stdout.close()
        child.wait()
    return seconds


def spacy(path, rounds):
    """Reports a second, and processor seconds a report, of spaCy's blank pipeline on one thread."""
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    wanted = ROOT / "bench" / "requirements.txt"
    if subprocess.run([python, "-c", "import spacy"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True)
    one = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")}
    done = subprocess.run([python, "-c", SPACY, path, str(rounds)], check=True, capture_output=True, text=True, env={**os.environ, **one})
    return [float(figure) for figure in done.stdout.split()]


def instructions(path, count):
    """Millions of instructions a report, stage by stage, by callgrind; nothing where it is not installed."""
    if subprocess.run(["which", "valgrind"], capture_output=True).returncode:
        return []
    subprocess.run(["cargo", "build", "--release", "--quiet", "--package", "dateline-bench"], check=True, cwd=ROOT)
    totals = {}
    for stage in ("none", "page", "read", "code"):
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", TARGET / "dateline-bench", stage, path, str(count)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        totals[stage] = int(next(line for line in told.splitlines() if "Collected" in line).split()[-1])
    steps = [("page", "none"), ("read", "page"), ("code", "read")]
    return [(stage, (totals[stage] - totals[before]) / count / 1e6) for stage, before in steps]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reader", default="rules", choices=["rules", "encoder"])
    parser.add_argument("--no-spacy", action="store_true")
    args = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet", "--package", "dateline"], check=True, cwd=ROOT)
    path, characters = reports(args.corpus, args.reports)
    one_report, _ = reports(args.corpus, 1)
    try:
        rows = [("reports", f"{args.reports}, {characters:.0f} characters each")]
        processor, memory = {}, 0
        for jobs in (1, 2):
            runs = [coded(path, jobs, args.reader) for _ in range(args.rounds)]
            speed = args.reports / min(seconds for seconds, _, _ in runs)
            processor[jobs] = min(used for _, used, _ in runs) / args.reports
            memory = max([memory] + [kilobytes for _, _, kilobytes in runs])
            rows.append((f"reports a second, {jobs} thread{'s' * (jobs > 1)}", f"{speed:.0f}"))
        rows.append(("processor time a report, 1 thread", f"{processor[1] * 1000:.2f} ms"))
        rows.append(("most memory resident", f"{memory / 1024:.0f} MB"))
        first = min(first_result(one_report, args.reader) for _ in range(10 * args.rounds))
        rows.append(("start to first result", f"{first * 1000:.0f} ms"))
        if not args.no_spacy:
            speed, used = spacy(path, args.rounds)
            rows.append(("spaCy blank tok2vec+tagger, 1 thread", f"{speed:.0f} reports a second"))
            rows.append(("spaCy, processor time a report", f"{used * 1000:.2f} ms"))
            rows.append(("spaCy / Dateline, processor time", f"{used / processor[1]:.1f}"))
        for stage, millions in instructions(path, 100):
            rows.append((f"instructions a report, {stage}", f"{millions:.2f} million"))
    finally:
        path.unlink()
        one_report.unlink()
    for name, value in rows:
        print(f"{name:42} {value}")


if __name__ == "__main__":
    main()
