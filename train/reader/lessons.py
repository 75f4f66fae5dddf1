"""The lessons: coded reports as `cargo xtask weigh --dump` writes them."""

import json
import random

import torch

OPENS, CLOSES = 101, 102  # [CLS] and [SEP] in MiniLM's vocabulary
MOST = 1000  # pieces of one report that are trained on: the rest of a long one tells little that is new


class Lesson:
    """One report: its stretches of pieces, and its decisions as tensors by name."""

    def __init__(self, row):
        self.id, self.part = row["id"], row["part"]
        self.stretches, self.size = [], 0
        for stretch in row["stretches"]:
            if self.part == "train" and self.size + len(stretch) > MOST:
                break
            self.stretches.append(stretch)
            self.size += len(stretch)
        self.decisions = {}
        for name, examples in row["decisions"].items():
            examples = [e for e in examples if all(end <= self.size for _, end in e[0])]
            if not examples:
                continue
            ranges, rules, labels, weights, lists = zip(*examples)
            self.decisions[name] = (
                torch.tensor(ranges, dtype=torch.long),
                torch.tensor(rules, dtype=torch.float32),
                torch.tensor(labels, dtype=torch.float32),
                torch.tensor(weights, dtype=torch.float32),
                torch.tensor(lists, dtype=torch.long),
            )


def read(path):
    with open(path) as f:
        classes = json.loads(next(f))["classes"]
        return classes, [Lesson(json.loads(line)) for line in f]


def pad(stretches):
    """Ids [stretches, longest] with their marks, and the length of each row."""
    lengths = torch.tensor([len(s) + 2 for s in stretches])
    ids = torch.zeros(len(stretches), int(lengths.max()), dtype=torch.long)
    for i, s in enumerate(stretches):
        ids[i, : len(s) + 2] = torch.tensor([OPENS, *s, CLOSES])
    return ids, lengths


def batches(lessons, size, seed):
    """Lessons in batches of at most `size` pieces, shuffled by `seed`."""
    order = list(lessons)
    random.Random(seed).shuffle(order)
    batch, held = [], 0
    for lesson in order:
        if batch and held + lesson.size > size:
            yield batch
            batch, held = [], 0
        batch.append(lesson)
        held += lesson.size
    if batch:
        yield batch
