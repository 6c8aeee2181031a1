#!/usr/bin/env python3
"""How to search better than by a flood? Rings, walkers, hubs and gossip, on five networks.

Usage: compare.py [BINARY] [OPTIONS]    (build/release/rippletank unless named)

    --snapshots DIR  the folder with p2p-Gnutella04.txt, from snap.stanford.edu/data; without it,
                     the folder snap in that of the environment's RIPPLETANK_DATA. The tables of
                     that network come last, and only if it is there.
    --csv DIR        write all numbers to DIR, too
    --stored         print what was found and is kept in results/reference, that network included
"""

import math
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from runs import (  # noqa: E402
    command_line,
    mean,
    play,
    print_records,
    refuse,
    run,
    stored_results,
    write_csv,
)

CRAWL = "gnutella04"
MADE_UP = ("power_law", "random", "hubs", "grid")
QUERIES = 200
COSTLY = 60  # queries where each costs thousands of messages
FAR_HOPS = 30_000  # far enough for walkers to find even a single copy

SEARCHES = [
    ("flood", {"model": "flood"}),
    ("expanding ring", {"model": "expanding_ring"}),
    ("32 walkers", {"model": "random_walks", "walkers": 32}),
    ("4 walkers", {"model": "random_walks", "walkers": 4}),
    ("highest degree", {"model": "highest_degree"}),
    ("gossip, 0.5", {"model": "gossip", "probability": 0.5}),
]
WALKERS = (4, 8, 16, 32)

# What a ring and walkers cost if they go about it otherwise.
VARIANTS = [
    ("ring: TTL 1, 2, 3 ...", {"model": "expanding_ring"}),
    ("ring: TTL 2, 3, 4 ...", {"model": "expanding_ring", "ttl_start_hops": 2}),
    ("ring: TTL 3, 4, 5 ...", {"model": "expanding_ring", "ttl_start_hops": 3}),
    ("ring: TTL 1, 3, 5 ...", {"model": "expanding_ring", "ttl_step_hops": 2}),
    ("ring: TTL 4, 5, 6 ...", {"model": "expanding_ring", "ttl_start_hops": 4}),
] + [
    (
        "%d walker%s, check after %d" % (walkers, "s" if walkers > 1 else "", hops),
        {"model": "random_walks", "walkers": walkers, "check_every_hops": hops},
    )
    for walkers, hops in ((32, 1), (32, 4), (32, 16), (8, 4), (1, 4))
]

ITEMS = 100
EXPONENT = 1.2
COPIES_PER_ITEM = 20
SEEDS = range(1, 9)  # other networks and other places for the copies


