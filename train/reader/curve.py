"""What the encoder reaches by how many reports it learns from: python curve.py LESSONS.jsonl --base model.safetensors

Runs learn.py on a quarter, half, three quarters and all of the training reports and prints, as a table, the average
precision of some decisions on the reports that are kept apart, after the last epoch. On one core it takes two and a half
times as long as one training with as many epochs."""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SHARES = (0.25, 0.5, 0.75, 1.0)
CHECK = re.compile(r"^\s+(\w+)\s+loss .* precision ([\d.]+) -> ([\d.]+)", re.MULTILINE)


def reports(lessons):
    """How many reports of LESSONS are trained on."""
    with open(lessons) as file:
        next(file)
        return sum(json.loads(line)["part"] == "train" for line in file)


def learnt(args, share, out):
    """Average precision of each decision after training on a share of the reports, and that of the rules alone."""
    learn = pathlib.Path(__file__).with_name("learn.py")
    command = [sys.executable, learn, args.lessons, "--base", args.base, "--out", out, "--share", str(share),
               "--epochs", str(args.epochs), "--threads", str(args.threads)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return {name: (rules, reader) for name, rules, reader in CHECK.findall(done.stdout)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lessons")
    parser.add_argument("--base", required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--decisions", default="events,sides")
    args = parser.parse_args()
    names = args.decisions.split(",")
    count = reports(args.lessons)
    print(f"| reports | {' | '.join(names)} |\n|---|{'---|' * len(names)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for share in SHARES:
            found = learnt(args, share, f"{folder}/reader.pt")
            print(f"| {round(count * share)} | {' | '.join(found[name][1] for name in names)} |", flush=True)
    print(f"| the rules alone | {' | '.join(found[name][0] for name in names)} |")


if __name__ == "__main__":
    main()
