#!/usr/bin/env python3
"""What Dateline takes for a report beside other tools, on the same texts and the same machine in one run.

    PYTHON bench/peers.py CORPUS.jsonl [--reports N] [--rounds R] [--python PEERS] [--readme]

PYTHON has the wheel installed. PEERS is a Python that has the peers: spaCy and trafilatura, as bench/requirements.txt pins
them, and transformers with PyTorch. Those that it lacks are left out, and named. CORPUS.jsonl holds reports with `text`.

All run on one thread, and are timed by the processor, since machines are never idle: the best of R rounds, after a first round
that counts for nothing. spaCy's blank English pipeline has a tok2vec and a tagger, the transformer the size of DistilBERT
(6 layers, 768 wide), both with random weights: trained ones do the same work. trafilatura cleans pages made of the texts, with
a menu and a footer; so does Dateline in that row. `--readme` prints the table that stands in README.md.
"""
import argparse
import html
import json
import os
import subprocess
import sys
import tempfile
import time

ONE = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")}

TIMED = """
import json, sys, time
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
def best(work, items):
    work(items[:3])
    least = 1e9
    for _ in range(int(sys.argv[2])):
        begun = time.process_time()
        work(items)
        least = min(least, time.process_time() - begun)
    print(least / len(items))
"""

SPACY = TIMED + """
import spacy
nlp = spacy.blank("en")
tagger = nlp.add_pipe("tok2vec") and nlp.add_pipe("tagger", config={
    "model": {"@architectures": "spacy.Tagger.v2",
              "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}}})
for label in ("NOUN", "VERB", "ADJ", "ADP", "PROPN", "NUM", "DET", "ADV", "PRON", "PUNCT"):
    tagger.add_label(label)
nlp.initialize()
best(lambda texts: list(nlp.pipe(texts)), texts)
"""

TRANSFORMER = TIMED + """
import torch, transformers
torch.set_num_threads(1)
model = transformers.DistilBertModel(transformers.DistilBertConfig()).eval()
def read(texts):
    for text in texts:
        # Four pieces for three words, in windows of 512, as its own splitting into pieces would come to.
        pieces = max(4 * len(text.split()) // 3, 1)
        for start in range(0, pieces, 512):
            with torch.inference_mode():
                model(torch.randint(0, 30000, (1, min(512, pieces - start))))
# A tenth of the texts are enough: it is slow.
best(read, texts[:max(len(texts) // 10, 5)])
"""

TRAFILATURA = TIMED + """
import trafilatura
best(lambda pages: [trafilatura.extract(page) for page in pages], texts)
"""

MENU = "<header><nav><ul>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(30)) + "</ul></nav></header>"
FOOTER = "<aside><h3>Read next</h3>" + "".join(f"<p><a href=/n{n}>Another story {n}</a></p>" for n in range(10)) + "</aside><footer>Terms, privacy</footer>"


def page(text):
    """A page of a text."""
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
    return f"<html><head><title>A report</title></head><body>{MENU}<main><article>{lines}</article></main>{FOOTER}</body></html>"


def ours(items, rounds, **how):
    """Processor seconds an item, of coding on one thread."""
    import dateline

    dateline.code(items[:3], jobs=1, **how)
    least = 1e9
    for _ in range(rounds):
        begun = time.process_time()
        dateline.code(items, jobs=1, **how)
        least = min(least, time.process_time() - begun)
    return least / len(items)


def theirs(python, script, path, rounds):
    """The same of a peer; None where it is not there."""
    done = subprocess.run([python, "-c", script, path, str(rounds)], capture_output=True, text=True, env=os.environ | ONE)
    if done.returncode:
        print("left out:", (done.stderr.strip().splitlines() or ["it failed"])[-1], file=sys.stderr)
        return None
    return float(done.stdout.split()[-1])


def lines(folder, name, texts):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in texts)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--readme", action="store_true")
    args = parser.parse_args()
    with open(args.corpus, encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file if line.strip()]
    texts = (texts * (args.reports // len(texts) + 1))[: args.reports]
    pages = [page(text) for text in texts]
    rules = ours(texts, args.rounds)
    rows = [("Dateline, `rules`: coded", rules), ("Dateline, `fast`: coded", ours(texts, args.rounds, reader="fast"))]
    # What cleaning takes is what pages take more than their texts.
    whole = ours([text.encode() for text in pages], args.rounds)
    rows.append(("Dateline, `rules`: pages cleaned and coded", whole))
    with tempfile.TemporaryDirectory() as folder:
        plain, marked = lines(folder, "texts.jsonl", texts), lines(folder, "pages.jsonl", pages)
        rows.append(("spaCy, blank tok2vec and tagger: tagged", theirs(args.python, SPACY, plain, args.rounds)))
        rows.append(("a transformer of DistilBERT's size: read once", theirs(args.python, TRANSFORMER, plain, args.rounds)))
        rows.append(("trafilatura: pages cleaned", theirs(args.python, TRAFILATURA, marked, args.rounds)))
    rows = [(name, seconds) for name, seconds in rows if seconds is not None]
    words = sum(len(text.split()) for text in texts) / len(texts)
    if args.readme:
        print("| one thread, processor time | ms a report | of Dateline's `rules` |\n|---|---|---|")
        for name, seconds in rows:
            print(f"| {name} | {seconds * 1000:.1f} | {seconds / rules:.1f} |")
        return
    print(f"{len(texts)} reports of {words:.0f} words, load {os.getloadavg()[0]:.1f}")
    for name, seconds in rows:
        print(f"{name:48} {seconds * 1000:8.2f} ms a report, {seconds / rules:6.1f} times `rules`")


if __name__ == "__main__":
    main()
