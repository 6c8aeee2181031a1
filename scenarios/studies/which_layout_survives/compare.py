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


class Layout:
    """Runs of one scenario, and what its tables say."""

    def __init__(self, binary, name):
        self.binary = binary
        self.scenario = Path(__file__).resolve().parent / (name + ".json")

    def run(self, settings):
        """The tables of a run, by name, as lists of rows."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            command = [self.binary, "run", str(self.scenario), "--out", str(out)]
            for pointer, value in settings.items():
                command += ["--set", pointer + "=" + json.dumps(value, separators=(",", ":"))]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                sys.exit(done.stdout + done.stderr)
            tables = {}
            for file in out.glob("*.csv"):
                with open(file, newline="", encoding="utf-8") as rows:
                    tables[file.stem] = list(csv.DictReader(rows))
            tables["summary"] = json.loads((out / "summary.json").read_text())["results"]
            return tables

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
            }
        )["queries"]
        assert len(queries) == STATIONS * len(broken)
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
    whole = layout.run({})
    links = whole["links"]
    cables = [[int(link["from"]), int(link["to"])] for link in links]
    devices = 1 + max(max(ends) for ends in cables) - STATIONS
    cut = layout.lost_pairs("links", cables)
    down = layout.lost_pairs("nodes", list(range(STATIONS + devices)))
    busiest = max(int(link["bytes_forward"]) + int(link["bytes_backward"]) for link in links)

    def mean_and_worst(shares):
        return ["%.1f %%" % (100 * share) for share in (sum(shares) / len(shares), max(shares))]

    return [
        str(devices),
        str(len(cables)),
        "%.1f" % frames_heard(links, whole["peers"]),
        str(busiest),
        "%.2f" % whole["summary"]["last_reach_ms_mean"],
        *mean_and_worst(cut),
        *mean_and_worst(down),
    ]


def refuse(why):
    """Ends as rippletank does when it is used wrongly."""
    print("compare.py: error: " + why, file=sys.stderr)
    sys.exit(2)


def main():
    arguments = sys.argv[1:]
    if "-h" in arguments or "--help" in arguments:
        print(__doc__.strip())
        return
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        refuse("expected at most one argument, the program, got: " + " ".join(arguments))
    binary = arguments[0] if arguments else "build/release/rippletank"
    if not Path(binary).is_file():
        refuse("no such program: " + binary + "; build it first, or name it")
    rows = [
        ["", "", "", "frames", "busiest", "all told", "pairs lost by", "", "pairs lost by", ""],
        ["", "", "", "heard per", "link", "after", "one cut", "", "one node down", ""],
        ["layout", "devices", "cables", "station", "bytes", "ms", "mean", "worst", "mean", "worst"],
    ]
    rows += [[name] + row_of(Layout(binary, name)) for name in LAYOUTS]
    widths = [13, 7, 6, 9, 7, 8, 7, 7, 7, 7]
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        if number < 2:  # titles over two columns
            cells[6:10] = [row[6].rjust(15), row[8].rjust(15)]
        print("  ".join(cells).rstrip())


if __name__ == "__main__":
    main()
