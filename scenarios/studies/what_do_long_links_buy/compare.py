#!/usr/bin/env python3
"""What do long links buy? A network whose peers connect to any, to the nearest, or far apart.

Usage: compare.py [BINARY] [OPTIONS]    (build/release/rippletank unless named)

    --csv DIR        write all numbers to DIR, too
    --stored         print what was found and is kept in results/reference
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from runs import (  # noqa: E402
    command_line,
    mean,
    means_of,
    print_records,
    run,
    stored_results,
    write_csv,
)

STUDY = HERE.name
# Peer 0 is the web cache and no peer of the network, or the peer that all know.
ORIGINS = {"web_cache": range(1, 481), "one_address": range(481)}
SEEDS = range(1, 6)
CHOICES = ("nearest", "random", "far_apart")
QUERIES_S = 2400  # all that are left ask at the same moment
CRASHED = (20, 40, 50, 60)  # percent, a second before


def played(binary, network, choice, seed, crashed=0):
    """The tables of a run."""
    settings = {
        "/seed": seed,
        "/overlay/protocol/joining/choose": choice,
        "/queries/origins": list(ORIGINS[network]),
    }
    if crashed:
        crash = {"choose": "fraction", "fraction": crashed / 100}
        settings["/failures"] = [{"at_s": QUERIES_S - 1, "peers": crash}]
    return run(binary, HERE / (network + ".json"), settings, ["queries", "hops", "messages"])


def reached(tables, peers):
    """Of the pairs of so many peers, the share of which one reaches the other, in percent."""
    return 100 * sum(int(row["reach"]) for row in tables["queries"]) / peers / (peers - 1)


def shape(binary, network, choice):
    """How far away peers are from each other, and what it cost to become so."""
    found = []
    for seed in SEEDS:
        tables = played(binary, network, choice, seed)
        hops = {
            int(row["hop"]): int(row["peers_reached"])
            for row in tables["hops"]
            if row["query_id"] == "all"
        }
        sent = {row["type"]: int(row["messages"]) for row in tables["messages"]}
        found.append(
            {
                "degree": tables["protocol"]["degree_mean_at_end"],
                "mean_hops": sum(hop * count for hop, count in hops.items()) / sum(hops.values()),
                "most_hops": max(hop for hop, count in hops.items() if count > 0),
                "last_ms": mean(
                    float(row["last_reach_ms"]) for row in tables["queries"] if row["last_reach_ms"]
                ),
                "connects": sent["connect"] / len(ORIGINS[network]),
                "pings": (sent["ping"] + sent["pong"]) / len(ORIGINS[network]),
            }
        )
    row = means_of(found)
    return {"network": network, "choose": choice, **row}


def survival(binary, network, choice):
    """Which share of the pairs that a crash has left can still reach each other."""
    row = {"network": network, "choose": choice}
    for crashed in (0, *CRASHED):
        shares = []
        for seed in SEEDS:
            tables = played(binary, network, choice, seed, crashed)
            shares.append(reached(tables, len(tables["queries"])))
        row["left_after_%d" % crashed] = mean(shares)
    return row


def main():
    binary, given = command_line(__doc__, "--csv", flags=["--stored"])
    if given["--stored"]:
        shapes, left = stored_results(STUDY, "shapes"), stored_results(STUDY, "survival")
    else:
        cases = [(network, choice) for network in ORIGINS for choice in CHOICES]
        shapes = [shape(binary, *case) for case in cases]
        left = [survival(binary, *case) for case in cases]
        write_csv(given["--csv"], "shapes", shapes)
        write_csv(given["--csv"], "survival", left)
    names = [("network", "network", 13, "%s"), ("choose", "choose", 11, "%s")]
    print("480 peers that have joined one after another, and wanted three neighbours")
    print()
    print_records(
        names
        + [
            ("degree", "neigh-\nbours", 8, "%.1f"),
            ("mean_hops", "mean\nhops", 7, "%.1f"),
            ("most_hops", "most\nhops", 7, "%.1f"),
            ("last_ms", "last\nms", 7, "%.0f"),
            ("connects", "connects\nper peer", 10, "%.1f"),
            ("pings", "pings,\npongs", 9, "%.0f"),
        ],
        shapes,
    )
    print()
    print("Of the pairs of peers that a crash has left, those that still reach each other, %")
    print()
    crashes = [("left_after_%d" % c, "%d %%\ncrash" % c, 9, "%.1f") for c in (0, *CRASHED)]
    print_records(names + crashes, left)


if __name__ == "__main__":
    main()
