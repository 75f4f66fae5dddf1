"""Trains the fast reader, a small convolutional network: python cnn.py LESSONS.jsonl --told told.pt --out cnn.pt

It learns from the coders and from a trained encoder (`told.pt`, by teach.py): its log-odds, and its vectors. Everything
that is drawn by chance is drawn from --seed."""

import argparse
import time

import torch
import torch.nn.functional as F
from torch import nn

import lessons
from heads import CHOICES, COUNTS, SLOTS, Head
from learn import average_precision, choice, scales
from teach import PARTS, WIDTH

# How far apart the three pieces are that each block looks at.
REACH = (1, 2, 4, 1)
HIDDEN, PAIR = 48, 24


class Block(nn.Module):
    def __init__(self, reach, dropout):
        super().__init__()
        self.mix = nn.Conv1d(WIDTH, WIDTH, 3, padding=reach, dilation=reach)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.dropout = dropout

    def forward(self, x, mask):
        h = F.relu(self.mix(x.transpose(1, 2)).transpose(1, 2))
        return self.norm(x + F.dropout(h, self.dropout, self.training)) * mask


class Cnn(nn.Module):
    """Input: piece ids [batch, length] and the number of pieces of each row. Output: [batch, length, WIDTH]."""

    def __init__(self, dropout, hide):
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.blocks = nn.ModuleList(Block(reach, dropout) for reach in REACH)
        self.around = nn.Linear(WIDTH, WIDTH)
        nn.init.zeros_(self.around.weight)
        nn.init.zeros_(self.around.bias)
        self.dropout, self.hide = dropout, hide

    def forward(self, ids, lengths):
        mask = (torch.arange(ids.shape[1], device=ids.device)[None, :] < lengths[:, None]).float()[..., None]
        seen = mask
        if self.training:  # now and then a piece is hidden, so that what stands around it is used too
            seen = mask * (torch.rand_like(mask) >= self.hide)
        x = F.dropout(self.norm(self.words(ids)), self.dropout, self.training) * seen
        for k, block in enumerate(self.blocks):
            if k == AROUND:  # what the whole stretch is about
                x = (x + self.around(x.sum(1, keepdim=True) / lengths[:, None, None])) * mask
            x = block(x, mask)
        return x


AROUND = 2


class Reader(nn.Module):
    """The network and a head for each decision."""

    def __init__(self, classes, names, dropout=0.1, hide=0.0):
        super().__init__()
        self.encoder = Cnn(dropout, hide)
        self.heads = nn.ModuleDict({
            name: Head(name, len(classes[name]), dropout, WIDTH, HIDDEN, PAIR) for name in names})
        self.like = nn.Linear(WIDTH, WIDTH)  # to the teacher's vectors; used in training alone

    def vectors(self, batch):
        """The vectors of all pieces of the batch [pieces, WIDTH], one report after another."""
        stretches = [s for lesson in batch for s in lesson.stretches]
        lengths = torch.tensor([len(s) for s in stretches])
        ids = torch.zeros(len(stretches), int(lengths.max()), dtype=torch.long)
        for i, s in enumerate(stretches):
            ids[i, : len(s)] = torch.tensor(s)
        out = self.encoder(ids, lengths)
        return torch.cat([row[:n] for row, n in zip(out, lengths.tolist())])

    def decide(self, batch, v):
        """(name, log-odds, the rules', the teacher's, labels, weights, lists) of every decision."""
        sums = F.pad(v, (0, 0, 1, 0)).cumsum(0)
        starts = torch.tensor([0, *(lesson.size for lesson in batch)]).cumsum(0)
        for name, head in self.heads.items():
            rows = [(i, l.decisions[name], l.says(name)) for i, l in enumerate(batch) if name in l.decisions]
            if not rows:
                continue
            ranges = torch.cat([d[0] + starts[i] for i, d, _ in rows])
            rules, labels, weights = (torch.cat([d[k] for _, d, _ in rows]) for k in (1, 2, 3))
            a, b = ranges[..., 0], ranges[..., 1]
            means = (sums[b] - sums[a]) / (b - a).clamp(min=1)[..., None]
            lists = torch.cat([d[4] + 100_000 * i for i, d, _ in rows])
            yield name, head(means, rules), rules, torch.cat([t for *_, t in rows]), labels, weights, lists


def gold_loss(name, odds, labels, weights, lists, share):
    """As in learn.py."""
    each = F.binary_cross_entropy_with_logits(odds, labels, reduction="none").sum(1)
    loss = (each * weights).sum()
    if name in CHOICES:
        loss = 0.5 * loss + share * choice(odds, labels, lists)
    if name == "events":
        types, right = odds[:, :-1].log_softmax(1), labels[:, :-1]
        loss = loss - ((types * right).sum(1) / right.sum(1).clamp(min=1) * weights).sum()
    return loss


