#!/usr/bin/env python3
"""What survives an attack? Random loss against the loss of those with most connections.

Usage: compare.py [BINARY] [OPTIONS]    (build/release/rippletank unless named)

    --snapshots DIR  the folder with p2p-Gnutella04.txt and the other crawls, from
                     snap.stanford.edu/data; without it, the folder snap in that of the
                     environment's RIPPLETANK_DATA. Crawls come last, and only those that are there.
    --csv DIR        write all numbers to DIR, too
    --plots DIR      draw them as SVG files in DIR, too; needs python3-matplotlib
    --stored         print what was found and is kept in results/reference, crawls included
"""

import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from plots import line_plot  # noqa: E402
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

STUDY = HERE.name
SCENARIO = HERE / "network.json"
CRAWLS = ("04", "05", "06", "08", "09", "24", "25", "30", "31")
# About 10,000 peers with about four connections each, where the layout leaves a choice.
GENERATORS = {
    "star": {"nodes": 10000, "centre": "node"},
    "bus": {"nodes": 10000},
    "ring": {"nodes": 10000},
    "tree": {"stars": 100, "nodes_per_star": 99, "centre": "node"},
    "combined_star": {"centres": 100, "nodes_per_centre": 99, "centre": "node"},
    "true_mesh": {"nodes": 300},
    "complex_mesh": {"clusters": 50, "nodes_per_cluster": 20, "centre": "none"},
    "balanced_tree": {"branching": 3, "depth": 8},
    "regular_tree": {"degree": 4, "depth": 8},
    "grid": {"rows": 100, "columns": 100},
    "erdos_renyi": {"nodes": 10000, "mean_degree": 4},
    "random_regular": {"nodes": 10000, "degree": 4},
    "barabasi_albert": {"nodes": 10000, "links_per_node": 2},
    "watts_strogatz": {"nodes": 10000, "neighbours": 4, "rewire_probability": 0.1},
    "power_law": {"nodes": 10000, "exponent": 2.0, "degree_max": 100},
    "kleinberg_ring": {"nodes": 10000, "long_links": 1},
    "clustered": {"clusters": 1000, "leaves_per_cluster": 9},
    "transit_stub": {
        "transit_domains": 10,
        "transit_nodes_per_domain": 10,
        "stubs_per_transit_node": 10,
        "stub_nodes": 10,
    },
}
DRAWN = ("erdos_renyi", "barabasi_albert", "gnutella04")
LOSSES = tuple(range(1, 100))  # percent
TOLD = (5, 10, 20, 30, 50)
SEEDS = range(1, 4)  # of random networks and of random loss
WAYS = {
    "random": {"choose": "fraction"},
    "attack": {"choose": "highest_degree"},
    "adaptive": {"choose": "highest_degree", "adaptive": True},
}
GONE = 1  # percent of all peers: the largest component is no part of a network any more


def crawls(folder):
    """The files of the crawls that are there, by name."""
    named = folder is not None
    if not named and os.environ.get("RIPPLETANK_DATA"):
        folder = os.path.join(os.environ["RIPPLETANK_DATA"], "snap")
    found = {}
    for day in CRAWLS if folder else ():
        file = Path(folder).resolve() / ("p2p-Gnutella%s.txt" % day)
        if file.is_file():
            found["gnutella" + day] = {"model": "edge_list", "file": str(file)}
    if named and not found:
        refuse("--snapshots: no p2p-Gnutella04.txt in " + folder, 2)
    return found


def figures(binary, topology, seed):
    """What `rippletank topology` says of a network."""
    command = [binary, "topology", str(SCENARIO), "--layer", "overlay", "--format", "json"]
    command += ["--set", "/overlay/topology=" + json.dumps(topology), "--seed", str(seed)]
    return json.loads(play(binary, command))


