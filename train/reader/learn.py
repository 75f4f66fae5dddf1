"""Trains the reader: python learn.py LESSONS.jsonl --base model.safetensors --out reader.pt

Everything that is drawn by chance is drawn from --seed. Uses a GPU where there is one."""

import argparse
import math
import time

import torch
import torch.nn.functional as F
from torch import nn

import lessons
from encoder import Encoder
from heads import CHOICES, COUNTS, SLOTS, Head


MASK = 103  # [MASK] in MiniLM's vocabulary
HIDDEN_PIECES = 0.05


class Reader(nn.Module):
    """The encoder and a head for each decision."""

    def __init__(self, classes):
        super().__init__()
        self.encoder = Encoder()
        self.heads = nn.ModuleDict({name: Head(name, len(classes[name])) for name in SLOTS if name in classes})

    def vectors(self, batch, device):
        """The vectors of all pieces of the batch [pieces, 384], one report after another; then those of the
        stretches read again, one for each act that is marked."""
        stretches = [s for lesson in batch for s in lesson.stretches]
        lowers, parts = [None] * len(stretches), [None] * len(stretches)
        for group in groups(stretches):
            ids, lengths = lessons.pad([self.dropped(stretches[i]) for i in group])
            lengths = lengths.to(device)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                lower = self.encoder.lower(ids.to(device), lengths)
                upper = self.encoder.upper(lower, lengths)
            for i, low, row in zip(group, lower, upper.float()):
                lowers[i], parts[i] = low, row[1 : len(stretches[i]) + 1]
        return torch.cat(parts + self.again(batch, stretches, lowers, device))

    def dropped(self, stretch):
        """In training a piece in twenty is hidden, so that no name is learnt by heart."""
        if not self.training:
            return stretch
        hidden = torch.rand(len(stretch)) < HIDDEN_PIECES
        return [MASK if h else piece for piece, h in zip(stretch, hidden.tolist())]

    def again(self, batch, stretches, lowers, device):
        """The stretch of each act, read by the upper layers with the act marked, in the order of `marks`."""
        rows, base = [], 0
        for lesson in batch:
            rows += [(base + k, start, clause, act) for k, start, clause, act in lesson.marks]
            base += len(lesson.stretches)
        out = [None] * len(rows)
        for group in groups([stretches[r[0]] for r in rows]):
            lengths = torch.tensor([len(stretches[rows[i][0]]) + 2 for i in group])
            marks = torch.zeros(len(group), int(lengths.max()), dtype=torch.long)
            low = []
            for g, i in enumerate(group):
                k, start, clause, act = rows[i]
                for mark, (a, b) in ((1, clause), (2, act)):
                    marks[g, max(a - start, 0) + 1 : max(min(b - start, len(stretches[k])), 0) + 1] = mark
                row = lowers[k][: int(lengths[g])]
                low.append(F.pad(row, (0, 0, 0, int(lengths.max()) - len(row))))
            with torch.autocast(device.type, dtype=torch.bfloat16):
                upper = self.encoder.upper(torch.stack(low), lengths.to(device), marks.to(device)).float()
            for g, i in enumerate(group):
                out[i] = upper[g, 1 : len(stretches[rows[i][0]]) + 1]
        return out

    def decide(self, batch, device):
        """(name, log-odds, the rules' log-odds, labels, weights, lists) of every decision in the batch."""
        v = self.vectors(batch, device)
        sums = F.pad(v, (0, 0, 1, 0)).cumsum(0)
        starts = torch.tensor([0, *(lesson.size for lesson in batch)]).cumsum(0)
        regions = lessons.regions(batch, int(starts[-1]))
        for name, head in self.heads.items():
            rows = [(lesson, at, int(s)) for lesson, at, s in zip(batch, regions, starts) if name in lesson.decisions]
            if not rows:
                continue
            ranges = torch.cat([lesson.ranges(name, int(s), at) for lesson, at, s in rows]).to(device)
            rules, labels, weights = (torch.cat([r.decisions[name][i] for r, _, _ in rows]).to(device) for i in (1, 2, 3))
            a, b = ranges[..., 0], ranges[..., 1]
            means = (sums[b] - sums[a]) / (b - a).clamp(min=1)[..., None]
            lists = torch.cat([r.decisions[name][4] + 100_000 * i for i, (r, _, _) in enumerate(rows)]).to(device)
            yield name, head(means, rules), rules, labels, weights, lists


def groups(stretches, size=16):
    """Indices of stretches, those of like length together."""
    order = sorted(range(len(stretches)), key=lambda i: len(stretches[i]))
    return [order[k : k + size] for k in range(0, len(order), size)]


def scales(data, names):
    """For each decision, how many examples of it hold, a report."""
    count = {}
    for name in names:
        held = sum(float((l.decisions[name][2].sum(1) > 0).sum()) for l in data if name in l.decisions)
        count[name] = max(held / max(len(data), 1), 0.2)
    return count


def choice(odds, labels, lists):
    """Cross-entropy of choosing a right one of each list, or none where none is right."""
    _, index = lists.unique(return_inverse=True)
    count = int(index.max()) + 1
    total = lambda x: torch.zeros(count, device=x.device).index_add(0, index, x)
    weight = odds.squeeze(1).clamp(-15, 15).exp()
    right, every = total(weight * labels.squeeze(1)), total(weight) + 1
    right = torch.where(total(labels.squeeze(1)) > 0, right, torch.ones_like(right))
    return (every.log() - right.log()).sum()


