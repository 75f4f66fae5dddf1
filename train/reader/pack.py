"""Writes the fast reader as the program reads it: python pack.py cnn.pt --network cnn.bin --heads heads_cnn.bin

Weights are 8-bit steps, one scale a row; arithmetic is in 32-bit floats."""

import argparse
import json
import struct

import torch

from cnn import AROUND, REACH, Reader
from export import SENTENCES, heads, layer, steps


def floats(t):
    return t.detach().float().numpy().astype("<f4").tobytes()


def row(block):
    """The weights of a convolution, for each output those of the piece before, the piece, the piece after."""
    return block.mix.weight.detach().permute(0, 2, 1).flatten(1)


def network(cnn, path):
    words, scales = steps(cnn.words.weight.detach().numpy(), 0)
    out = [b"DLC1", struct.pack("<II", words.shape[1], words.shape[0]), scales.astype("<f4").tobytes(), words.tobytes()]
    out += [floats(cnn.norm.weight), floats(cnn.norm.bias), struct.pack("<I", len(cnn.blocks))]
    for reach, block in zip(REACH, cnn.blocks):
        out += [struct.pack("<I", reach), layer(row(block).numpy(), block.mix.bias.detach().numpy())]
        out += [floats(block.norm.weight), floats(block.norm.bias)]
    out += [struct.pack("<I", AROUND), layer(cnn.around.weight.detach().numpy(), cnn.around.bias.detach().numpy())]
    with open(path, "wb") as f:
        f.write(b"".join(out))


@torch.no_grad()
def rounded(cnn):
    """The same network with the weights that are written."""
    near = lambda w: torch.from_numpy((lambda s: s[0].astype("float32") * s[1])(steps(w.numpy(), 0)))
    cnn.words.weight.copy_(near(cnn.words.weight))
    cnn.around.weight.copy_(near(cnn.around.weight))
    for block in cnn.blocks:
        width = block.mix.weight.shape[1]
        block.mix.weight.copy_(near(row(block)).view(-1, 3, width).permute(0, 2, 1))
    return cnn


@torch.no_grad()
def parity(cnn, vocabulary, path):
    """What PyTorch makes of a few sentences with the same 8-bit weights: the first numbers of each vector."""
    ids = {piece: i for i, piece in enumerate(open(vocabulary, encoding="utf-8").read().split("\n"))}
    rows = []
    for sentence in SENTENCES:
        pieces = torch.tensor([[ids[w] for w in sentence.split()]])
        vectors = cnn(pieces, torch.tensor([pieces.shape[1]]))[0, :, :8]
        rows.append({"text": sentence, "vectors": [[round(float(x), 5) for x in v] for v in vectors]})
    with open(path, "w") as f:
        json.dump(rows, f, indent=None, separators=(",", ":"))
        f.write("\n")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("reader")
    p.add_argument("--network", required=True)
    p.add_argument("--heads", required=True)
    p.add_argument("--leave-out", default="", help="heads that stay with the rules, comma between")
    p.add_argument("--vocabulary", default="../../crates/read/weights/vocab.txt")
    p.add_argument("--parity", help="file for what PyTorch makes of a few sentences, for the test")
    args = p.parse_args()
    saved = torch.load(args.reader, map_location="cpu")
    reader = Reader(saved["classes"], saved["names"])
    reader.load_state_dict(saved["state"])
    reader.eval()
    network(reader.encoder, args.network)
    heads(reader, args.heads, set(filter(None, args.leave_out.split(","))), marked=())
    if args.parity:
        parity(rounded(reader.encoder), args.vocabulary, args.parity)


if __name__ == "__main__":
    main()