def curve(binary, topology, way, seed):
    """Of all peers the share in the largest component, in percent, after each loss."""
    failures = [
        {
            "at_s": loss,
            "duration_s": 0.5,
            "peers": {**WAYS[way], "fraction": loss / 100},
        }
        for loss in LOSSES
    ]
    settings = {"/overlay/topology": topology, "/seed": seed, "/failures": failures}
    rows = run(binary, SCENARIO, settings, ["failures"])["failures"]
    peers = int(rows[-1]["peers_online"])
    return [
        100 * int(row["largest_component"]) / peers for row in rows if row["reason"] == "crash"
    ]


def breaks_at(shares):
    """The first loss, in percent, that leaves no large component; None if none does."""
    return next((loss for loss, share in zip(LOSSES, shares) if share < GONE), None)


def survival(binary, name, topology):
    """A row of the table, and the curves of the network."""
    is_crawl = topology["model"] == "edge_list"
    shapes = [figures(binary, topology, seed) for seed in (SEEDS[:1] if is_crawl else SEEDS)]
    row = {
        "network": name,
        "peers": shapes[0]["nodes"],
        "degree": mean(shape["degree_mean"] for shape in shapes),
        "degree_max": mean(shape["degree_max"] for shape in shapes),
        "threshold": 100 * mean(shape["percolation_threshold"] for shape in shapes),
    }
    curves = {}
    for way in WAYS:
        # An attack leaves nothing to chance.
        draws = SEEDS[:1] if is_crawl and way != "random" else SEEDS
        seeds = [curve(binary, topology, way, seed) for seed in draws]
        curves[way] = [mean(shares) for shares in zip(*seeds)]
        row[way + "_breaks_at"] = breaks_at(curves[way])
        for loss in TOLD:
            row["%s_%d" % (way, loss)] = curves[way][LOSSES.index(loss)]
    return row, curves


def damage(binary, snapshots):
    """The table, and the curves of some networks."""
    networks = {name: {"model": name, **values} for name, values in GENERATORS.items()}
    networks.update(crawls(snapshots))
    rows, lines = [], []
    for name, topology in networks.items():
        row, curves = survival(binary, name, topology)
        rows.append(row)
        if name in DRAWN:
            lines += [
                {"network": name, "loss": loss, **{way: curves[way][i] for way in WAYS}}
                for i, loss in enumerate(LOSSES)
            ]
    return rows, lines


def draw(folder, lines):
    """One picture per network, and one of all under random loss and attack."""
    names = list(dict.fromkeys(line["network"] for line in lines))
    title = "What is left of three networks"
    of = {
        "%s, %s" % (name, way): [line[way] for line in lines if line["network"] == name]
        for name in names
        for way in ("random", "adaptive")
    }
    line_plot(
        Path(folder) / "damage.svg",
        title,
        "peers lost, %",
        LOSSES,
        of,
        "largest component, % of all peers",
    )


def main():
    binary, given = command_line(__doc__, "--snapshots", "--csv", "--plots", flags=["--stored"])
    if given["--stored"]:
        rows, lines = stored_results(STUDY, "survival"), stored_results(STUDY, "curves")
    else:
        rows, lines = damage(binary, given["--snapshots"])
        write_csv(given["--csv"], "survival", rows)
        write_csv(given["--csv"], "curves", lines)
    if given["--plots"] is not None:
        draw(given["--plots"], lines)
    shape = [
        ("network", "", 16, "%s"),
        ("peers", "peers", 7, "%d"),
        ("degree", "links\neach", 7, "%.1f"),
        ("degree_max", "most", 7, "%.0f"),
    ]
    print("The loss of peers that leaves no large component, % (threshold: theory of random loss)")
    print()
    ends = [(way + "_breaks_at", way, 10, "%d") for way in WAYS]
    print_records([*shape, ("threshold", "thresh-\nold", 9, "%.1f"), *ends], rows)
    print()
    print("Of all peers, those in the largest component after a loss, %")
    print()
    for way in WAYS:
        print("loss: " + way)
        after = [("%s_%d" % (way, loss), "%d %%" % loss, 8, "%.1f") for loss in TOLD]
        print_records([shape[0], *after], rows)
        print()


if __name__ == "__main__":
    main()
