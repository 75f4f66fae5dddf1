#!/usr/bin/env python3
"""Speed of both readers beside one pass of a transformer of distilbert's size in PyTorch, in one run.

    python3 bench/reader.py CORPUS.jsonl [OFF.jsonl] [--reports N] [--rounds R] [--readers encoder,rules]

CORPUS.jsonl holds reports on conflict with `text`, one a line; OFF.jsonl texts on other matters. Prints, on two
threads, reports a second, processor seconds a thousand reports and most memory resident, on the corpus and on a mix
of which nine in ten texts are from OFF.jsonl. The peer has random weights (a trained one does the same work): six layers of
768 numbers, twelve heads, 3,072 inner ones, texts in stretches of at most 512 pieces, each piece counted as four
characters and a half, padded to the longest of eight, on threads that sleep while they wait. It reads each set once; ours run R times, and the
best counts. On a machine that does other work too, the ratio of processor times is the one to go by. Needs torch
(train/reader/requirements.txt names the version).
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
THREADS = 2


def ran(command):
    """Seconds, processor seconds and kilobytes of a command."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"failed: {command}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def ours(path, reader, rounds):
    """Least seconds, processor seconds and kilobytes of `rounds` runs."""
    command = [TARGET / "dateline", "code", "--json", "--reader", reader, "--jobs", str(THREADS), path]
    return [min(figure) for figure in zip(*(ran(command) for _ in range(rounds)))]


def peer(path):
    """Seconds and processor seconds of one pass over the texts, in a process of its own: what it takes of memory would be
    counted as ours too."""
    calm = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0"}
    done = subprocess.run([sys.executable, __file__, "--peer", path], env=calm, stdout=subprocess.PIPE, check=True, text=True)
    return [float(figure) for figure in done.stdout.split()]


def as_peer(path):
    """Prints what `peer` reads."""
    import torch

    texts = [report["text"] for report in lines(path)]

    torch.set_num_threads(THREADS)
    layer = torch.nn.TransformerEncoderLayer(768, 12, 3072, activation="gelu", batch_first=True)
    model = torch.nn.TransformerEncoder(layer, 6).eval()
    words = torch.nn.Embedding(30522, 768)
    stretches = []
    for text in texts:
        pieces = max(int(len(text) / 4.5), 1)
        stretches += [512] * (pieces // 512) + ([pieces % 512] if pieces % 512 else [])
    stretches.sort()
    start, used = time.perf_counter(), time.process_time()
    with torch.inference_mode():
        for k in range(0, len(stretches), 8):
            group = stretches[k : k + 8]
            model(words(torch.randint(0, 30522, (len(group), max(group)))))
    print(time.perf_counter() - start, time.process_time() - used)


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main():
    if sys.argv[1:2] == ["--peer"]:
        return as_peer(sys.argv[2])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("off", nargs="?")
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--readers", default="encoder,rules")
    args = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet", "--package", "dateline"], check=True, cwd=ROOT)
    chance = random.Random(1)
    corpus = lines(args.corpus)
    sets = {"corpus": chance.sample(corpus, min(args.reports, len(corpus)))}
    if args.off:
        off = lines(args.off)
        tenth = args.reports // 10
        mix = chance.sample(corpus, tenth) + [off[k % len(off)] for k in range(args.reports - tenth)]
        chance.shuffle(mix)
        sets["mix, nine in ten off topic"] = mix
    for name, reports in sets.items():
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": str(k), "text": r["text"]}) + "\n" for k, r in enumerate(reports))
            file.flush()
            print(f"{name}: {len(reports)} texts of {sum(len(r['text']) for r in reports) // len(reports)} characters")
            seconds, used = peer(file.name)
            row("PyTorch, distilbert size", len(reports), seconds, used)
            for reader in args.readers.split(","):
                took, processor, memory = ours(file.name, reader, args.rounds)
                row(reader, len(reports), took, processor,
                    f", {memory // 1024} MB, {seconds / took:.1f} times as fast, {used / processor:.1f} by processor time")


def row(who, count, seconds, processor, more=""):
    print(f"  {who:26} {count / seconds:8.1f} reports a second {processor / count * 1000:8.1f} processor seconds a thousand{more}",
          flush=True)


if __name__ == "__main__":
    main()
