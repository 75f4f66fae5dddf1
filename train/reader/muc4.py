"""Makes lessons of MUC-4's templates: python muc4.py TRAIN.jsonl.gz --like CASED.jsonl... > MUC.jsonl

Writes reports shaped as our coded ones, each text once in mixed case and once in small letters. A template
says neither where in the text its event stands nor all that the text holds, so the sentence that its fills
stand in together is taken for the evidence, and only sides and places may be taught from it."""

import argparse
import gzip
import json
import re

from cases import Caser

# What a sentence has to say to be evidence of an incident of the type.
SAYS = {
    "ATTACK": r"kill|murder|assassin|attack|shot|shoot|wound|ambush|massacre|machinegun|dead|death|died|slain|"
              r"clash|combat|fight|fought|fire[ds]? |gunned|injur|execut|stab|strafe|shell|mortar|tortur|harass",
    "BOMBING": r"bomb|explo|dynamit|blast|detonat|blew|blown|went off|mine|charge|grenade|rocket",
    "KIDNAPPING": r"kidnap|abduct|seiz|captur|hostage|disappear|taken|took|held|ransom",
    "ARSON": r"burn|fire|arson|torch|ablaze|molotov|incendiar",
    "ROBBERY": r"rob|steal|stole|loot|assault|took|held up",
}
KINDS = {"BOMBING": "remote_explosive", "KIDNAPPING": "abduction", "ARSON": "looting_destruction",
         "ROBBERY": "looting_destruction", "ATTACK": "attack"}
FORCES = {"ACTIVE MILITARY"}
MARK = re.compile(r"\[(?:TEXT|REPORT|EXCERPTS?|[A-Z ]*RECORDING|COMMUNIQUE|EDITORIAL|[A-Z ]*PASSAGE OMITTED|"
                  r"INDISTINCT|WORDS? INDISTINCT|SENTENCE INDISTINCT|PASSAGE INDISTINCT)\]\s*")


def flow(text):
    """The text without its marks and wrapped lines: one line a paragraph."""
    paragraphs = re.split(r"\n[ \t]*\n|\n {3,}(?=\S)", MARK.sub("", text))
    lines = (re.sub(r"\s+", " ", p).strip() for p in paragraphs)
    return "\n\n".join(line for line in lines if line)


def sentences(text):
    """(start, end) of the sentences."""
    at = 0
    for m in re.finditer(r"(?<=[A-Z)\]\"][.?!]) |(?<=\d\.) (?=[A-Z])|(?<=[.?!][\"']) |\n+", text):
        yield at, m.start()
        at = m.end()
    yield at, len(text)


def fills(event):
    """The slots of a template: for each fill, the texts that name it."""
    groups = [("a", a) for a in event["actors"] if not a["optional"]]
    groups += [("b", t) for t in event["targets"] if not t["optional"]]
    groups += [("b", {"alts": [d]}) for d in described(event)]
    groups += [("with", w) for w in event["weapons"] if not w["optional"]]
    return [(side, clean(fill["alts"])) for side, fill in groups]


def described(event):
    """What the template calls its human targets beside their names."""
    lines = (event["raw"].get("HUM TGT: DESCRIPTION") or "").split("\n")
    return [text for line in lines if not line.startswith("?") for text in re.findall(r'"([^"]+)"', line)[:1]]


def clean(alts):
    return [a.replace("\\", "").strip('" ') for a in alts if len(a.strip('\\" ')) > 1]


def stands(alts, text):
    """The texts of a fill that stand in `text` as words of their own."""
    return [a for a in alts if re.search(rf"(?<!\w){re.escape(a)}(?!\w)", text)]


def place(event, text):
    """The most specific name of the template's place, if the text has it."""
    links = (alt["chain"][-1] for alt in (event["location"] or {}).get("alts") or [] if alt["chain"])
    return next((link["name"] for link in links if stands([link["name"]], text)), None)