class Network:
    """A network of the study, and the peers in its largest part."""

    def __init__(self, binary, name, file=None):
        self.binary = binary
        self.name = name
        self.scenario = HERE / ("power_law.json" if file else name + ".json")
        self.topology = {}
        if file:
            self.topology = {"/overlay/topology": {"model": "edge_list", "file": str(file)}}
        self.peers = largest_part(self.links())

    def links(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "links.csv"
            if self.topology:
                text = Path(self.topology["/overlay/topology"]["file"]).read_text("utf-8")
                rows = [row.split() for row in text.splitlines() if not row.startswith("#")]
            else:
                command = [self.binary, "topology", str(self.scenario)]
                play(self.binary, [*command, "--format", "csv", "--output", str(file)])
                rows = [row.split(",") for row in file.read_text("utf-8").splitlines()[1:]]
        return [(int(row[0]), int(row[1])) for row in rows]

    def search(self, search, copies, queries=QUERIES, more=None):
        """What queries of peers all over the network cost and find."""
        if search["model"] in ("flood", "gossip"):
            queries = min(queries, COSTLY)
        settings = {
            **self.topology,
            "/overlay/protocol/search": search,
            "/content/replication/replicas_per_item": copies,
            "/queries/origins": [
                self.peers[i * len(self.peers) // queries] for i in range(queries)
            ],
            **(more or {}),
        }
        tables = run(self.binary, self.scenario, settings, ["queries", "messages", "peers"])
        sent = {row["type"]: int(row["messages"]) for row in tables["messages"]}
        found = [query for query in tables["queries"] if int(query["hits"]) > 0]
        busiest = max(
            int(peer["messages_in"]) + int(peer["messages_out"]) for peer in tables["peers"]
        )
        duplicates = sum(int(query["duplicates"]) for query in tables["queries"])
        return {
            "queries": queries,
            "found_percent": 100 * len(found) / queries,
            "messages": sum(sent.values()) / queries,
            "copies_sent": sent["query"] / queries,
            "checks": (sent["check"] + sent["check_answer"]) / queries,
            "hits": sent["query_hit"] / queries,
            "duplicates_percent": 100 * duplicates / max(1, sent["query"]),
            "hops": mean(int(query["first_hit_hops"]) for query in found),
            "first_hit_ms": mean(float(query["first_hit_ms"]) for query in found),
            "busiest_messages": busiest / queries,
        }


def largest_part(links):
    """The peers of the largest part of a network, ascending."""
    above = {}

    def part_of(peer):
        while above.setdefault(peer, peer) != peer:
            above[peer] = above[above[peer]]
            peer = above[peer]
        return peer

    for a, b in links:
        above[part_of(a)] = part_of(b)
    parts = {}
    for peer in above:
        parts.setdefault(part_of(peer), []).append(peer)
    return sorted(max(parts.values(), key=len))


def snapshot(folder):
    """The file of the crawl, or None."""
    named = folder is not None
    if not named and os.environ.get("RIPPLETANK_DATA"):
        folder = os.path.join(os.environ["RIPPLETANK_DATA"], "snap")
    file = Path(folder or ".").resolve() / "p2p-Gnutella04.txt"
    if folder and file.is_file():
        return file
    if named:
        refuse("--snapshots: no p2p-Gnutella04.txt in " + folder, 2)
    return None


def searches(network):
    """Each way to search, for items with few and with many copies."""
    records = []
    for copies in (20, 50, 100):
        for name, search in SEARCHES:
            record = {"network": network.name, "copies": copies, "search": name}
            records.append({**record, **network.search(search, copies)})
    return records


def rings_and_walkers(network):
    """An expanding ring and 4 to 32 walkers, from rare items to common ones."""
    records = []
    for copies in (1, 5, 20, 100):
        if network.name == "grid" and copies == 1:
            continue  # half a million messages for each query of the ring
        queries = QUERIES if copies >= 20 else COSTLY
        flood = network.search({"model": "flood"}, copies, queries)
        ring = network.search({"model": "expanding_ring"}, copies, queries)
        record = {
            "network": network.name,
            "copies": copies,
            "flood_messages": flood["messages"],
            "ring_messages": ring["messages"],
            "ring_hops": ring["hops"],
        }
        for walkers in WALKERS:
            walk = {"model": "random_walks", "walkers": walkers, "walk_max_hops": FAR_HOPS}
            measured = network.search(walk, copies, queries)
            record["walkers_%d_messages" % walkers] = measured["messages"]
            record["walkers_%d_found_percent" % walkers] = measured["found_percent"]
        record["walkers_32_checks"] = measured["checks"]
        record["walkers_32_hops"] = measured["hops"]
        record["ring_by_32"] = ring["messages"] / measured["messages"]
        record["ring_by_32_unchecked"] = ring["messages"] / (
            measured["messages"] - measured["checks"]
        )
        record["ring_by_4"] = ring["messages"] / record["walkers_4_messages"]
        records.append(record)
    return records


def variants(network):
    """The parts of the cost of a ring and of walkers."""
    return [
        {"copies": copies, "search": name, **network.search(search, copies)}
        for copies in (20, 100)
        for name, search in VARIANTS
    ]


def replications(network):
    """The steps of a walker to the first hit, and what theory says, by how copies are allotted."""
    asked = [(k + 1) ** -EXPONENT for k in range(ITEMS)]
    whole = math.fsum(asked)
    asked = [weight / whole for weight in asked]
    uniform = float(ITEMS)  # Cohen & Shenker: sum of share asked / share of copies
    theory = {
        "uniform": uniform,
        "proportional": uniform,
        "square_root": math.fsum(share**0.5 for share in asked) ** 2,
    }
    records = []
    for replication in theory:
        record = {"network": network.name, "replication": replication}
        for walkers, queries in ((1, 600), (32, 100)):
            walk = {"model": "random_walks", "walkers": walkers, "walk_max_hops": FAR_HOPS}
            measured = []
            for seed in SEEDS:
                more = {
                    "/seed": seed,
                    "/content/items": ITEMS,
                    "/content/popularity/exponent": EXPONENT,
                    "/content/replication/model": replication,
                }
                measured.append(network.search(walk, COPIES_PER_ITEM, queries, more))
            record["steps_%d" % walkers] = mean(run["hops"] for run in measured)
            record["messages_%d" % walkers] = mean(run["messages"] for run in measured)
        record["theory_percent"] = 100 * theory[replication] / uniform
        records.append(record)
    for record in records:
        record["steps_percent"] = 100 * record["steps_1"] / records[0]["steps_1"]
        record["messages_percent"] = 100 * record["messages_32"] / records[0]["messages_32"]
    return records


def print_searches(records, network):
    records = [record for record in records if record["network"] == network]
    previous = None
    for record in records:
        record["shown_copies"] = "" if record["copies"] == previous else str(record["copies"])
        previous = record["copies"]
    print_records(
        [
            ("shown_copies", "copies", 8, "%s"),
            ("search", "search         ", 15, "%-15s"),
            ("found_percent", "found\n%", 7, "%.1f"),
            ("messages", "messages\nper query", 10, "%.0f"),
            ("checks", "of which\nchecks", 9, "%.0f"),
            ("duplicates_percent", "dupl.\n%", 7, "%.1f"),
            ("hops", "hops of\nfirst hit", 10, "%.1f"),
            ("first_hit_ms", "after\nms", 7, "%.0f"),
            ("busiest_messages", "busiest\npeer", 8, "%.1f"),
        ],
        records,
    )
    for record in records:
        del record["shown_copies"]


def print_rings_and_walkers(records):
    print_records(
        [
            ("network", "network", 10, "%s"),
            ("copies", "copies", 7, "%d"),
            ("flood_messages", "\nflood", 7, "%.0f"),
            ("ring_messages", "\nring", 7, "%.0f"),
            ("walkers_4_messages", "4\nwalk", 7, "%.0f"),
            ("walkers_8_messages", "8\nwalk", 6, "%.0f"),
            ("walkers_32_messages", "32\nwalk", 6, "%.0f"),
            ("ring_by_32", "ring\n/ 32", 6, "%.1f"),
            ("ring_by_32_unchecked", "no\nchecks", 7, "%.1f"),
            ("ring_hops", "hops\nring", 7, "%.1f"),
            ("walkers_32_hops", "\n32", 7, "%.1f"),
        ],
        records,
    )


def print_variants(records):
    print_records(
        [
            ("search", "", 26, "%s"),
            ("copies", "copies", 7, "%d"),
            ("messages", "messages", 10, "%.0f"),
            ("copies_sent", "of the\nquery", 8, "%.0f"),
            ("checks", "checks", 8, "%.0f"),
            ("hits", "hits", 6, "%.0f"),
            ("hops", "hops of\nfirst hit", 10, "%.1f"),
            ("first_hit_ms", "after\nms", 7, "%.0f"),
        ],
        records,
    )


def print_replications(records):
    print_records(
        [
            ("network", "network", 10, "%s"),
            ("replication", "copies\n         ", 14, "%s"),
            ("steps_1", "steps of\n1 walker", 11, "%.0f"),
            ("steps_percent", "\n%", 6, "%.0f"),
            ("theory_percent", "theory\n%", 9, "%.0f"),
            ("messages_32", "messages of\n32 walkers", 14, "%.0f"),
            ("messages_percent", "\n%", 6, "%.0f"),
        ],
        records,
    )


def measured(binary, file):
    """All tables, as lists of records."""
    networks = {name: Network(binary, name) for name in MADE_UP}
    if file is not None:
        networks[CRAWL] = Network(binary, CRAWL, file)
    searched = [name for name in ("power_law", "random", CRAWL) if name in networks]
    return {
        "searches": [row for name in searched for row in searches(networks[name])],
        "walkers": [row for network in networks.values() for row in rings_and_walkers(network)],
        "variants": variants(networks["power_law"]),
        "replications": [
            row for name in ("random", "power_law") for row in replications(networks[name])
        ],
    }


TABLES = ("searches", "walkers", "variants", "replications")


def main():
    binary, options = command_line(__doc__, "--csv", "--snapshots", flags=["--stored"])
    if options["--stored"]:
        tables = {name: stored_results(HERE.name, name) for name in TABLES}
    else:
        tables = measured(binary, snapshot(options["--snapshots"]))
    walkers = {
        is_crawl: [row for row in tables["walkers"] if (row["network"] == CRAWL) == is_crawl]
        for is_crawl in (False, True)
    }
    print("Six ways to search: power_law, 10,876 peers, 7.3 connections each\n")
    print_searches(tables["searches"], "power_law")
    print("\nThe same: random, 10,876 peers, 7.4 connections each\n")
    print_searches(tables["searches"], "random")
    print("\nRing or walkers? Messages per query, on four networks\n")
    print_rings_and_walkers(walkers[False])
    print("\nWhat it depends on: power_law\n")
    print_variants(tables["variants"])
    print("\nHow many copies of what? 100 items, 20 copies each in the mean\n")
    print_replications(tables["replications"])
    if walkers[True]:
        print("\nSix ways to search: Gnutella, 4 August 2002, 10,876 peers, 7.4 connections each\n")
        print_searches(tables["searches"], CRAWL)
        print("\nRing or walkers? Messages per query, on the same network\n")
        print_rings_and_walkers(walkers[True])
    for name in TABLES:
        write_csv(options["--csv"], name, tables[name])


if __name__ == "__main__":
    main()
