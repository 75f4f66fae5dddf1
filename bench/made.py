"""Made-up reports of made-up incidents, to measure on: as many as are asked for, and the same from the same seed.

    python3 bench/made.py COUNT [CITIES] > reports.jsonl

Most incidents are told by one to three reports, and a few by a dozen; tolls grow from report to report. Names of places are
real, what happens is not.
"""
import datetime
import json
import random
import sys

TOWNS = """Maiduguri NG|Bama NG|Kaduna NG|Jos NG|Idlib SY|Aleppo SY|Homs SY|Raqqa SY|Deir ez-Zor SY|Mosul IQ|Kirkuk IQ|Baghdad IQ
Kabul AF|Kandahar AF|Jalalabad AF|Kunduz AF|Peshawar PK|Quetta PK|Goma CD|Bunia CD|Beni CD|Bamako ML|Gao ML|Mopti ML
Mogadishu SO|Kismayo SO|Baidoa SO|Sanaa YE|Aden YE|Hodeidah YE|Taiz YE|Kharkiv UA|Kherson UA|Donetsk UA|Zaporizhzhia UA
Khartoum SD|El Fasher SD|Nyala SD|Tripoli LY|Benghazi LY|Ouagadougou BF|Djibo BF|Niamey NE|Diffa NE|Bangui CF|Juba SS|Malakal SS
Mekelle ET|Gondar ET|Pemba MZ""".replace("\n", "|").split("|")
COUNTRIES = {"NG": "Nigeria", "SY": "Syria", "IQ": "Iraq", "AF": "Afghanistan", "PK": "Pakistan", "CD": "Congo", "ML": "Mali",
             "SO": "Somalia", "YE": "Yemen", "UA": "Ukraine", "SD": "Sudan", "LY": "Libya", "BF": "Burkina Faso", "NE": "Niger",
             "CF": "Central African Republic", "SS": "South Sudan", "ET": "Ethiopia", "MZ": "Mozambique"}
OUTLETS = ["Reuters", "AFP", "AP", "BBC News", "Al Jazeera", "The Guardian", "Xinhua", "TASS", "Daily Trust", "Dawn"]
ACTS = ["A drone strike killed {n} {who} in {town}, {country}, on {day}, {said}.",
        "Gunmen shot dead {n} {who} near {town} in {country} on {day}, {said}.",
        "Shelling killed {n} {who} and injured {m} in {town}, {country}, on {day}, {said}.",
        "A suicide bomber killed {n} {who} at a market in {town}, {country}, on {day}, {said}.",
        "Militants abducted {n} {who} from a village near {town}, {country}, on {day}, {said}.",
        "Soldiers clashed with rebels in {town}, {country}, on {day}, leaving {n} {who} dead, {said}."]
WHO = ["civilians", "people", "farmers", "soldiers", "police officers", "worshippers"]
SAID = ["police said", "witnesses said", "the army said", "a hospital official said", "local officials said"]
MORE = ["Residents fled to nearby villages as the night fell.", "The {town} hospital asked for blood donors.",
        "No group claimed responsibility for the attack.", "The government promised an investigation.",
        "{m} others were wounded, according to a doctor.", "It was the deadliest attack in the area since last year."]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def reports(count, seed=7, towns=None, days=1460):
    """So many reports, one after the other, as lines of `.jsonl` have them."""
    draw, made, incident = random.Random(seed), 0, 0
    towns = towns or TOWNS
    while made < count:
        incident += 1
        day = datetime.date(2019, 1, 1) + datetime.timedelta(draw.randrange(days))
        town, code = draw.choice(towns).rsplit(" ", 1)
        act, who, killed = draw.choice(ACTS), draw.choice(WHO), draw.choice([2, 3, 3, 4, 5, 7, 9, 12, 18])
        copies = draw.choice([1, 1, 1, 2, 2, 3, 3, 12 if draw.random() < 0.2 else 4])
        for nth in range(min(copies, count - made)):
            told = {"town": town, "country": COUNTRIES[code], "day": DAYS[day.weekday()], "n": killed + nth // 2,
                    "m": draw.randrange(2, 40), "who": who, "said": draw.choice(SAID)}
            first = act.format(**told)
            rest = " ".join(line.format(**told) for line in draw.sample(MORE, 3))
            made += 1
            yield {"id": f"made-{made}", "outlet": draw.choice(OUTLETS), "title": first.split(",")[0],
                   "published": (day + datetime.timedelta(nth // 3)).isoformat(), "text": f"{first}\n\n{rest}\n"}


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    towns = TOWNS[: int(sys.argv[2])] if len(sys.argv) == 3 else None
    for report in reports(int(sys.argv[1]), towns=towns):
        print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
