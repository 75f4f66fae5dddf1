#!/usr/bin/env python3
"""Dateline on Spark, measured on a cluster of this machine: a master and workers of one core each (bench/cluster.py).

    PYTHON bench/spark.py scaling [--reports N] [--reader KIND]     two workers, each kept on a core, against one
    PYTHON bench/spark.py whole [--reports N] [--reader KIND]       groups of a cluster against those of one machine
    PYTHON bench/spark.py skew [--claims N]                         one city with all claims against 200 cities

PYTHON has the wheel, PySpark and pyarrow installed. `scaling` also prints what Spark takes more than the command line, for
10,000 reports.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import pyarrow as pa
import pyarrow.parquet as pq
from cluster import Cluster
from made import TOWNS, reports

import dateline
from dateline import spark as on_spark

PROGRAM = pathlib.Path(sys.executable).with_name("dateline")


def written(folder, count):
    """Made-up reports as a Parquet file of many parts, and as lines."""
    pages = list(reports(count))
    lines = folder / "made.jsonl"
    lines.write_text("".join(json.dumps(page) + "\n" for page in pages))
    parts = folder / "pages"
    parts.mkdir()
    for nth in range(16):
        pq.write_table(pa.Table.from_pylist(pages[nth::16]), parts / f"{nth:02}.parquet")
    return lines, str(parts)


def timed(work):
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def kept(df, to):
    df.write.mode("overwrite").parquet(str(to))
    return df.sparkSession.read.parquet(str(to))


def coding(workers, cores, pages, folder, reader):
    """Seconds that a cluster takes to code, after its workers have read their books."""
    with Cluster(workers=workers, cores=cores) as cluster:
        spark = cluster.session(**{"spark.sql.files.maxPartitionBytes": "400k", "spark.sql.files.openCostInBytes": "200k"})
        df = spark.read.parquet(pages)
        kept(on_spark.code_reports(df.limit(20).repartition(workers), reader=reader), folder / "warm")
        return timed(lambda: kept(on_spark.code_reports(df, reader=reader), folder / f"coded{workers}"))[0]


def scaling(args, folder):
    lines, pages = written(folder, args.reports)
    one = coding(1, [{0}], pages, folder, args.reader)
    two = coding(2, [{0}, {1}], pages, folder, args.reader)
    print(f"{args.reports} reports, reader {args.reader}, load {os.getloadavg()[0]:.1f}")
    print(f"one worker on one core           {one:.1f} s")
    print(f"two workers, each on a core      {two:.1f} s, {one / two:.2f} times as fast")
    command = ["taskset", "--cpu-list", "0", PROGRAM, "code", "--json", "--jobs", "1", "--reader", args.reader, lines]
    bare = timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))[0]
    print(f"command line on one core         {bare:.1f} s")
    print(f"Spark takes more, 10,000 reports {(one - bare) * 10_000 / args.reports:.1f} s")


def groups(rows):
    found = {}
    for row in rows:
        found.setdefault(row["incident"], []).append(row["claim"])
    return sorted(sorted(group) for group in found.values())


def whole(args, folder):
    lines, pages = written(folder, args.reports)
    words = [PROGRAM, "ingest", "--reader", args.reader, "--db", folder / "one.db", lines]
    alone, _ = timed(lambda: subprocess.run(words, check=True))
    expected = groups(dateline.open(folder / "one.db").claims().to_arrow().select(["incident", "claim"]).to_pylist())
    with Cluster(workers=2) as cluster:
        spark = cluster.session()
        coded, rows = timed(lambda: kept(on_spark.code_reports(spark.read.parquet(pages), reader=args.reader), folder / "coded"))
        claimed, claims = timed(lambda: kept(on_spark.claims_of(rows), folder / "claims"))
        fused, found = timed(lambda: on_spark.fuse_claims(claims, str(folder / "fusing")).toPandas().to_dict("records"))
    found = groups(found)
    print(f"{args.reports} reports, reader {args.reader}, load {os.getloadavg()[0]:.1f}")
    print(f"dateline ingest                  {alone:.0f} s")
    print(f"two workers: coding              {coded:.0f} s, claims {claimed:.0f} s, fusing {fused:.0f} s")
    print(f"claims, incidents                {sum(map(len, found))}, {len(found)}")
    print(f"groups are the same              {json.dumps(found) == json.dumps(expected)}")
    return json.dumps(found) != json.dumps(expected)


def skew(args, folder):
    """The same incidents in one city, and over 200: the claims of the second are those of the first, told of elsewhere."""
    took = {}
    for name, towns in (("one city", ["Maiduguri NG"]), ("200 cities", cities(200))):
        part = folder / name.replace(" ", "-")
        part.mkdir()
        claims = []
        for begin in range(0, args.claims, 10_000):
            made = list(reports(min(10_000, args.claims - begin), seed=begin, towns=towns))
            made = [dict(page, id=f"{begin}-{page['id']}") for page in made]
            claims += dateline.code(made).claims.to_arrow().select(["claim", "account"]).to_batches()
        table = pa.Table.from_batches(claims)
        for nth in range(16):
            pq.write_table(table.take(pa.array(range(nth, len(table), 16))), part / f"{nth:02}.parquet")
        with Cluster(workers=2, memory="2g") as cluster:
            spark = cluster.session(**{"spark.executor.memory": "1500m"})
            df = spark.read.parquet(str(part))
            took[name], found = timed(lambda: on_spark.fuse_claims(df, str(folder / "fusing")).count())
            print(f"{name:32} {len(table)} claims, {took[name]:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)
    print(f"one city / 200 cities            {took['one city'] / took['200 cities']:.2f}")


def cities(count):
    """So many large cities of the gazetteer, each with the country that the reports' words have."""
    from made import COUNTRIES

    names = [f"{town}" for town in TOWNS]
    wide = ["Kano", "Lagos", "Ibadan", "Benin City", "Port Harcourt", "Enugu", "Abuja", "Ilorin", "Aba", "Onitsha", "Warri",
            "Sokoto", "Katsina", "Yola", "Gombe", "Bauchi", "Damaturu", "Makurdi", "Lokoja", "Minna", "Akure", "Owerri", "Uyo",
            "Calabar", "Asaba"]
    names += [f"{town} NG" for town in wide]
    for code, towns in {
        "SY": "Damascus Latakia Tartus Daraa Hama Manbij Palmyra Douma Afrin Azaz Jisr_al-Shughur Qamishli Hasakah Suwayda",
        "IQ": "Basra Erbil Sulaymaniyah Najaf Karbala Fallujah Ramadi Tikrit Samarra Baqubah Nasiriyah Amarah Hillah Kut",
        "AF": "Herat Mazar-i-Sharif Ghazni Khost Farah Zaranj Lashkar_Gah Faizabad Taloqan Gardez Maymana Pul-e-Khumri",
        "PK": "Karachi Lahore Islamabad Rawalpindi Multan Faisalabad Hyderabad Gujranwala Sukkur Larkana Mardan Kohat Turbat",
        "CD": "Kinshasa Lubumbashi Mbuji-Mayi Kananga Kisangani Bukavu Uvira Butembo Kalemie Kolwezi Likasi Mbandaka Matadi",
        "ML": "Kayes Sikasso Segou Timbuktu Kidal Menaka Koutiala San Niono", "SO": "Hargeisa Bosaso Galkayo Beledweyne Garowe Jowhar",
        "YE": "Ibb Dhamar Mukalla Marib Saada Zinjibar Ataq", "SD": "Omdurman Port_Sudan Kassala El_Obeid Kadugli Geneina Gedaref",
        "UA": "Kyiv Odesa Lviv Dnipro Mariupol Mykolaiv Sumy Chernihiv Poltava Zhytomyr Vinnytsia Luhansk Bakhmut Kramatorsk",
        "LY": "Misrata Sirte Sabha Derna Zawiya Tobruk", "BF": "Dori Kaya Ouahigouya", "NE": "Agadez Maradi Zinder Tahoua",
        "SS": "Wau Bor Bentiu Torit", "ET": "Adama Dessie Jimma Harar Hawassa Axum", "MZ": "Maputo Beira Nampula Quelimane Tete",
    }.items():
        names += [f"{town.replace('_', ' ')} {code}" for town in towns.split()]
    assert all(name.rsplit(" ", 1)[1] in COUNTRIES for name in names)
    return names[:count]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["scaling", "whole", "skew"])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--reader", default="rules")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        failed = globals()[args.what](args, pathlib.Path(folder))
    mine, theirs = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"most memory resident             {mine:.0f} MB here, {theirs:.0f} MB in the largest of the programs started")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