def loss_of(reader, batch, device, scale):
    total = 0.0
    for name, odds, _, labels, weights, lists in reader.decide(batch, device):
        each = F.binary_cross_entropy_with_logits(odds, labels, reduction="none").sum(1)
        loss = (each * weights).sum()
        if name in CHOICES:
            loss = 0.5 * loss + choice(odds, labels, lists)
        if name == "events":  # the last class is whether there is any: which of the others is it?
            types, right = odds[:, :-1].log_softmax(1), labels[:, :-1]
            told = right.sum(1).clamp(min=1)
            loss = loss - ((types * right).sum(1) / told * weights).sum()
        total = total + COUNTS.get(name, 1.0) * loss / (scale[name] * len(batch))
    return total


@torch.no_grad()
def check(reader, data, device):
    """Mean loss and average precision of each decision, by the rules alone and by the reader."""
    reader.eval()
    kept = {}
    for batch in lessons.batches(data, 12000, 0):
        for name, odds, rules, labels, *_ in reader.decide(batch, device):
            kept.setdefault(name, []).append((odds, rules, labels))
    reader.train()
    for name, rows in kept.items():
        odds, rules, labels = (torch.cat([r[i] for r in rows]) for i in range(3))
        loss = lambda x: F.binary_cross_entropy_with_logits(x, labels, reduction="none").sum(1).mean().item()
        print(f"  {name:9} loss {loss(rules):.4f} -> {loss(odds):.4f}   "
              f"precision {average_precision(rules, labels):.4f} -> {average_precision(odds, labels):.4f}", flush=True)


def average_precision(odds, labels):
    order = odds.flatten().argsort(descending=True)
    hit = labels.flatten()[order]
    at = hit.cumsum(0) / torch.arange(1, len(hit) + 1, device=hit.device)
    return float((at * hit).sum() / hit.sum().clamp(min=1))


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("lessons")
    p.add_argument("--base", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--epochs", type=int, default=8)
    p.add_argument("--rate", type=float, default=1e-4)
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--pieces", type=int, default=1500, help="pieces a step")
    p.add_argument("--aside", type=int, default=2, help="epochs in which lessons from other sources are read too")
    p.add_argument("--frozen", type=int, default=2, help="lowest layers that stay as they were published")
    p.add_argument("--share", type=float, default=1.0, help="share of the training reports used")
    p.add_argument("--mean", type=float, default=0.99, help="how slowly the mean of the weights, which is kept, follows them")
    p.add_argument("--steps", type=int, default=0, help="stop after so many, to try things")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=0)
    args = p.parse_args()
    torch.manual_seed(args.seed)
    if args.threads:
        torch.set_num_threads(args.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    classes, data = lessons.read(args.lessons)
    train, aside, apart = ([l for l in data if l.part == part] for part in ("train", "aside", "apart"))
    train = train[: round(len(train) * args.share)]
    reader = Reader(classes)
    reader.encoder.load(args.base)
    reader.to(device).train()
    # The table of pieces stays as it is: a thousand reports show too few of its rows.
    for part in (reader.encoder.words, reader.encoder.positions, reader.encoder.norm):
        part.requires_grad_(False)
    reader.encoder.kind.requires_grad_(False)
    for frozen in reader.encoder.layers[: args.frozen]:
        frozen.requires_grad_(False)
    # What other sources teach comes first; the last epochs are for the reports coded by our own guide.
    taught = [train + aside if epoch < args.aside else train for epoch in range(args.epochs)]
    scale = scales(train, reader.heads) | scales(aside, reader.heads.keys() - {n for l in train for n in l.decisions})
    steps = sum(sum(1 for _ in lessons.batches(data, args.pieces, 0)) for data in taught)
    optimizer = torch.optim.AdamW(
        [{"params": [p for n, p in reader.encoder.named_parameters() if p.requires_grad and "marks" not in n], "lr": args.rate},
         {"params": [*reader.heads.parameters(), *reader.encoder.marks.parameters()], "lr": args.head_rate}],
        weight_decay=0.01)
    warm = max(steps // 10, 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm + 1))))
    started, done = time.time(), 0
    mean = torch.optim.swa_utils.AveragedModel(reader, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(args.mean))
    for epoch in range(args.epochs):
        sums = 0.0
        for batch in lessons.batches(taught[epoch], args.pieces, args.seed * 1000 + epoch):
            loss = loss_of(reader, batch, device, scale)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(reader)
            sums += float(loss.detach())
            done += 1
            if done % 50 == 0:
                print(f"step {done}/{steps} loss {float(loss.detach()):.2f} {time.time() - started:.0f} s", flush=True)
        print(f"epoch {epoch + 1} loss {sums / done * (epoch + 1):.3f} {time.time() - started:.0f} s", flush=True)
        if apart:
            check(reader, apart, device)
            check(mean.module, apart, device)
        torch.save({"classes": classes, "state": mean.module.state_dict()}, args.out)


if __name__ == "__main__":
    main()
