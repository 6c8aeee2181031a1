#!/usr/bin/env python3
"""Writes failures of real machines as outages that a scenario can play, CSV on standard output.

Usage: lanl_outages.py EVENTS [--from DAY] [--days N] [--nodes N]

    EVENTS       the failure log of 22 clusters at Los Alamos, 1995 to 2005, five columns separated
                 by tabs: node, state (0 down, 1 up), start and stop in Unix seconds, end reason;
                 the file may be compressed (.gz). B. Schroeder and G. Gibson, A large-scale study
                 of failures in high-performance computing systems, DSN 2006; Failure Trace
                 Archive, LANL05.
    --from DAY   the first day, counted from that of the first event (default: 0)
    --days N     how many days (default: all that follow, at most ten years)
    --nodes N    the nodes below N only (default: all 3577)

The columns are those of the choice "trace" of failures: id, down_s, up_s, in seconds after the
first of these days. A node that is down then is so from the first second on.
"""

import csv
import gzip
import math
import sys

DAY_S = 86400
LONGEST_S = 315360000  # that a scenario may name


def refuse(why):
    print("lanl_outages.py: error: " + why, file=sys.stderr)
    sys.exit(2)


def arguments(words):
    """The file, and the numbers that options give."""
    given = {"--from": 0, "--days": None, "--nodes": None}
    files = []
    while words:
        word = words.pop(0)
        if word in given:
            value = words.pop(0) if words else ""
            if not value.isdigit():
                refuse("%s: expected a whole number, got %s" % (word, value or "nothing"))
            given[word] = int(value)
        elif word.startswith("-"):
            refuse("unknown option: " + word)
        else:
            files.append(word)
    if len(files) != 1:
        refuse("expected one file of events, got %d; --help tells more" % len(files))
    return files[0], given


def downtimes(file):
    """Node, start and stop of each time that a node was down for longer than a moment."""
    opened = gzip.open if file.endswith(".gz") else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or not line.strip():
                continue
            fields = line.split("\t")
            try:
                node, state, start, stop = (int(field) for field in fields[:4])
            except ValueError:
                refuse("%s:%d: expected four whole numbers, got %r" % (file, number, line.strip()))
            yield node, state, start, stop


def main():
    if "-h" in sys.argv[1:] or "--help" in sys.argv[1:]:
        print(__doc__.strip())
        return
    file, given = arguments(sys.argv[1:])
    try:
        events = list(downtimes(file))
    except OSError as error:
        refuse("cannot read %s: %s" % (file, error.strerror))
    if not events:
        refuse(file + " has no events")
    begin = min(start for _, _, start, _ in events) + given["--from"] * DAY_S
    end = begin + (LONGEST_S if given["--days"] is None else given["--days"] * DAY_S)
    nodes = math.inf if given["--nodes"] is None else given["--nodes"]
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(["id", "down_s", "up_s"])
    for node, state, start, stop in events:
        if state != 0 or node >= nodes or stop <= max(start, begin) or start >= end:
            continue
        rows.writerow([node, max(start - begin, 0), min(stop - begin, LONGEST_S)])


if __name__ == "__main__":
    main()
