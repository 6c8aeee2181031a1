#!/usr/bin/env python3
"""Which layout survives? A table of ten layouts, each with every cable and node broken in turn.

Usage: compare.py [BINARY]    (build/release/rippletank unless named)
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from runs import program, refuse, run  # noqa: E402

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

    def run(self, settings, names):
        """The tables of a run that are named, as lists of rows, and its summary."""
        return run(self.binary, self.scenario, settings, names)

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
    binary = program(__doc__)
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
