"""The encoder: MiniLM-L6, a transformer of six layers, written out so that nothing but PyTorch is needed.

Input: piece ids [batch, length] and the number of pieces of each row. Output: vectors [batch, length, 384].
The last layers can read a stretch again with one act in it marked, to see the rest from there.
"""

import hashlib
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

WIDTH, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
LOWER = 4  # layers that read a stretch once; the others read it again for each act that is marked
MARKS = 3  # no mark, the clause that tells of the act, the act
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Layer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.query, self.key, self.value, self.mix = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_mix, self.norm_down = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x, mask):
        b, n, _ = x.shape
        split = lambda t: t.view(b, n, ATTENTION_HEADS, -1).transpose(1, 2)
        seen = F.scaled_dot_product_attention(
            split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask
        )
        seen = self.mix(seen.transpose(1, 2).reshape(b, n, WIDTH))
        x = self.norm_mix(x + F.dropout(seen, self.dropout, self.training))
        up = self.down(F.gelu(self.up(x)))
        return self.norm_down(x + F.dropout(up, self.dropout, self.training))


class Encoder(nn.Module):
    def __init__(self, dropout=0.1):
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.marks = nn.Embedding(MARKS, WIDTH, padding_idx=0)
        nn.init.zeros_(self.marks.weight)
        self.dropout = dropout

    def lower(self, ids, lengths):
        """What the lower layers make of stretches: [batch, length, 384]."""
        n = ids.shape[1]
        x = self.words(ids) + self.positions(torch.arange(n, device=ids.device)) + self.kind
        x = F.dropout(self.norm(x), self.dropout, self.training)
        return self.through(self.layers[:LOWER], x, lengths)

    def upper(self, x, lengths, marks=None):
        """What the upper layers make of that; `marks` [batch, length] says which pieces are marked, and how."""
        if marks is not None:
            x = x + self.marks(marks)
        return self.through(self.layers[LOWER:], x, lengths)

    def through(self, layers, x, lengths):
        mask = (torch.arange(x.shape[1], device=x.device)[None, :] < lengths[:, None])[:, None, None, :]
        for layer in layers:
            x = layer(x, mask)
        return x

    def forward(self, ids, lengths):
        return self.upper(self.lower(ids, lengths), lengths)

    def load(self, path):
        """Takes the published weights from the file at `path`, after checking that they are those."""
        raw = pathlib.Path(path).read_bytes()
        if hashlib.sha256(raw).hexdigest() != SHA256:
            raise SystemExit(f"{path}: not the weights that this was made for (SHA-256 {SHA256})")
        t = load_file(path)
        put = lambda module, name: module.load_state_dict(
            {k: t[f"{name}.{k}"] for k in ("weight", "bias")}
        )
        with torch.no_grad():
            self.words.weight.copy_(t["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(t["embeddings.position_embeddings.weight"])
            self.kind.copy_(t["embeddings.token_type_embeddings.weight"][0])
        put(self.norm, "embeddings.LayerNorm")
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}"
            for ours, theirs in {
                "query": "attention.self.query", "key": "attention.self.key",
                "value": "attention.self.value", "mix": "attention.output.dense",
                "norm_mix": "attention.output.LayerNorm", "up": "intermediate.dense",
                "down": "output.dense", "norm_down": "output.LayerNorm",
            }.items():
                put(getattr(layer, ours), f"{at}.{theirs}")
        return self
