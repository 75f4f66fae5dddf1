"""Heads: one small network a decision, over the mean vectors of the stretches that the decision is about
and over what the rules say of it."""

import torch
import torch.nn.functional as F
from torch import nn

from encoder import WIDTH

HIDDEN, PAIR = 128, 64

# Which two stretches are compared directly: the act with what is weighed beside it.
PAIRS = {"sides": (1, 2), "time": (1, 2), "place": (1, 2), "harm": (1, 2), "said_by": (0, 2),
         "claims": (1, 3), "figures": (0, 1), "speaks": (0, 1)}
# How many stretches a decision is about. What is not listed stays with the rules: the words around tell
# little there that its features do not (see docs/reader.md).
SLOTS = {"events": 1, "refusals": 1, "figures": 2, "sides": 3, "time": 3, "place": 3, "harm": 3,
         "said_by": 3, "claims": 5, "speaks": 2}
# Decisions that choose one of a list, or none: the day of an event, the owner of a figure.
CHOICES = {"time", "place", "harm", "said_by", "speaks"}
# Decisions about one event: they see the stretch as it reads with that event's act marked. Their first two
# stretches are the clause that tells of the event and the act in it.
MARKED = {"sides", "time", "place", "harm", "claims"}
# How much a decision counts; 1 where nothing is said. Everything hangs on the events.
COUNTS = {"events": 2.0, "speaks": 0.5}


class Head(nn.Module):
    """Input: means [examples, slots, width], log-odds by the rules [examples, classes]. Output: log-odds."""

    def __init__(self, name, classes, dropout=0.1, width=WIDTH, hidden=HIDDEN, pair=PAIR):
        super().__init__()
        self.pair = PAIRS.get(name)
        self.slots = nn.Linear(width * SLOTS[name], hidden)
        self.rules = nn.Linear(classes, hidden, bias=False)
        if self.pair:
            self.first, self.second = nn.Linear(width, pair), nn.Linear(width, pair)
        self.out = nn.Linear(hidden + (pair if self.pair else 0), classes)
        self.trust = nn.Parameter(torch.full((classes,), 0.7))
        self.dropout = dropout
        nn.init.normal_(self.out.weight, std=0.02)
        nn.init.zeros_(self.out.bias)
        nn.init.zeros_(self.rules.weight)

    def forward(self, means, rules):
        rules = rules.clamp(-6, 6)
        drop = lambda t: F.dropout(t, self.dropout, self.training)
        means = drop(means)
        h = F.relu(self.slots(means.flatten(1)) + self.rules(rules / 4))
        if self.pair:
            a, b = self.pair
            h = torch.cat([h, self.first(means[:, a]) * self.second(means[:, b])], dim=1)
        return self.out(drop(h)) + self.trust * rules
