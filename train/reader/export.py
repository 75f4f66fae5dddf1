"""Writes what the program reads: python export.py reader.pt --encoder encoder.onnx --heads heads.bin

The encoder becomes an ONNX graph, written out here node by node: inputs `ids` [batch, n] and `positions`
[n], `marks` [batch, n], outputs `lower` and `vectors` [batch, n, 384]; `lower` and `marks` are enough to
make `vectors`. Weights of matrices are 8-bit steps with one scale a column ('w8');
all arithmetic is in 32-bit floats.
"""

import argparse
import json
import struct

import numpy as np
import torch
from onnx import TensorProto, helper, numpy_helper, save

from encoder import ATTENTION_HEADS, LAYERS, LOWER, WIDTH, Encoder
from heads import MARKED
from learn import Reader

DEPTH = WIDTH // ATTENTION_HEADS


def steps(w, axis):
    """8-bit steps and scales of a matrix, one scale for each index of `axis`."""
    top = np.abs(w).max(axis=1 - axis, keepdims=True).clip(1e-8)
    scale = (top / 127).astype(np.float32)
    return np.round(w / scale).astype(np.int8), scale


class Graph:
    def __init__(self, state):
        self.state = {k: v.detach().float().numpy() for k, v in state.items()}
        self.nodes, self.tensors, self.count = [], [], 0

    def constant(self, value, name=None):
        name = name or f"c{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, op, *inputs, out=None, **attributes):
        self.count += 1
        out = out or f"v{self.count}"
        self.nodes.append(helper.make_node(op, list(inputs), [out], **attributes))
        return out

    def linear(self, x, at):
        w, scale = steps(self.state[f"{at}.weight"].T, 1)  # [in, out], one scale a column
        wide = self.node("DequantizeLinear", self.constant(w), self.constant(scale[0]), axis=1)
        return self.node("Add", self.node("MatMul", x, wide), self.constant(self.state[f"{at}.bias"]))

    def norm(self, x, at):
        return self.node("LayerNormalization", x, self.constant(self.state[f"{at}.weight"]),
                         self.constant(self.state[f"{at}.bias"]), axis=-1, epsilon=1e-12)

    def embed(self):
        w, scale = steps(self.state["words.weight"], 0)
        rows = self.node("Cast", self.node("Gather", self.constant(w), "ids", axis=0), to=TensorProto.FLOAT)
        x = self.node("Mul", rows, self.node("Gather", self.constant(scale), "ids", axis=0))
        places = self.state["positions.weight"] + self.state["kind"]
        return self.norm(self.node("Add", x, self.node("Gather", self.constant(places), "positions", axis=0)), "norm")

    def layer(self, x, at):
        split = self.constant(np.array([0, 0, ATTENTION_HEADS, DEPTH], dtype=np.int64))
        join = self.constant(np.array([0, 0, WIDTH], dtype=np.int64))
        part = lambda name, perm: self.node("Transpose", self.node("Reshape", self.linear(x, f"{at}.{name}"), split), perm=perm)
        q, k, v = part("query", [0, 2, 1, 3]), part("key", [0, 2, 3, 1]), part("value", [0, 2, 1, 3])
        scores = self.node("Mul", self.node("MatMul", q, k), self.constant(np.float32(DEPTH**-0.5)))
        seen = self.node("MatMul", self.node("Softmax", scores, axis=-1), v)
        seen = self.node("Reshape", self.node("Transpose", seen, perm=[0, 2, 1, 3]), join)
        x = self.norm(self.node("Add", x, self.linear(seen, f"{at}.mix")), f"{at}.norm_mix")
        up = self.node("Gelu", self.linear(x, f"{at}.up"))
        return self.norm(self.node("Add", x, self.linear(up, f"{at}.down")), f"{at}.norm_down")


