#!/usr/bin/env python3
"""What a call from Python costs beside the command line: 1,000 reports coded by both, in turns, in one run.

    PYTHON bench/python.py [--reports N] [--rounds R] [--reader KIND]

PYTHON has the wheel installed. Both code the same reports (bench/made.py, told at the length of a news report) on one thread
and hand them on as lines of JSON; the command line is the one that the wheel brought. Time is the processor's, of the fastest of
R rounds, since machines are never idle; the books are read before, by both. Prints the ratio, and the most memory resident.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

from made import reports


def long(count):
    """Reports as long as those of newspapers: several made-up ones in each."""
    made = list(reports(6 * count))
    for nth in range(count):
        part = made[6 * nth : 6 * nth + 6]
        yield dict(part[0], text="\n\n".join(report["text"] for report in part))


def of_children(work):
    """Processor seconds that child processes took, and the most kilobytes that one had."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss


CALL = """
import json, resource, sys, time
import dateline
pages = [json.loads(line) for line in open(sys.argv[1])]
dateline.code(pages[:1], reader=sys.argv[2], jobs=1)
before = time.process_time()
coded = dateline.code(pages, reader=sys.argv[2], jobs=1)
lines = coded.reports.to_pylist()
print(time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, len(lines))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reader", default="rules")
    args = parser.parse_args()
    program = pathlib.Path(sys.executable).with_name("dateline")
    with tempfile.TemporaryDirectory() as folder:
        many, one = pathlib.Path(folder) / "many.jsonl", pathlib.Path(folder) / "one.jsonl"
        lines = [json.dumps(report) + "\n" for report in long(args.reports)]
        many.write_text("".join(lines))
        one.write_text(lines[0])
        command = [program, "code", "--json", "--jobs", "1", "--reader", args.reader]
        by_command, by_call, beginning, peaks = [], [], [], [0, 0]
        for _ in range(args.rounds):
            quiet = {"stdout": subprocess.DEVNULL, "check": True}
            beginning.append(of_children(lambda: subprocess.run([*command, one], **quiet))[0])
            took, peaks[0] = of_children(lambda: subprocess.run([*command, many], **quiet))
            by_command.append(took)
            told = subprocess.run([sys.executable, "-c", CALL, many, args.reader], check=True, capture_output=True, text=True)
            took, peak, _ = map(float, told.stdout.split())
            by_call.append(took)
            peaks[1] = max(peaks[1], peak)
    command, call = min(by_command) - min(beginning), min(by_call)
    busy = os.getloadavg()[0]
    print(f"{args.reports} reports of {sum(map(len, lines)) / len(lines):.0f} characters, reader {args.reader}, load {busy:.1f}")
    print(f"command line, processor time     {command:.2f} s, {peaks[0] / 1024:.0f} MB resident at most")
    print(f"from Python, processor time      {call:.2f} s, {peaks[1] / 1024:.0f} MB resident at most")
    print(f"from Python / command line       {call / command:.3f}")


if __name__ == "__main__":
    main()
