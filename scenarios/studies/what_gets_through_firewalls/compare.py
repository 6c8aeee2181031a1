#!/usr/bin/env python3
"""What gets through firewalls? Three networks, and what their peers may try to get round them.

Usage: compare.py [BINARY] [OPTIONS]    (build/release/rippletank unless named)

    --csv DIR        write all numbers to DIR, too
    --plots DIR      draw them as SVG files (needs matplotlib)
    --stored         print what was found and is kept in results/reference
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from plots import line_plot  # noqa: E402
from runs import (  # noqa: E402
    command_line,
    means_of,
    print_records,
    run,
    stored_results,
    write_csv,
)

STUDY = HERE.name
SEEDS = range(1, 6)
PERCENT = (0, 20, 40, 60, 80, 90, 100)
NETWORKS = {
    "brokered": "A server and 200 clients",
    "equal_peers": "200 servents of Gnutella 0.4, six connections each",
    "super_peers": "10 ultrapeers of Gnutella 0.6 and 190 leaves",
}
PUSH = ["push", "push_proxy"]
ALLOWED = {
    "direct": [],
    "push": PUSH,
    "punch": PUSH + ["hole_punch"],
    "relay": PUSH + ["relay"],
}
PUNCHED = 0.82


def fares(binary, network, percent, allowed):
    """How many of a hundred queries end with the file, and what that costs those in between."""
    found = []
    for seed in SEEDS:
        settings = {
            "/seed": seed,
            "/firewalls/fraction": percent / 100,
            "/firewalls/traversal": ALLOWED[allowed],
        }
        tables = run(binary, HERE / (network + ".json"), settings, ["queries", "peers"])
        queries = tables["queries"]
        relayed = [int(row["relayed_bytes"]) for row in tables["peers"]]
        fetched = sum(int(row["downloaded_bytes"]) for row in tables["peers"])
        found.append(
            {
                "complete": 100 * sum(row["download_ms"] != "" for row in queries) / len(queries),
                "answered": 100 * sum(int(row["hits"]) > 0 for row in queries) / len(queries),
                "relayed": 100 * sum(relayed) / fetched if fetched else None,
                "busiest": 2 * max(relayed) / 1e6,
            }
        )
    return means_of(found)


def by_share(binary, network):
    """A row for each share of peers behind firewalls."""
    rows = []
    for percent in PERCENT:
        ways = {allowed: fares(binary, network, percent, allowed) for allowed in ALLOWED}
        row = {"network": network, "firewalled": percent}
        row["answered"] = ways["relay"]["answered"]
        for allowed, each in ways.items():
            row[allowed] = each["complete"]
        row["relayed"] = ways["relay"]["relayed"]
        row["busiest_mb"] = ways["relay"]["busiest"]
        rows.append(row)
    return rows


def expected(percent):
    """Of a hundred pairs of clients, those that come together directly, by push, and by holes."""
    clients = 200
    behind = clients * percent // 100
    pairs = clients * (clients - 1)
    direct = 100 * (clients - behind) * (clients - 1) / pairs
    push = 100 * (pairs - behind * (behind - 1)) / pairs
    return {
        "firewalled": percent,
        "direct": direct,
        "push": push,
        "punch": push + PUNCHED * (100 - push),
    }


def print_network(title, rows):
    print(title)
    print()
    print_records(
        [
            ("firewalled", "fire-\nwalled, %", 10, "%d"),
            ("answered", "found,\n%", 9, "%.1f"),
            ("direct", "fetched:\ndirect", 10, "%.1f"),
            ("push", "or by\npush", 8, "%.1f"),
            ("punch", "or by a\nhole", 9, "%.1f"),
            ("relay", "or by\nrelay", 8, "%.1f"),
            ("relayed", "of that\nrelayed, %", 12, "%.1f"),
            ("busiest_mb", "busiest\nrelay, MB", 12, "%.1f"),
        ],
        rows,
    )
    print()


def draw(folder, rows):
    for network, title in NETWORKS.items():
        own = [row for row in rows if row["network"] == network]
        line_plot(
            Path(folder) / (network + ".svg"),
            title,
            "behind firewalls, %",
            [row["firewalled"] for row in own],
            {
                "direct": [row["direct"] for row in own],
                "push": [row["push"] for row in own],
                "push, holes": [row["punch"] for row in own],
                "push, relays": [row["relay"] for row in own],
            },
            "queries that end with the file, %",
        )


def main():
    binary, given = command_line(__doc__, "--csv", "--plots", flags=["--stored"])
    if given["--stored"]:
        rows = stored_results(STUDY, "networks")
    else:
        rows = [row for network in NETWORKS for row in by_share(binary, network)]
        write_csv(given["--csv"], "networks", rows)
    if given["--plots"]:
        draw(given["--plots"], rows)
    for network, title in NETWORKS.items():
        print_network(title, [row for row in rows if row["network"] == network])
    print("Pairs of 200 clients that can come together, %")
    print()
    print_records(
        [
            ("firewalled", "fire-\nwalled, %", 10, "%d"),
            ("direct", "direct", 19, "%.1f"),
            ("push", "push", 8, "%.1f"),
            ("punch", "hole", 9, "%.1f"),
        ],
        [expected(percent) for percent in PERCENT],
    )


if __name__ == "__main__":
    main()
