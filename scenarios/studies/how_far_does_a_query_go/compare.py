#!/usr/bin/env python3
"""How far does a query go? Reach and price of a flood by its TTL, on nine crawls of Gnutella.

Usage: compare.py [BINARY] [OPTIONS]    (build/release/rippletank unless named)

    --snapshots DIR  the folder with p2p-Gnutella04.txt and so on, from snap.stanford.edu/data;
                     without it, the folder snap in that of the environment's RIPPLETANK_DATA.
                     In place of a crawl that is not there, a network of its size is made up.
    --csv DIR        write all numbers to DIR, too
    --stored         print what was found on the crawls and is kept in results/reference
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from runs import (  # noqa: E402
    command_line,
    mean,
    print_records,
    refuse,
    run,
    stored_results,
    write_csv,
)

# Day of August 2002: peers, connections, and most connections of a peer.
CRAWLS = {
    "04": (10876, 39994, 103),
    "05": (8846, 31839, 88),
    "06": (8717, 31525, 115),
    "08": (6301, 20777, 97),
    "09": (8114, 26013, 102),
    "24": (26518, 65369, 355),
    "25": (22687, 54705, 66),
    "30": (36682, 88328, 55),
    "31": (62586, 147892, 95),
}
ORIGINS = 40
TTLS = range(1, 10)
CLOSER_LOOK = ("Gnutella04", "Gnutella31")


def snapshots(folder):
    """The files of the crawls that are there, by day."""
    named = folder is not None
    if not named and os.environ.get("RIPPLETANK_DATA"):
        folder = os.path.join(os.environ["RIPPLETANK_DATA"], "snap")
    files = {}
    for day in CRAWLS if folder else []:
        file = Path(folder).resolve() / ("p2p-Gnutella%s.txt" % day)
        if file.is_file():
            files[day] = file
    if named and not files:
        refuse("--snapshots: no p2p-Gnutella04.txt and so on in " + folder, 2)
    return files


def ids_in(file):
    """The peers of an edge list; one of the crawls has gaps in its numbers."""
    ids = set()
    try:
        for line in file.read_text("utf-8").splitlines():
            if not line.startswith("#"):
                ids.update(map(int, line.split()[:2]))
    except (OSError, ValueError) as error:
        refuse("%s is not an edge list: %s" % (file, error), 1)
    return sorted(ids)


def spread(ids):
    """So many of them at equal distances, the first included."""
    return [ids[k * len(ids) // ORIGINS] for k in range(ORIGINS)]


def exponent(mean_degree, degree_max):
    """Of the power law from 1 to degree_max that has this mean, to three decimals."""
    low, high = 0.0, 10.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        weights = [k**-middle for k in range(1, degree_max + 1)]
        of_this = sum(k * weight for k, weight in enumerate(weights, 1)) / sum(weights)
        low, high = (middle, high) if of_this > mean_degree else (low, middle)
    return round(low, 3)


def flood(binary, scenario, topology, ids):
    """A record per TTL, all from one run whose queries stop at nothing but the last peer.

    All connections are equally slow, so what a smaller TTL would cut off are the hops above it.
    """
    origins = spread(ids)
    settings = {"/overlay/topology": topology, "/queries/origins": origins}
    tables = run(binary, HERE / (scenario + ".json"), settings, ["hops"])
    hops = [
        (int(row["hop"]), *(int(row[key]) for key in ("peers_reached", "messages", "duplicates")))
        for row in tables["hops"]
        if row["query_id"] == "all"
    ]
    last = {}  # hop, by query
    for row in tables["hops"]:
        if row["query_id"] != "all" and int(row["peers_reached"]) > 0:
            last[row["query_id"]] = max(last.get(row["query_id"], 0), int(row["hop"]))
    peers, links = tables["summary"]["peers"], tables["summary"]["connections"]
    bytes_each = tables["summary"]["bytes"] // tables["summary"]["messages"]
    records = []
    for ttl in TTLS:
        reached, messages, duplicates = (
            sum(row[column] for row in hops if row[0] <= ttl) for column in (1, 2, 3)
        )
        records.append(
            {
                "peers": peers,
                "connections": links,
                "ttl_hops": ttl,
                "reach_mean": reached / ORIGINS,
                "coverage_mean": reached / ORIGINS / (peers - 1),
                "messages_mean": messages / ORIGINS,
                "messages_per_reached": messages / reached if reached else None,
                "duplicate_share": duplicates / messages if messages else None,
                "bytes_mean": messages * bytes_each / ORIGINS,
                # An origin without connections reaches nobody, at no hop.
                "last_hop_mean": mean(last.values()),
                "last_hop_max": max(last.values(), default=None),
            }
        )
    return records


def tree(like):
    """The same of a tree without end in which each peer has as many connections, by arithmetic."""
    degree = 2 * like["connections"] / like["peers"]
    reached = degree * sum((degree - 1) ** hop for hop in range(like["ttl_hops"]))
    share = reached / (like["peers"] - 1)
    return {
        "peers": None,
        "connections": None,
        "ttl_hops": like["ttl_hops"],
        "reach_mean": round(reached, 3),
        "coverage_mean": round(share, 9) if share < 1 else None,  # such a tree would be larger
        "messages_mean": round(reached, 3),
        "messages_per_reached": 1,
        "duplicate_share": 0,
        "bytes_mean": round(reached * like["bytes_mean"] / like["messages_mean"], 3),
        "last_hop_mean": None,
        "last_hop_max": None,
    }


def all_records(binary, files):
    """For each crawl: of itself or of one made up in its place, of a random network, of a tree."""
    records = []
    for day, (peers, links, degree_max) in CRAWLS.items():
        degree = 2 * links / peers
        if day in files:
            ids = ids_in(files[day])
            kind, topology = "crawl", {"model": "edge_list", "file": str(files[day])}
        else:
            ids = range(peers)
            kind, topology = "made up", {
                "model": "power_law",
                "nodes": peers,
                "exponent": exponent(degree, degree_max),
                "degree_max": degree_max,
            }
        real = flood(binary, "gnutella", topology, ids)
        random = {"model": "erdos_renyi", "nodes": peers, "mean_degree": round(degree, 6)}
        for kind_of, group in (
            (kind, real),
            ("random", flood(binary, "random", random, range(peers))),
            ("tree", [tree(record) for record in real]),
        ):
            records += [
                {"network": "Gnutella" + day, "kind": kind_of, **record} for record in group
            ]
    return records


def of_kind(records, *kinds, **wanted):
    return [
        record
        for record in records
        if record["kind"] in kinds and all(record[key] == wanted[key] for key in wanted)
    ]


def percent(share):
    return None if share is None else 100 * share


def say_which(records):
    days = [record["network"][-2:] for record in of_kind(records, "made up", ttl_hops=1)]
    if not days:
        print("Nine crawls of Gnutella in August 2002, %d origins each" % ORIGINS)
    elif len(days) == len(CRAWLS):
        print("No crawls here (--snapshots DIR): networks of their size, made up (power law)")
        print("in their place, %d origins each" % ORIGINS)
    else:
        print("Crawls of Gnutella in August 2002, %d origins each;" % ORIGINS)
        print("not here, and made up in their place (power law): " + ", ".join(days))


def print_reach(records):
    print("\nReach, % of all other peers, by TTL\n")
    rows = []
    for first in of_kind(records, "crawl", "made up", ttl_hops=1):
        row = {**first, "degree": 2 * first["connections"] / first["peers"]}
        for record in of_kind(records, first["kind"], network=first["network"]):
            row[record["ttl_hops"]] = percent(record["coverage_mean"])
        rows.append(row)
    columns = [
        ("network", "network", 10, "%s"),
        ("peers", "peers", 6, "%d"),
        ("degree", "degree", 7, "%.2f"),
    ]
    columns += [(ttl, "%d" % ttl, 5, "%.2f") for ttl in TTLS if ttl < 3]
    columns += [(ttl, "%d" % ttl, 6, "%.1f") for ttl in TTLS if ttl >= 3]
    print_records(columns, rows)


def print_price(records):
    print("\nThe price at TTL 7, and the hop of the last peer that can be reached at all\n")
    rows = []
    for record in of_kind(records, "crawl", "made up", ttl_hops=7):
        random = of_kind(records, "random", network=record["network"], ttl_hops=7)[0]
        rows.append(
            {
                **record,
                "coverage": percent(record["coverage_mean"]),
                "duplicates": percent(record["duplicate_share"]),
                "kbytes": record["bytes_mean"] / 1000,
                "random_duplicates": percent(random["duplicate_share"]),
                "random_last": random["last_hop_max"],
            }
        )
    print_records(
        [
            ("network", "\n\nnetwork", 10, "%s"),
            ("coverage", "\nreach\n%", 8, "%.2f"),
            ("messages_mean", "\nmessages\nper query", 11, "%.0f"),
            ("messages_per_reached", "messages\nper peer\nreached", 10, "%.2f"),
            ("duplicates", "dupli-\ncates\n%", 8, "%.1f"),
            ("kbytes", "kB\nper\nquery", 7, "%.0f"),
            ("last_hop_mean", "last\nhop\nmean", 6, "%.1f"),
            ("last_hop_max", "\n\nmost", 5, "%d"),
            ("random_duplicates", "random:\ndupli-\ncates %", 9, "%.1f"),
            ("random_last", "\nlast\nhop", 5, "%d"),
        ],
        rows,
    )


def print_closer(records, network):
    """One network by TTL, beside a random one and the tree."""
    kind = of_kind(records, "crawl", "made up", network=network)[0]["kind"]
    print("\n%s (%s), a random network, and a tree of the same mean degree\n" % (network, kind))
    rows = []
    for ttl in TTLS:
        real, random, ideal = (
            of_kind(records, which, network=network, ttl_hops=ttl)[0]
            for which in (kind, "random", "tree")
        )
        rows.append(
            {
                "ttl": str(ttl),
                "reach": real["reach_mean"],
                "random_reach": random["reach_mean"],
                "tree_reach": ideal["reach_mean"],
                "each": real["messages_per_reached"],
                "random_each": random["messages_per_reached"],
                "duplicates": percent(real["duplicate_share"]),
                "random_duplicates": percent(random["duplicate_share"]),
            }
        )
    print_records(
        [
            ("ttl", "\nTTL", 4, "%s"),
            ("reach", "peers reached\n" + kind, 13, "%.1f"),
            ("random_reach", "\nrandom", 9, "%.1f"),
            ("tree_reach", "\ntree", 11, "%.0f"),
            ("each", "messages each\n" + kind, 14, "%.2f"),
            ("random_each", "\nrandom", 8, "%.2f"),
            ("duplicates", "dupl. %\n" + kind, 9, "%.1f"),
            ("random_duplicates", "\nrandom", 8, "%.1f"),
        ],
        rows,
    )


def main():
    binary, options = command_line(__doc__, "--csv", "--snapshots", flags=["--stored"])
    if options["--stored"]:
        records = stored_results(HERE.name, "floods")
    else:
        records = all_records(binary, snapshots(options["--snapshots"]))
    say_which(records)
    print_reach(records)
    print_price(records)
    for network in CLOSER_LOOK:
        print_closer(records, network)
    write_csv(options["--csv"], "floods", records)


if __name__ == "__main__":
    main()
