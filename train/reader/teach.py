"""What a trained reader makes of lessons, for a smaller one to learn from:

    python teach.py LESSONS.jsonl reader.pt --out told.pt

For each report: the log-odds of each decision, and its pieces' vectors brought down to WIDTH numbers, the directions
in which they differ most. Keeps the word table brought down the same way."""

import argparse

import torch

import lessons
from learn import Reader

WIDTH = 96
# Lessons of our own kind; those from other sources hold too few decisions each.
PARTS = ("train", "apart", "primer")


def directions(rows, width):
    """Mean and the `width` directions in which rows differ most, scaled to unit spread on the whole."""
    mean = rows.mean(0)
    _, _, across = torch.linalg.svd(torch.cov((rows - mean).T))
    spread = ((rows - mean) @ across[:width].T).std()
    return mean, across[:width].T / spread


@torch.no_grad()
def tell(reader, data, device):
    """For each lesson its odds by decision, and all vectors as the reader has them, in 16 bits."""
    odds, vectors, read = [], [], reader.vectors

    def reading(batch, device):
        made = read(batch, device)
        vectors.append(made[: batch[0].size].half().cpu())
        return made

    reader.vectors = reading
    for k, lesson in enumerate(data):
        odds.append({name: row.float().cpu() for name, row, *_ in reader.decide([lesson], device)})
        if k % 100 == 0:
            print(f"{k} of {len(data)} reports", flush=True)
    return odds, vectors


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("lessons")
    p.add_argument("reader")
    p.add_argument("--out", required=True)
    p.add_argument("--threads", type=int, default=1)
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    classes, data = lessons.read(args.lessons)
    data = [lesson for lesson in data if lesson.part in PARTS[:2]]
    saved = torch.load(args.reader, map_location="cpu")
    if saved["classes"] != classes:
        raise SystemExit(f"{args.reader} decides between other classes than {args.lessons} tells of")
    reader = Reader(classes)
    reader.load_state_dict(saved["state"])
    reader.to(device).eval()
    odds, vectors = tell(reader, data, device)
    mean, across = directions(torch.cat(vectors[::4]).float(), WIDTH)
    words = reader.encoder.words.weight.detach().float().cpu()
    middle, table = directions(words, WIDTH)
    torch.save({
        "ids": [lesson.id for lesson in data],
        "odds": odds,
        "vectors": [((v.float() - mean) @ across).half() for v in vectors],
        "words": (words - middle) @ table,
    }, args.out)


if __name__ == "__main__":
    main()
