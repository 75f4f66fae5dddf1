"""Gives a text in capitals the case that other texts would have it in, word by word and letter for letter."""

import re
from collections import Counter

WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019][A-Za-z]+)?")
SMALL = {"of", "the", "and", "for", "de", "del", "la", "los", "las", "y", "in", "on", "to", "el"}
# A word that no text showed is a name, unless it ends as English words do.
ENGLISH = re.compile(r"(?:ed|ing|ly|ments?|tions?|sions?|ness|ities|ity|ers|able|ible|ism|ists?|ives?|ized?|"
                     r"ful|less|ous|ally|ances?|ences?|ships?|men|gun(?:ned|ning)?)$")


class Caser:
    """Counts how words are cased inside sentences, and cases others the same way."""

    def __init__(self):
        self.forms, self.phrases, self.letters = {}, set(), set()

    def learn(self, text):
        """Counts the words of a text in mixed case; those that begin a sentence or stand in a headline tell
        nothing."""
        for sentence in re.split(r"(?<=[.!?:])[\"\u201d']?\s+|\n+", text):
            words = [m.group() for m in WORD.finditer(sentence)][1:]
            if len(words) < 5 or sum(w[0].isupper() for w in words) * 2 > len(words):
                continue
            for w in words:
                self.forms.setdefault(w.lower(), Counter())[w] += 1

    def name(self, phrase, body=False):
        """Notes a name, whose words begin with capitals wherever they stand together; a single short word
        that names a body is taken for an abbreviation."""
        words = [m.group().lower() for m in WORD.finditer(phrase)]
        words = words[1:] if words[:1] == ["the"] else words
        if len(words) > 1:
            self.phrases.add(tuple(words))
        elif words and body and len(words[0]) <= 6 and words[0] not in self.forms:
            self.letters.add(words[0])

    def word(self, word):
        """The form of a single word inside a sentence."""
        low = word.lower()
        if low in self.forms:
            return self.common(low)
        if low.endswith(("'s", "\u2019s")):
            return self.word(word[:-2]) + low[-2:]
        for tail in ("s", "es"):
            if low.endswith(tail) and low[: -len(tail)] in self.forms:
                return self.word(word[: -len(tail)]) + tail
        if len(low) == 1 or low in self.letters:
            return word.upper()
        return low if ENGLISH.search(low) else low.capitalize()

    def common(self, low):
        """The commonest form; small letters where a third of the uses have them, as of "commandos" or "minister",
        which are capitals where they stand in a name."""
        forms = self.forms[low]
        return low if forms[low] * 3 >= forms.total() else forms.most_common(1)[0][0]

    def case(self, text):
        """The text with its letters cased; same length, letter for letter."""
        found = list(WORD.finditer(text))
        low = [m.group().lower() for m in found]
        named = self.named(low)
        voices = {w for w, m in zip(low, found) if text[max(m.start() - 2, 0) : m.start()] == "\n["}
        letters = {w for w, m in zip(low, found) if bracketed(text, m)} - voices - set(self.forms)
        out, at = [], 0
        for i, m in enumerate(found):
            gap = text[at : m.start()]
            cased = self.word(m.group())
            if low[i] in letters:
                cased = m.group().upper()
            elif i in named and low[i] not in SMALL and not is_mixed(cased):
                cased = low[i].capitalize()
            elif opens(text, m.start()) and not is_mixed(cased):
                cased = cased[:1].upper() + cased[1:]
            out += [gap, cased]
            at = m.end()
        return "".join(out) + text[at:]

    def named(self, low):
        """Indices of the words that stand in a name of two words or more."""
        longest = max(map(len, self.phrases), default=0)
        inside = set()
        for i in range(len(low)):
            for n in range(min(longest, len(low) - i), 1, -1):
                if tuple(low[i : i + n]) in self.phrases:
                    inside.update(range(i, i + n))
                    break
        return inside


def is_mixed(word):
    return any(c.isupper() for c in word[1:])


def bracketed(text, m):
    """A single short word in brackets is an abbreviation: "[FMLN]"."""
    around = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
    return around in (("[", "]"), ("(", ")")) and 2 <= len(m.group()) <= 7


def opens(text, at):
    """Whether a sentence begins here."""
    before = text[max(at - 40, 0) : at].rstrip(" \"'([\u201c")
    if before.endswith("]"):
        before = before[: before.rfind("[")].rstrip(" ")
    return before == "" or before[-1] in ".!?\n" or before.endswith(" --") and "\n" not in text[:at]