def told_loss(name, odds, told, weights, square):
    """How far the log-odds are from the teacher's."""
    each = F.binary_cross_entropy_with_logits(odds, told.sigmoid(), reduction="none")
    each = each + square * (odds.clamp(-6, 6) - told.clamp(-6, 6)) ** 2
    loss = (each.sum(1) * weights).sum()
    if name == "events":
        loss = loss - ((odds[:, :-1].log_softmax(1) * told[:, :-1].softmax(1)).sum(1) * weights).sum()
    return loss


def loss_of(reader, batch, scale, args):
    v = reader.vectors(batch)
    seen = torch.cat([l.seen for l in batch]).float()
    known = seen.isfinite()
    total = args.like * ((reader.like(v) - seen)[known] ** 2).sum() / seen.numel()
    for name, odds, _, told, labels, weights, lists in reader.decide(batch, v):
        soft = args.soft * told[:, 0].isfinite()
        loss = gold_loss(name, odds, labels, weights * (1 - soft), lists, 1 - args.soft)
        loss = loss + told_loss(name, odds, told.nan_to_num(), weights * soft, args.square)
        total = total + COUNTS.get(name, 1.0) * loss / (scale[name] * len(batch))
    return total


@torch.no_grad()
def check(reader, data):
    """Mean loss and average precision of each decision: by the rules, by the teacher, by the reader."""
    reader.eval()
    kept = {}
    for batch in lessons.batches(data, 12000, 0):
        for name, odds, rules, told, labels, *_ in reader.decide(batch, reader.vectors(batch)):
            kept.setdefault(name, []).append((odds, rules, told, labels))
    reader.train()
    for name, rows in kept.items():
        odds, rules, told, labels = (torch.cat([r[i] for r in rows]) for i in range(4))
        loss = lambda x: F.binary_cross_entropy_with_logits(x, labels, reduction="none").sum(1).mean().item()
        print(f"  {name:9}" + "".join(f"  {of} {loss(x):.3f} {average_precision(x, labels):.4f}" for of, x in
              (("rules", rules), ("teacher", told), ("fast", odds))), flush=True)


def read(path, told):
    """The lessons with what the teacher makes of them, and its table of words."""
    classes, data = lessons.read(path)
    data = [lesson for lesson in data if lesson.part in PARTS]
    told = torch.load(told, map_location="cpu")
    known = dict(zip(told["ids"], zip(told["odds"], told["vectors"])))
    for lesson in data:
        nothing = ({}, torch.full((lesson.size, WIDTH), float("nan")))
        lesson.told, lesson.seen = known.get(lesson.id, nothing)
        lesson.says = lambda name, l=lesson: l.told.get(name, torch.full_like(l.decisions[name][2], float("nan")))
    return classes, data, told["words"]


def groups(reader):
    """The table of words and the gains and biases are not pulled towards zero."""
    free = [p for n, p in reader.named_parameters() if p.dim() == 1 or "words" in n]
    rest = [p for n, p in reader.named_parameters() if p.dim() > 1 and "words" not in n]
    return [{"params": rest, "weight_decay": 0.02}, {"params": free, "weight_decay": 0.0}]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("lessons")
    p.add_argument("--told", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--begin", help="a saved reader to go on from")
    p.add_argument("--epochs", type=int, default=15)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--pieces", type=int, default=3000, help="pieces a step")
    p.add_argument("--soft", type=float, default=0.5, help="share of the loss that the teacher's log-odds have")
    p.add_argument("--square", type=float, default=0.05, help="weight of their squared distance")
    p.add_argument("--like", type=float, default=10.0, help="weight of the distance to the teacher's vectors")
    p.add_argument("--dropout", type=float, default=0.15)
    p.add_argument("--hide", type=float, default=0.1, help="share of pieces hidden")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    args = p.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    classes, data, words = read(args.lessons, args.told)
    train, apart = [l for l in data if l.part != "apart"], [l for l in data if l.part == "apart"]
    names = [name for name in SLOTS if any(name in lesson.told for lesson in train)]
    reader = Reader(classes, names, args.dropout, args.hide).train()
    reader.encoder.words.weight.data.copy_(words)
    if args.begin:
        reader.load_state_dict(torch.load(args.begin, map_location="cpu")["state"])
    scale = scales(train, names)
    steps = args.epochs * sum(1 for _ in lessons.batches(train, args.pieces, 0))
    optimizer = torch.optim.AdamW(groups(reader), lr=args.rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, args.rate, total_steps=steps + args.epochs, pct_start=0.1)
    started = time.time()
    for epoch in range(args.epochs):
        sums = done = 0
        for batch in lessons.batches(train, args.pieces, args.seed * 1000 + epoch):
            loss = loss_of(reader, batch, scale, args)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            sums, done = sums + float(loss.detach()), done + 1
        print(f"epoch {epoch + 1} loss {sums / done:.3f} {time.time() - started:.0f} s", flush=True)
        if apart and (epoch % 3 == 2 or epoch + 1 == args.epochs):
            check(reader, apart)
    torch.save({"classes": classes, "names": names, "state": reader.state_dict()}, args.out)


if __name__ == "__main__":
    main()
