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
    print_records,
    run,
    stored_results,
    write_csv,
)

STUDY = HERE.name
SCENARIO = HERE / "joined.json"
PEERS = 480
SEEDS = range(1, 6)
CHOICES = ("nearest", "random", "far_apart")
# How a network grows: who knows one address at first, or finds a few in a web cache.
CRASH_S = 1999  # a second before the queries
CRASHED = (0.3, 0.5, 0.6, 0.7)


def played(binary, choice, seed, failures=()):
    """The tables of a run in which all that are left ask at the same moment."""
    settings = {
        "/seed": seed,
        "/overlay/protocol/joining/choose": choice,
        "/failures": list(failures),
        "/queries/origins": list(range(PEERS)),
    }
    return run(binary, SCENARIO, settings, ["queries", "hops"])


def shape(binary, choice):
    """How far away peers are from each other, over all pairs of all networks."""
    found = []
    for seed in SEEDS:
        tables = played(binary, choice, seed)
        hops = {
            int(row["hop"]): int(row["peers_reached"])
            for row in tables["hops"]
            if row["query_id"] == "all" and int(row["hop"]) > 0
        }
        pairs = sum(hops.values())
        near = sum(count for hop, count in hops.items() if hop <= 4)
        found.append(
            {
                "connections": tables["summary"]["connections"],
                "mean_hops": sum(hop * count for hop, count in hops.items()) / pairs,
                "most_hops": max(hops),
                "within_4_hops": 100 * near / len(tables["queries"]) / (PEERS - 1),
                "mean_last_ms": mean(float(row["last_reach_ms"]) for row in tables["queries"]),
                "reach": 100 * pairs / len(tables["queries"]) / (PEERS - 1),
            }
        )
    return {"choose": choice, **{key: mean(row[key] for row in found) for key in found[0]}}


def survival(binary, choice, failures):
    """Of all pairs of peers that are left, the share that can still reach each other, in percent."""
    shares = []
    for seed in SEEDS:
        tables = played(binary, choice, seed, failures)
        reach = [int(row["reach"]) for row in tables["queries"]]
        shares.append(100 * sum(reach) / (len(reach) * (len(reach) - 1)))
    return mean(shares)


def survivals(binary, choice):
    row = {"choose": choice}
    for share in CRASHED:
        crash = {"at_s": CRASH_S, "peers": {"choose": "fraction", "fraction": share}}
        row["left_after_%d" % round(100 * share)] = survival(binary, choice, [crash])
    return row


def main():
    binary, given = command_line(__doc__, "--csv", flags=["--stored"])
    if given["--stored"]:
        shapes, left = stored_results(STUDY, "shapes"), stored_results(STUDY, "survival")
    else:
        shapes = [shape(binary, choice) for choice in CHOICES]
        left = [survivals(binary, choice) for choice in CHOICES]
        write_csv(given["--csv"], "shapes", shapes)
        write_csv(given["--csv"], "survival", left)
    print("480 peers that have joined one after another, and wanted three neighbours")
    print()
    print_records(
        [
            ("choose", "choose", 12, "%s"),
            ("connections", "connec-\ntions", 9, "%.0f"),
            ("mean_hops", "mean\nhops", 8, "%.2f"),
            ("most_hops", "most\nhops", 8, "%.1f"),
            ("within_4_hops", "within\n4 hops %", 11, "%.1f"),
            ("mean_last_ms", "last peer\nms", 12, "%.0f"),
            ("reach", "reached\n%", 10, "%.1f"),
        ],
        shapes,
    )
    print()
    print("Of the pairs of peers that a crash has left, those that still reach each other, %")
    print()
    columns = [("choose", "choose", 12, "%s")]
    for share in CRASHED:
        name = "left_after_%d" % round(100 * share)
        columns.append((name, "%d %%\ncrashed" % round(100 * share), 10, "%.1f"))
    print_records(columns, left)


if __name__ == "__main__":
    main()
