"""Draws attributions from PolNeAR: python polnear.py POLNEAR.jsonl.gz > ATTRIBUTIONS.jsonl

One line an article: its text, and for some of its attributions where the speaker and what is said stand, in
bytes. Those whose speaker is a pronoun are left out: whom it stands for is named elsewhere."""

import argparse
import gzip
import json
import random

PRONOUNS = {"he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "this", "these", "those",
            "one", "some", "many", "others", "him", "her", "them", "us", "me", "his", "their", "its", "my", "our"}


def spoken(row):
    """(speaker, content) in characters for each attribution that has one of each in one piece."""
    for annotation in row["annotators"][:1] if "annotators" in row else row["events"][:1]:
        for a in annotation["attributions"]:
            source, content = (a.get(k) or [] for k in ("source", "content"))
            if len(source) == 1 and len(content) >= 1 and len(source[0]["spans"]) == 1:
                yield source[0]["spans"][0], content[0]["spans"][0]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("articles")
    p.add_argument("--each", type=int, default=3, help="most attributions of one article")
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    chance = random.Random(args.seed)
    for line in gzip.open(args.articles, "rt"):
        row = json.loads(line)
        if row["split"] != "train":
            continue
        text = row["text"]
        held = [(s, c) for s, c in spoken(row) if text[slice(*s)].lower() not in PRONOUNS and s[1] - s[0] <= 80]
        byte = lambda at: len(text[:at].encode())
        drawn = sorted(chance.sample(held, min(args.each, len(held))))
        said = [{"speaker": list(map(byte, s)), "content": list(map(byte, c))} for s, c in drawn]
        if said:
            print(json.dumps({"id": "polnear-" + row["id"], "title": row["title"], "published": row["date"],
                              "text": text, "said": said}, ensure_ascii=False))


if __name__ == "__main__":
    main()