def evidence(event, text):
    """The sentence in which most fills stand with a word of the type; at least two must."""
    says = re.compile(rf"\b(?:{SAYS[event['type']]})", re.I)
    where, best = place(event, text), (1, None)
    for start, end in sentences(text):
        sentence = text[start:end]
        held = sum(bool(stands(alts, sentence)) for _, alts in fills(event))
        held += bool(where and stands([where], sentence))
        if held > best[0] and says.search(sentence):
            best = held, (start, end)
    return best[1]


def kind(event):
    """Our type for an incident; an attack on soldiers on duty is a clash."""
    human = [t for t in event["targets"] if t["kind"] == "human"]
    fought = human and all(set(t["type"]) & FORCES for t in human)
    return "armed_clash" if event["type"] == "ATTACK" and fought else KINDS[event["type"]]


def coded(event, text, cased):
    """A template as one of our events; `None` where no sentence shows it."""
    span = evidence(event, text) if event["type"] in SAYS else None
    if event["optional"] or event["stage"] not in ("ACCOMPLISHED", "ATTEMPTED") or not span:
        return None

    def actors(side):
        named = [alts for at, alts in fills(event) if at == side]
        return [{"text": as_cased(a, text, cased), "name": as_cased(a, text, cased)}
                for alts in named for a in (stands(alts, text) or alts)]

    where, days = place(event, text), (event["date"] or {}).get("alts") or []
    return {
        "evidence": cased[slice(*span)], "more_evidence": [], "type": kind(event), "standing": "main",
        "time": {"start": days[0]["start"], "end": days[0]["end"], "text": None}
        if days and days[0].get("start") and days[0].get("end") else None,
        "place": {"text": as_cased(where, text, cased), "country": None} if where else None,
        "side_a": actors("a"), "side_b": actors("b"), "harm": [], "claims": [],
    }


def as_cased(part, text, cased):
    at = text.find(part)
    return cased[at : at + len(part)] if at >= 0 else part.title()


def reports(row, caser):
    """The two copies of one document."""
    text = flow(row["text"])
    for name, cased in (("cased", caser.case(text)), ("small", text.lower())):
        events = [e for e in (coded(e, text, cased) for e in row["events"]) if e]
        if events:
            yield {"id": f"{row['id'].lower()}-{name}", "published": row["date"], "text": cased,
                   "events": events, "tallies": [], "not_events": []}


def caser(rows, like):
    """Learns case from the texts of `like` and from the names in the templates of `rows`."""
    known = Caser()
    for path in like:
        with opened(path) as f:
            for line in f:
                known.learn(json.loads(line)["text"])
    for event in (e for row in rows for e in row["events"]):
        names = [re.sub(r"[?\"]", "", n) for n in re.split(r"[\n/]", event["raw"].get("HUM TGT: NAME") or "")]
        for fill in (a for a in event["actors"] if a["role"] == "perp_organization"):
            for alt in clean(fill["alts"]):
                known.name(alt, body=True)
        names += [link["name"] for alt in (event["location"] or {}).get("alts") or [] for link in alt["chain"]]
        for name in names:
            known.name(name)
    return known


def read(path):
    with opened(path) as f:
        return [json.loads(line) for line in f]


def opened(path):
    return gzip.open(path, "rt") if str(path).endswith(".gz") else open(path)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("documents")
    p.add_argument("--like", nargs="+", required=True, help="JSONL files whose `text` is in mixed case")
    p.add_argument("--names", help="documents whose templates name names; the same documents where not given")
    p.add_argument("--texts", action="store_true", help="write the documents as they are, but in mixed case")
    args = p.parse_args()
    rows = read(args.documents)
    known = caser(read(args.names) if args.names else rows, args.like)
    for row in rows:
        made = [row | {"text": known.case(flow(row["text"]))}] if args.texts else reports(row, known)
        for report in made:
            print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
