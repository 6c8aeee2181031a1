#!/usr/bin/env python3
"""What do super-peers buy? The figures of Yang & Garcia-Molina (2003), measured once more.

Usage: compare.py [BINARY] [OPTIONS]    (build/release/rippletank unless named)

    --csv DIR        write all numbers to DIR, too
    --stored         print what was found and is kept in results/reference
"""

import csv
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
    run,
    stored_results,
    write_csv,
)

PEERS = 10_000
QUERIES = 200  # in a run; rates below make bandwidths of them
QUERIES_PER_S = 9.26e-3  # of each user
SESSION_S = 1080  # how long a user stays; each that goes makes room for one that joins
MBIT = 8 / 1e6  # of a byte
RESULTS_PER_PEER = 0.089  # of a query that reaches all

CLUSTERS = HERE / "clusters.json"
ALONE = 15  # super-peers that take more links alone, one in each run
SPARSE = {"degree_min": 2, "degree_max": 10}  # 3.1 links each
DENSE = {"degree_min": 6, "degree_max": 26}  # 10 links each
MESH_SIZES = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
POWER_LAW_SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


class Run:
    """What a run of some queries of peers all over the network says of its load."""

    def __init__(self, binary, scenario, peers, settings):
        # Peers are numbered cluster by cluster: such steps take queries from all alike.
        origins = [(2 * i + 1) * peers // (2 * QUERIES) for i in range(QUERIES)]
        settings = {"/queries/origins": origins, **settings}
        tables = run(binary, scenario, settings, ["queries", "messages", "peers"])
        self.peers = peers
        self.sent = {row["type"]: int(row["messages"]) for row in tables["messages"]}
        carried = {row["type"]: int(row["bytes"]) for row in tables["messages"]}
        self.publish_bytes = carried.get("publish", 0)
        self.answer_bytes = carried["query_hit"]
        self.query_bytes = carried["query"] + carried["query_hit"]
        self.results = mean(int(query["hits"]) for query in tables["queries"])
        self.connections = tables["summary"]["connections"]
        self.supers = [
            {key: int(row[key]) for key in ("degree", "bytes_in", "bytes_out")}
            for row in tables["peers"]
            if row["role"] == "super_peer"
        ]
        leaves = self.peers - len(self.supers)
        # Each leaf tells what it holds to all super-peers of its cluster, these to their partners.
        per_telling = self.publish_bytes / max(1, self.sent.get("publish", 0))
        partners = self.sent.get("publish", 0) // max(1, leaves)
        self.told_by_supers = per_telling * len(self.supers) * max(0, partners - 1)
        leaf_asks = sum(
            int(row["queries_issued"]) for row in tables["peers"] if row["role"] == "leaf"
        )
        hits = sum(int(row["queries_answered"]) for row in tables["peers"])
        # The last hop of an answer, to a leaf, is not one between super-peers.
        self.path = self.sent["query_hit"] / hits - leaf_asks / QUERIES if hits else 0

    def mbit_s(self, query_bytes, publish_bytes=0):
        """Bytes of all queries of a run, and of one publishing of each peer, as a bandwidth."""
        per_query = query_bytes / QUERIES * self.peers * QUERIES_PER_S
        return (per_query + publish_bytes / SESSION_S) * MBIT

    def total(self):
        """What all peers together send."""
        return self.mbit_s(self.query_bytes, self.publish_bytes)

    def incoming(self):
        """What comes in at a super-peer, mean."""
        arrived = sum(row["bytes_in"] for row in self.supers) - self.publish_bytes
        return self.mbit_s(arrived, self.publish_bytes) / len(self.supers)

    def both(self):
        """In and out of a super-peer, mean."""
        carried = sum(row["bytes_in"] + row["bytes_out"] for row in self.supers)
        told = self.publish_bytes + self.told_by_supers
        return self.mbit_s(carried - told, told) / len(self.supers)

    def outgoing_of(self, peer):
        """What a super-peer without partners sends."""
        return self.mbit_s(self.supers[peer]["bytes_out"])

    def supers_with(self, links):
        """Super-peers with so many links to others, where all have equally many leaves."""
        leaves = self.peers // len(self.supers) - 1
        return [
            number
            for number, row in enumerate(self.supers)
            if row["degree"] == links + leaves
        ]


def clustered(binary, size, partners=1, more=None):
    """Clusters of a size, partners included, whose super-peers are a mesh."""
    settings = {
        "/overlay/topology/clusters": PEERS // size,
        "/overlay/topology/leaves_per_cluster": size - partners,
        "/overlay/topology/partners": partners,
        **(more or {}),
    }
    return Run(binary, CLUSTERS, PEERS, settings)


def core_links(binary, clusters, degrees):
    """Links of a power law among super-peers, 0 to clusters - 1."""
    settings = {"nodes": clusters, **degrees}
    settings["degree_max"] = min(settings["degree_max"], clusters - 1)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "links.csv"
        command = [binary, "topology", str(HERE / "power_law.json"), "--format", "csv"]
        for key, value in settings.items():
            command += ["--set", "/overlay/topology/%s=%d" % (key, value)]
        play(binary, [*command, "--output", str(file)])
        with open(file, newline="", encoding="utf-8") as rows:
            return [(int(row["from"]), int(row["to"])) for row in csv.DictReader(rows)]


def with_leaves(binary, core, clusters, size, more=None):
    """The same number of leaves at each super-peer of a core."""
    first = [clusters + cluster * (size - 1) for cluster in range(clusters)]
    leaves = [(c, first[c] + leaf) for c in range(clusters) for leaf in range(size - 1)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "links.txt"
        file.write_text("".join("%d %d\n" % link for link in core + leaves), "utf-8")
        peers = clusters * size
        settings = {
            "/overlay/topology": {"model": "edge_list", "file": str(file)},
            "/peers/servers": list(range(clusters)),
            "/content/replication/replicas_per_item": round(RESULTS_PER_PEER * peers),
            **(more or {}),
        }
        return Run(binary, HERE / "power_law.json", peers, settings)


def sizes(binary):
    """Total bandwidth by cluster size, in a mesh and in a power law."""
    records = []
    for size in sorted({*MESH_SIZES, *POWER_LAW_SIZES}):
        record = {"cluster_size": size, "clusters": PEERS // size}
        mesh = clustered(binary, size) if size in MESH_SIZES else None
        record["mesh_mbit_s"] = mesh and mesh.total()
        record["mesh_per_result"] = mesh and mesh.query_bytes / QUERIES / mesh.results
        power_law = None
        if size in POWER_LAW_SIZES:
            clusters = PEERS // size
            power_law = with_leaves(binary, core_links(binary, clusters, SPARSE), clusters, size)
        record["power_law_mbit_s"] = power_law and power_law.total()
        record["power_law_results"] = power_law and power_law.results
        record["power_law_per_result"] = (
            power_law and power_law.query_bytes / QUERIES / power_law.results
        )
        records.append(record)
    return records


def halves(binary):
    """A super-peer's incoming bandwidth by its share of all peers."""
    records = []
    for clusters in (1, 2, 4, 5, 10, 20, 50, 100):
        share = 1 / clusters
        records.append(
            {
                "clusters": clusters,
                "share": share,
                "incoming_mbit_s": clustered(binary, PEERS // clusters).incoming(),
                "formula": 4 * share * (1 - share),
            }
        )
    most = max(record["incoming_mbit_s"] for record in records)
    for record in records:
        record["of_most"] = record["incoming_mbit_s"] / most
    return records


def networks(binary):
    """What is compared, each network with the size of its clusters."""
    compared = {}
    for size in (10, 20, 100):
        clusters = PEERS // size
        for links, degrees in (("3.1", SPARSE), ("10", DENSE)):
            core = core_links(binary, clusters, degrees)
            compared[links + " links, TTL 7", size] = with_leaves(binary, core, clusters, size)
    for size in (10, 20, 50):
        for ttl in (4, 3):
            compared["20 links, TTL %d" % ttl, size] = clustered(
                binary, size, 1, {**regular(20), "/overlay/protocol/ttl_hops": ttl}
            )
    compared["equal peers, TTL 7", 1] = Run(binary, HERE / "flat.json", 20_000, {})
    for links in (28, 18):
        settings = {
            **regular(links),
            "/overlay/topology/clusters": 2000,
            "/overlay/topology/leaves_per_cluster": 9,
            "/overlay/protocol/ttl_hops": 2,
            "/content/replication/replicas_per_item": 1780,
        }
        compared["%d links, TTL 2" % links, 10] = Run(binary, CLUSTERS, 20_000, settings)
    return compared


def regular(links):
    """Clusters each linked to so many others, chosen at random."""
    return {"/overlay/topology/core": "random_regular", "/overlay/topology/core_degree": links}


def parts(compared):
    """Where the bytes of a query go."""
    return [
        {
            "network": name,
            "peers": network.peers,
            "cluster_size": size,
            "copies": network.sent["query"] / QUERIES,
            "copies_kb": (network.query_bytes - network.answer_bytes) / QUERIES / 1000,
            "answers_kb": network.answer_bytes / QUERIES / 1000,
            "results": network.results,
            "path_hops": network.path,
            "total_mbit_s": network.total(),
        }
        for (name, size), network in compared.items()
    ]


def published(binary, compared):
    """Each published figure, ours, and what is between them."""
    records = []

    def row(what, size, paper, ours):
        ratio = ours / paper
        records.append(
            {
                "what": what,
                "cluster_size": size,
                "published": paper,
                "measured": ours,
                "ratio": ratio,
                "within_20_percent": "yes" if abs(ratio - 1) <= 0.2 else "no",
            }
        )

    for files, item_bytes in ((89, 72), (801, 9 * 72)):
        more = {"/overlay/protocol/publish_item_bytes": item_bytes}
        single, pair = (clustered(binary, 100, partners, more) for partners in (1, 2))
        what = "2 partners, %d files each: " % files
        row(what + "total, times", 100, 1.025, pair.total() / single.total())
        row("  one partner, in and out, times", 100, 0.52, pair.both() / single.both())

    for size in (10, 20, 100):
        sparse = compared["3.1 links, TTL 7", size]
        dense = compared["10 links, TTL 7", size]
        row("3.1 to 10 links: total, times", size, 0.69, dense.total() / sparse.total())
        row("  answers alone, times", size, 0.69, dense.answer_bytes / sparse.answer_bytes)
        row("  path of an answer before, hops", size, 5.4, sparse.path)
        row("  and after, hops", size, 3.0, dense.path)
        row("  results before", size, 750, sparse.results)
        row("  and after", size, 890, dense.results)

    for size in (10, 20):
        sparse = compared["3.1 links, TTL 7", size]
        dense = compared["10 links, TTL 7", size]
        before, after = one_goes_alone(binary, sparse, size)
        all_do = mean(dense.outgoing_of(peer) for peer in dense.supers_with(9))
        row("4 to 9 links, alone: out before, Mbit/s", size, 1.18, before)
        row("  and after, Mbit/s", size, 3.58, after)
        row("  times", size, 3.58 / 1.18, after / before)
        row("  out with 9 links if all do so, Mbit/s", size, 1.01, all_do)

    for size in (10, 20, 50):
        four, three = (compared["20 links, TTL %d" % ttl, size] for ttl in (4, 3))
        row("20 links, TTL 4 to 3: total, times", size, 0.81, three.total() / four.total())
        row("  results, times", size, 1.0, three.results / four.results)

    flat = compared["equal peers, TTL 7", 1]
    row("20,000 equal peers, TTL 7: results", 1, 269, flat.results)
    row("  path of an answer, hops", 1, 6.5, flat.path)
    for links in (28, 18):
        grouped = compared["%d links, TTL 2" % links, 10]
        saved = grouped.total() / flat.total()
        row("grouped, %d links, TTL 2: results" % links, 10, 270, grouped.results)
        row("  path of an answer, hops", 10, 1.9, grouped.path)
        row("  total, times", 10, 0.21, saved)
        row("  total per result, times", 10, 0.21, saved * flat.results / grouped.results)
    return records


def one_goes_alone(binary, sparse, size):
    """What super-peers with 4 links send, and what the same ones send that have 5 more; means."""
    clusters = PEERS // size
    core = core_links(binary, clusters, SPARSE)
    near = {}
    for a, b in core:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    fours = sparse.supers_with(4)
    chosen = fours[:: len(fours) // ALONE][:ALONE]
    after = []
    for peer in chosen:
        # Five others from all over the network; where one of them is a neighbour, the next one.
        more = []
        for fifth in range(5):
            other = (2 * fifth + 1) * clusters // 10
            while other == peer or other in near[peer]:
                other += 1
            more.append((peer, other))
        after.append(with_leaves(binary, core + more, clusters, size).outgoing_of(peer))
    return mean(sparse.outgoing_of(peer) for peer in chosen), mean(after)


def counts(binary):
    """Messages of one query and links in a mesh, which formulas tell exactly."""
    records = []
    for clusters, partners in ((10, 1), (10, 2), (100, 1), (100, 2)):
        size = PEERS // clusters
        measured = clustered(binary, size, partners, {"/queries/origins": [PEERS - 1]})
        leaf_links = clusters * (size - partners) * partners
        between = measured.connections - leaf_links - clusters * partners * (partners - 1) // 2
        records.append(
            {
                "clusters": clusters,
                "partners": partners,
                "messages": measured.sent["query"],
                "formula_messages": 1 + (clusters - 1),
                "links": between,
                "formula_links": clusters * (clusters - 1) // 2 * partners**2,
            }
        )
    return records


TABLES = ("sizes", "halves", "published", "parts", "counts")


def measured(binary):
    """All tables, as lists of records."""
    compared = networks(binary)
    return {
        "sizes": sizes(binary),
        "halves": halves(binary),
        "published": published(binary, compared),
        "parts": parts(compared),
        "counts": counts(binary),
    }


def print_all(tables):
    print("Total bandwidth by cluster size: 10,000 peers\n")
    print_records(
        [
            ("cluster_size", "cluster\nsize", 8, "%d"),
            ("clusters", "\nclusters", 9, "%d"),
            ("mesh_mbit_s", "mesh, TTL 1\nMbit/s", 13, "%.1f"),
            ("mesh_per_result", "bytes\nper result", 12, "%.0f"),
            ("power_law_mbit_s", "3.1 links, TTL 7\nMbit/s", 18, "%.1f"),
            ("power_law_results", "\nresults", 9, "%.0f"),
            ("power_law_per_result", "bytes\nper result", 11, "%.0f"),
        ],
        tables["sizes"],
    )
    print("\nWhat comes in at one super-peer, by its share f of all peers: mesh, TTL 1\n")
    print_records(
        [
            ("clusters", "clusters", 9, "%d"),
            ("share", "f", 8, "%.2f"),
            ("incoming_mbit_s", "Mbit/s in", 12, "%.2f"),
            ("of_most", "of the most", 13, "%.3f"),
            ("formula", "4 f (1 - f)", 13, "%.3f"),
        ],
        tables["halves"],
    )
    print("\nPublished and measured\n")
    print_records(
        [
            ("what", "", 43, "%s"),
            ("cluster_size", "cluster", 8, "%d"),
            ("published", "published", 10, "%.4g"),
            ("measured", "measured", 9, "%.3g"),
            ("ratio", "ratio", 6, "%.2f"),
            ("within_20_percent", "ok", 4, "%s"),
        ],
        tables["published"],
    )
    print("\nWhere the bytes go\n")
    print_records(
        [
            ("network", "network", 19, "%s"),
            ("peers", "peers", 7, "%d"),
            ("cluster_size", "cluster\nsize", 9, "%d"),
            ("copies", "copies of\nthe query", 11, "%.0f"),
            ("copies_kb", "kB per query\ncopies", 14, "%.0f"),
            ("answers_kb", "\nanswers", 8, "%.0f"),
            ("results", "\nresults", 9, "%.0f"),
        ],
        tables["parts"],
    )
    print("\nExact: one query of a leaf, and links between clusters, in a mesh\n")
    print_records(
        [
            ("clusters", "clusters", 9, "%d"),
            ("partners", "partners", 9, "%d"),
            ("messages", "messages", 10, "%d"),
            ("formula_messages", "1 + (S - 1)", 13, "%d"),
            ("links", "links", 8, "%d"),
            ("formula_links", "k k S (S - 1) / 2", 19, "%d"),
        ],
        tables["counts"],
    )


def main():
    binary, options = command_line(__doc__, "--csv", flags=["--stored"])
    if options["--stored"]:
        tables = {name: stored_results(HERE.name, name) for name in TABLES}
    else:
        tables = measured(binary)
    print_all(tables)
    for name in TABLES:
        write_csv(options["--csv"], name, tables[name])


if __name__ == "__main__":
    main()