def encoder(state, path):
    g = Graph(state)
    x = g.embed()
    for i in range(LOWER):
        x = g.layer(x, f"layers.{i}")
    x = g.node("Identity", x, out="lower")
    x = g.node("Add", x, g.node("Gather", g.constant(g.state["marks.weight"]), "marks", axis=0))
    for i in range(LOWER, LAYERS):
        x = g.layer(x, f"layers.{i}")
    g.node("Identity", x, out="vectors")
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT32, ["batch", "n"]),
              helper.make_tensor_value_info("positions", TensorProto.INT32, ["n"]),
              helper.make_tensor_value_info("marks", TensorProto.INT32, ["batch", "n"])]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "n", WIDTH])
               for name in ("lower", "vectors")]
    graph = helper.make_graph(g.nodes, "encoder", inputs, outputs, g.tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    save(model, path)


def layer(weight, bias):
    """Rows, columns, one scale a row, the weights in 8 bits, the bias."""
    w, scale = steps(weight, 0)
    return struct.pack("<II", *w.shape) + scale.astype("<f4").tobytes() + w.tobytes() + bias.astype("<f4").tobytes()


def heads(reader, path, leave_out, marked=MARKED):
    kept = {n: h for n, h in reader.heads.items() if n not in leave_out}
    out = [b"DLH2", struct.pack("<I", len(kept))]
    array = lambda t: t.detach().float().numpy()
    for name, head in kept.items():
        out += [struct.pack("<I", len(name)), name.encode(), struct.pack("<I", name in marked)]
        out.append(layer(array(head.slots.weight), array(head.slots.bias)))
        rules = array(head.rules.weight)
        out.append(layer(rules, np.zeros(len(rules), dtype=np.float32)))
        if head.pair:
            out.append(struct.pack("<III", 1, *head.pair))
            out += [layer(array(l.weight), array(l.bias)) for l in (head.first, head.second)]
        else:
            out.append(struct.pack("<I", 0))
        out.append(layer(array(head.out.weight), array(head.out.bias)))
        trust = array(head.trust)
        out += [struct.pack("<I", len(trust)), trust.astype("<f4").tobytes()]
    with open(path, "wb") as f:
        f.write(b"".join(out))


SENTENCES = [
    "rockets hit the base near the town on monday .",
    "at least five people were killed in a car bomb attack , police said .",
    "the army denied that its aircraft had bombed the market .",
]


def parity(state, vocabulary, path):
    """What PyTorch makes of a few sentences with the same 8-bit weights: the first numbers of each vector."""
    ids = {piece: i for i, piece in enumerate(open(vocabulary, encoding="utf-8").read().split("\n"))}
    state = dict(state)
    for name, w in state.items():
        if w.dim() == 2 and not name.startswith(("positions", "marks")):
            w8, scale = steps(w.numpy(), 0)
            state[name] = torch.from_numpy(w8.astype(np.float32) * scale)
    model = Encoder()
    model.load_state_dict(state)
    model.eval()
    rows = []
    for sentence in SENTENCES:
        pieces = torch.tensor([[101, *(ids[w] for w in sentence.split()), 102]])
        length, marks = torch.tensor([pieces.shape[1]]), torch.zeros_like(pieces)
        marks[0, 1:5], marks[0, 2] = 1, 2  # the clause of the first four pieces, the act of the second
        with torch.no_grad():
            lower = model.lower(pieces, length)
            plain, marked = model.upper(lower, length), model.upper(lower, length, marks)
        first = lambda vectors: [[round(float(x), 5) for x in v] for v in vectors[0, 1:-1, :8]]
        rows.append({"text": sentence, "vectors": first(plain), "marked": first(marked)})
    with open(path, "w") as f:
        json.dump(rows, f, indent=None, separators=(",", ":"))
        f.write("\n")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("reader")
    p.add_argument("--encoder", required=True)
    p.add_argument("--heads", required=True)
    p.add_argument("--leave-out", default="", help="heads that stay with the rules, comma between")
    p.add_argument("--vocabulary", default="../../crates/read/weights/vocab.txt")
    p.add_argument("--parity", help="file for what PyTorch makes of a few sentences, for the test")
    args = p.parse_args()
    saved = torch.load(args.reader, map_location="cpu")
    reader = Reader(saved["classes"])
    reader.load_state_dict(saved["state"])
    reader.eval()
    encoder(reader.encoder.state_dict(), args.encoder)
    if args.parity:
        parity(reader.encoder.state_dict(), args.vocabulary, args.parity)
    heads(reader, args.heads, set(filter(None, args.leave_out.split(","))))


if __name__ == "__main__":
    main()
