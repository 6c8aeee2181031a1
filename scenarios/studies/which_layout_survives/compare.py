#!/usr/bin/env python3
"""Which layout survives? A table of ten layouts, each with every cable and node broken in turn.

Usage: compare.py [BINARY]    (build/release/rippletank unless named)
"""

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

LAYOUTS = [
    "star_switch",
    "star_hub",
    "bus",
    "ring",
    "dual_ring",
    "tree_switch",
    "tree_hub",
    "combined_star",
    "complex_mesh",
    "true_mesh",
]
STATIONS = 24
PAIRS = STATIONS * (STATIONS - 1)  # (who sends, who is meant)


def refuse(why, code):
    """Ends as rippletank does: with 2 when it is used wrongly, with 1 when a run fails."""
    print("compare.py: error: " + why, file=sys.stderr)
    sys.exit(code)


def tables_in(folder, names):
    """Tables of a result by name, and the headline numbers as "summary"."""
    tables = {}
    for name in names:
        with open(folder / (name + ".csv"), newline="", encoding="utf-8") as rows:
            tables[name] = list(csv.DictReader(rows))
    tables["summary"] = json.loads((folder / "summary.json").read_text("utf-8"))["results"]
    return tables


class Layout:
    """Runs of one scenario, and what its tables say."""

    def __init__(self, binary, name):
        self.binary = binary
        self.scenario = Path(__file__).resolve().parent / (name + ".json")

    def run(self, settings, names):
        """The tables of a run that are named, as lists of rows, and its summary."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            command = [self.binary, "run", str(self.scenario), "--out", str(out)]
            for pointer, value in settings.items():
                command += ["--set", pointer + "=" + json.dumps(value, separators=(",", ":"))]
            self.play(command)
            try:
                return tables_in(out, names)
            except (OSError, ValueError, KeyError, csv.Error):
                refuse("expected the results of a run from %s, got none" % self.binary, 1)

    def play(self, command):
        """Runs the program to its end, or says why that did not come."""
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError as error:
            refuse("cannot run %s: %s" % (self.binary, error.strerror), 1)
        if done.returncode < 0:
            refuse("%s was ended by signal %d" % (self.binary, -done.returncode), 1)
        if done.returncode > 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            reason = said[0] if said else "it said nothing"
            refuse("%s ended with %d: %s" % (self.binary, done.returncode, reason), 1)

    def lost_pairs(self, what, broken):
        """Shares of pairs that do not hear each other: one per part, each broken by itself.

        One run does for all. Part k is broken for 24 seconds, in which each station asks once; then
        it is repaired, and the next one breaks.
        """
        failures = [
            {
                "at_s": STATIONS * k + 0.5,
                "duration_s": STATIONS,
                what: {"choose": "ids", "ids": [part]},
            }
            for k, part in enumerate(broken)
        ]
        queries = self.run(
            {
                "/failures": failures,
                "/queries/origins": list(range(STATIONS)) * len(broken),
                "/measure": {"tables": ["queries"]},
            },
            ["queries"],
        )["queries"]
        if len(queries) != STATIONS * len(broken):
            refuse("expected %d queries, got %d" % (STATIONS * len(broken), len(queries)), 1)
        shares = []
        for first in range(0, len(queries), STATIONS):
            heard = sum(int(query["reach"]) for query in queries[first : first + STATIONS])
            shares.append(1 - heard / PAIRS)
        return shares


def frames_heard(links, peers):
    """Frames that arrive at a station, for whomever they are; mean over stations."""
    arrived = [0] * STATIONS
    media = [set() for _ in range(STATIONS)]
    for link in links:
        forward, backward = int(link["frames_forward"]), int(link["frames_backward"])
        frames_on_medium = forward  # where both directions are one
        for end, frames in ((link["to"], forward), (link["from"], backward)):
            station = int(end)
            if station >= STATIONS:
                continue  # a device
            if link["medium"] == "":
                arrived[station] += frames
            elif link["medium"] not in media[station]:
                # It hears all of a shared medium but what it sends itself; once, by whatever cable.
                media[station].add(link["medium"])
                arrived[station] += frames_on_medium - int(peers[station]["messages_out"])
    return sum(arrived) / STATIONS


def row_of(layout):
    whole = layout.run({}, ["links", "peers"])
    links = whole["links"]
    cables = [[int(link["from"]), int(link["to"])] for link in links]
    devices = 1 + max(max(ends) for ends in cables) - STATIONS
    cut = layout.lost_pairs("links", cables)
    down = layout.lost_pairs("nodes", list(range(STATIONS + devices)))
    busiest = max(int(link["bytes_forward"]) + int(link["bytes_backward"]) for link in links)

    def mean_and_worst(shares):
        return ["%.1f" % (100 * share) for share in (sum(shares) / len(shares), max(shares))]

    return [
        str(devices),
        str(len(cables)),
        "%.1f" % frames_heard(links, whole["peers"]),
        str(busiest),
        "%.2f" % whole["summary"]["last_reach_ms_mean"],
        *mean_and_worst(cut),
        *mean_and_worst(down),
    ]


def main():
    arguments = sys.argv[1:]
    if "-h" in arguments or "--help" in arguments:
        print(__doc__.strip())
        return
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        refuse("expected at most one argument, the program, got: " + " ".join(arguments), 2)
    binary = arguments[0] if arguments else "build/release/rippletank"
    if not Path(binary).is_file():
        refuse("no such program: " + binary + "; build it first, or name it", 2)
    rows = [
        ["", "", "", "frames", "busiest", "all told", "% lost by", "", "% lost by", ""],
        ["", "", "", "heard per", "link", "after", "one cut", "", "node down", ""],
        ["layout", "devices", "cables", "station", "bytes", "ms", "mean", "worst", "mean", "worst"],
    ]
    rows += [[name] + row_of(Layout(binary, name)) for name in LAYOUTS]
    widths = [13, 8, 7, 10, 8, 9, 6, 6, 6, 6]  # each with the gap before it: 79 columns
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        if number < 2:  # titles over two columns
            cells[6:10] = [row[6].rjust(12), row[8].rjust(12)]
        print("".join(cells).rstrip())


if __name__ == "__main__":
    main()
