#!/usr/bin/env python3
"""Learn which blocks of a page are its story, and write crates/page/src/html/forest.rs's table.

    learn.py SETS FIGURES PEERS [--write TABLE]

SETS holds trafilatura.jsonl.gz and readability.jsonl.gz; FIGURES is what
`cargo run --release -p dateline-page --example pages -- SETS/html.tar.gz --figures` printed; PEERS is the
file that bench/pages.py --peers keeps: trafilatura's texts are weak teachers for the blocks that nobody labelled.
Prints the cross-validated figures (five folds, no site in two of them). What it writes has learned from four folds;
bench/pages.py scores the fifth apart.
"""
import argparse
import gzip
import json
import pathlib
import re
from collections import Counter

import lightgbm
import numpy

from sites import FOLDS, HELD_OUT, fold

def squeeze(text):
    return " ".join((text or "").split())


def bare(text):
    """Letters and digits alone: marks and spaces between inline elements differ from tool to tool."""
    return re.sub(r"\W+", "", text or "")


def load(given):
    rows = {name: [json.loads(line) for line in gzip.open(given.sets / f"{name}.jsonl.gz", "rt")] for name in ("trafilatura", "readability", "htmldate")}
    folds = {}
    for name in rows:
        for row in rows[name]:
            folds.setdefault(row["html_file"], fold(row))
    pages = {}
    with open(given.figures) as lines:
        for line in lines:
            page = json.loads(line)
            if page["id"] in folds and page["blocks"]:
                pages[page["id"]] = ([squeeze(b[0]) for b in page["blocks"]], numpy.array([b[1] for b in page["blocks"]], numpy.float32))
    return rows, folds, pages


def labels(rows, pages, peers):
    """page -> (label, weight) of each block."""
    out = {key: (numpy.zeros(len(words)), numpy.zeros(len(words))) for key, (words, _) in pages.items()}
    flat = {name: {key: bare(text) for key, text in texts.items() if text} for name, texts in peers.items()}
    for key, (words, _) in pages.items():
        label, weight = out[key]
        for at, block in enumerate(words):
            votes = [bare(block) in texts[key] for texts in flat.values() if key in texts]
            if votes and len(block) > 12:
                share = sum(votes) / len(votes)
                if share in (0.0, 1.0):
                    label[at], weight[at] = share, 0.15 * min(1.0, len(block) / 100 + 0.2)
    for row in rows["readability"]:
        if row["html_file"] in pages:
            words, _ = pages[row["html_file"]]
            label, weight = out[row["html_file"]]
            gold = bare(row["text"])
            for at, block in enumerate(words):
                label[at], weight[at] = float(bare(block) in gold), 0.4 * min(1.0, len(block) / 100 + 0.1)
    for row in rows["trafilatura"]:
        if row["html_file"] not in pages:
            continue
        words, _ = pages[row["html_file"]]
        label, weight = out[row["html_file"]]
        for value, segments in ((0.0, row["without"]), (1.0, row["with"])):
            for segment in segments:
                hits = [at for at, block in enumerate(words) if squeeze(segment) in block]
                for at in hits:
                    label[at], weight[at] = value, (3.0 if value == 0.0 else 3.0 / len(hits))
    return out


def fit(pages, marks, keep):
    figures = numpy.concatenate([pages[key][1] for key in keep])
    label = numpy.concatenate([marks[key][0] for key in keep])
    weight = numpy.concatenate([marks[key][1] for key in keep])
    used = weight > 0
    data = lightgbm.Dataset(figures[used], label[used], weight=weight[used])
    return lightgbm.train(PARAMETERS, data, num_boost_round=ROUNDS)


ROUNDS = 150
PARAMETERS = {
    "objective": "binary", "learning_rate": 0.07, "num_leaves": 20, "min_data_in_leaf": 40, "feature_fraction": 0.4,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "verbosity": -1, "num_threads": 1, "seed": 7,
    "deterministic": True, "max_bin": 127,
}


def write(model, path):
    """The forest as text: a tree a paragraph, a node a line, the root first. `figure bar yes no` asks
    whether a figure is at most the bar and names the lines to go on at; `= value` is a leaf."""
    lines = ["# Learned by train/page/learn.py from the page lists of trafilatura and Readability (Apache-2.0); MIT OR Apache-2.0."]
    for tree in model.dump_model()["tree_info"]:
        nodes = []

        def add(node):
            at = len(nodes)
            nodes.append("")
            if "leaf_value" in node:
                nodes[at] = f"= {node['leaf_value']:.4f}"
            else:
                yes, no = add(node["left_child"]), add(node["right_child"])
                nodes[at] = f"{node['split_feature']} {numpy.float32(node['threshold']):.6g} {yes} {no}"
            return at

        add(tree["tree_structure"])
        lines += ["", *nodes]
    path.write_text("\n".join(lines) + "\n")


def score(rows, texts):
    hit = miss = false = 0
    for row in rows["trafilatura"]:
        text = texts.get(row["html_file"], "")
        hit += sum(squeeze(s) in text for s in row["with"])
        miss += sum(squeeze(s) not in text for s in row["with"])
        false += sum(squeeze(s) in text for s in row["without"])
    p, r = hit / max(1, hit + false), hit / max(1, hit + miss)
    f1s = []
    for row in rows["readability"]:
        gold = Counter(re.findall(r"\w+", row["text"].lower()))
        ours = Counter(re.findall(r"\w+", texts.get(row["html_file"], "").lower()))
        both = sum((gold & ours).values())
        f1s.append(2 * both / max(1, sum(gold.values()) + sum(ours.values())))
    return f"segments P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.4f}; words F1 {sum(f1s) / len(f1s):.4f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sets", type=pathlib.Path)
    parser.add_argument("figures", type=pathlib.Path)
    parser.add_argument("peers", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    given = parser.parse_args()
    rows, folds, pages = load(given)
    peers = {name: peer["out"] for name, peer in json.loads(given.peers.read_text()).items() if "trafilatura" in name}
    marks = labels(rows, pages, peers)
    held = {}
    for part in range(FOLDS):
        model = fit(pages, marks, [key for key in pages if folds[key] != part])
        held.update({key: model.predict(pages[key][1]) for key in pages if folds[key] == part})
    for bar in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        texts = {key: "\n\n".join(w for w, p in zip(pages[key][0], held[key]) if p > bar) for key in pages}
        print(f"bar {bar}: {score(rows, texts)}")
    model = fit(pages, marks, [key for key in pages if folds[key] != HELD_OUT])
    gain = model.feature_importance("gain")
    print("figures by gain:", [(int(i), int(gain[i])) for i in numpy.argsort(-gain)[:40]])
    if given.write:
        write(model, given.write)


if __name__ == "__main__":
    main()
