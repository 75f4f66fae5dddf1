"""The lessons: coded reports as `cargo xtask weigh --dump` writes them."""

import bisect
import json
import random

import torch

from heads import MARKED

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
        self.mark()

    def mark(self):
        """Lists the acts that decisions are about: `marks` rows of (stretch, its first piece, clause, act),
        and `marked` by name: for each example the index of its act, and the slots that lie in its stretch."""
        starts = [0]
        for stretch in self.stretches:
            starts.append(starts[-1] + len(stretch))
        known, self.marks, self.marked = {}, [], {}
        for name in MARKED & self.decisions.keys():
            which, inside = [], []
            for slots in self.decisions[name][0].tolist():
                clause, act = slots[0], slots[1]
                k = bisect.bisect_right(starts, act[0]) - 1
                if act[1] <= act[0] or k >= len(self.stretches):
                    which.append(-1)
                    inside.append([False] * len(slots))
                    continue
                key = (k, *clause, *act)
                if key not in known:
                    known[key] = len(self.marks)
                    self.marks.append((k, starts[k], tuple(clause), tuple(act)))
                which.append(known[key])
                inside.append([starts[k] <= a and b <= starts[k + 1] and b > a for a, b in slots])
            self.marked[name] = (torch.tensor(which), torch.tensor(inside))


    def ranges(self, name, start, regions):
        """Where the slots of the examples of `name` stand among the vectors of a batch in which this report's
        begin at `start`, and the stretches read again at `regions`, one an act."""
        ranges = self.decisions[name][0]
        if name not in self.marked or not self.marks:
            return ranges + start
        which, inside = self.marked[name]
        shift = torch.tensor([at - first for at, (_, first, _, _) in zip(regions, self.marks)])[which.clamp(min=0)]
        shift = torch.where(inside, shift[:, None], start)
        return ranges + shift[..., None]


def regions(batch, at):
    """For each report, where the vectors of each of its marked stretches begin, the first at `at`."""
    out = []
    for lesson in batch:
        here = []
        for k, *_ in lesson.marks:
            here.append(at)
            at += len(lesson.stretches[k])
        out.append(here)
    return out


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
