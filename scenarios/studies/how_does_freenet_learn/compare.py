#!/usr/bin/env python3
"""How does Freenet learn? Paths while it learns, grows and is damaged; copies of what is popular.

Usage: compare.py [BINARY] [OPTIONS]    (build/release/rippletank unless named)

    --csv DIR        write all numbers to DIR, too
    --plots DIR      draw them as SVG files in DIR, too; needs python3-matplotlib
    --stored         print what was found and is kept in results/reference
"""

import collections
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from plots import line_plot  # noqa: E402
from runs import (  # noqa: E402
    command_line,
    mean,
    print_records,
    quantile,
    run,
    stored_results,
    write_csv,
)

STUDY = HERE.name
SEEDS = range(1, 11)
PEERS = 1000
LEARNT_S = 10_000
LEARNING_S = (200, 500, 1000, 1500, 2000, 3000, 4000, 5000, 6000, 8000, 10_000)
LIMIT_HOPS = 500  # the path of a probe that finds nothing
GROWN_SEEDS = range(1, 4)
FIRST_PEERS, GROW_EVERY_S = 20, 5
SIZES = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
LOST = (0, 10, 20, 30, 40, 50, 60, 70, 80)  # percent
QUARTILES = (
    ("lower_hops", "lower\nquartile", 11, "%.0f"),
    ("median_hops", "median", 9, "%.1f"),
    ("upper_hops", "upper\nquartile", 11, "%.0f"),
)
RANKS = ((1, 1), (2, 3), (4, 10), (11, 30), (31, 100), (101, 300), (301, 1000))


def quartiles(paths):
    paths = sorted(paths)
    return {
        "lower_hops": quantile(paths, 0.25),
        "median_hops": quantile(paths, 0.5),
        "upper_hops": quantile(paths, 0.75),
        "found_percent": 100 * mean(1 if path < LIMIT_HOPS else 0 for path in paths),
    }


def paths_by_time(tables):
    paths = collections.defaultdict(list)
    for row in tables["probes"]:
        paths[float(row["time_s"])].append(int(row["path_hops"]))
    return paths


def learning(binary):
    """The paths of probes in ten networks, while they learn."""
    paths = collections.defaultdict(list)
    medians = collections.defaultdict(list)
    for seed in SEEDS:
        found = paths_by_time(run(binary, HERE / "learn.json", {"/seed": seed}, ["probes"]))
        for time_s, probes in found.items():
            paths[time_s] += probes
            medians[time_s].append(quartiles(probes)["median_hops"])
    return [
        {
            "time_s": int(time_s),
            **quartiles(paths[time_s]),
            "least_median_hops": min(medians[time_s]),
            "greatest_median_hops": max(medians[time_s]),
        }
        for time_s in sorted(paths)
    ]


def growth(binary):
    """The same in three networks, while they grow; of each size the five probes from then on."""
    paths = collections.defaultdict(list)
    for seed in GROWN_SEEDS:
        found = paths_by_time(run(binary, HERE / "grow.json", {"/seed": seed}, ["probes"]))
        times = sorted(found)
        for peers in SIZES:
            grown_s = (peers - FIRST_PEERS) * GROW_EVERY_S
            after = [time_s for time_s in times if time_s >= grown_s][:5] or times[-5:]
            for time_s in after:
                paths[peers] += found[time_s]
    return [{"peers": peers, **quartiles(paths[peers])} for peers in SIZES]


def damaged(binary, seed, lost):
    """The probes just after a failure that hits so many peers, chosen as `lost` says."""
    settings = {
        "/seed": seed,
        "/overlay/protocol/probe_every_s": LEARNT_S,
        "/failures": [{"at_s": LEARNT_S - 0.001, "peers": lost}],
    }
    tables = run(binary, HERE / "learn.json", settings, ["probes"])
    return [int(row["path_hops"]) for row in tables["probes"] if float(row["time_s"]) > 0]


def most_known(binary, seed):
    """All peers, those first that are known to most others once the network has learnt."""
    tables = run(binary, HERE / "learn.json", {"/seed": seed}, ["connections"])
    degree = collections.Counter()
    for row in tables["connections"]:
        degree.update([int(row["peer"]), int(row["neighbour"])])
    return sorted(range(PEERS), key=lambda peer: (-degree[peer], peer))


def damage(binary):
    """The paths in five networks of which so many percent have failed, at random or chosen."""
    at_random = collections.defaultdict(list)
    chosen = collections.defaultdict(list)
    for seed in SEEDS[:5]:
        order = most_known(binary, seed)
        for lost in LOST:
            fraction = {"choose": "fraction", "fraction": lost / 100}
            at_random[lost] += damaged(binary, seed, fraction)
            ids = {"choose": "ids", "ids": order[: PEERS * lost // 100]}
            chosen[lost] += damaged(binary, seed, ids if lost else fraction)
    rows = []
    for lost in LOST:
        random, attack = quartiles(at_random[lost]), quartiles(chosen[lost])
        rows.append(
            {
                "lost_percent": lost,
                "random_median_hops": random["median_hops"],
                "random_found_percent": random["found_percent"],
                "attack_median_hops": attack["median_hops"],
                "attack_found_percent": attack["found_percent"],
            }
        )
    return rows


def popularity(binary):
    """What becomes of items that are asked for more or less, by their ranks, in five networks."""
    of_ranks = collections.defaultdict(lambda: collections.defaultdict(list))
    for seed in SEEDS[:5]:
        settings = {"/seed": seed, "/measure/bin_s": 20_000, "/measure/items": list(range(1000))}
        tables = run(binary, HERE / "popular.json", settings, ["requests", "copies"])
        at_end = {int(row["item"]): row for row in tables["copies"] if float(row["time_s"]) > 0}
        requests = collections.defaultdict(list)
        for row in tables["requests"]:
            if row["kind"] == "request" and row["item"]:
                requests[int(row["item"])].append(row)
        for first, last in RANKS:
            cell = of_ranks[(first, last)]
            for item in range(first - 1, last):
                asked = requests[item]
                late = [row for row in asked if float(row["start_s"]) >= 10_000]
                found = [row for row in late if row["outcome"] == "found"]
                cell["requests"].append(len(asked))
                cell["copies"].append(int(at_end[item]["copies"]))
                if at_end[item]["hops_mean"]:
                    cell["nearest_hops"].append(float(at_end[item]["hops_mean"]))
                cell["late"].append(len(late))
                cell["found"].append(len(found))
                cell["paths"] += [int(row["path_hops"]) for row in found]
    return [
        {
            "first_rank": ranks[0],
            "last_rank": ranks[1],
            "requests": mean(cell["requests"]),
            "copies": mean(cell["copies"]),
            "nearest_hops": mean(cell["nearest_hops"]),
            "found_percent": 100 * sum(cell["found"]) / sum(cell["late"]),
            "path_hops": mean(cell["paths"]),
        }
        for ranks, cell in of_ranks.items()
    ]


def quartile_lines(rows):
    lines = {"upper quartile": "upper", "median": "median", "lower quartile": "lower"}
    return {name: [row[key + "_hops"] for row in rows] for name, key in lines.items()}


def draw(folder, learnt, grown, hurt):
    hops = {"ylabel": "hops", "log_y": True}
    line_plot(
        Path(folder) / "learning.svg",
        "A thousand peers learn: path of a probe",
        "time, s",
        [row["time_s"] for row in learnt],
        quartile_lines(learnt),
        **hops,
    )
    line_plot(
        Path(folder) / "growth.svg",
        "A network grows: path of a probe",
        "peers",
        [row["peers"] for row in grown],
        quartile_lines(grown),
        log_x=True,
        **hops,
    )
    line_plot(
        Path(folder) / "damage.svg",
        "Peers fail: median path of a probe",
        "peers lost, %",
        [row["lost_percent"] for row in hurt],
        {
            "the most known ones": [row["attack_median_hops"] for row in hurt],
            "at random": [row["random_median_hops"] for row in hurt],
        },
        **hops,
    )


def print_learning(rows):
    print("A thousand peers learn: path of a probe, over ten networks")
    print()
    shown = [row for row in rows if row["time_s"] in LEARNING_S]
    print_records(
        [
            ("time_s", "time\ns", 6, "%d"),
            *QUARTILES,
            ("least_median_hops", "least\nmedian", 9, "%.1f"),
            ("greatest_median_hops", "greatest\nmedian", 11, "%.1f"),
            ("found_percent", "found\n%", 9, "%.1f"),
        ],
        shown,
    )


def print_growth(rows):
    print("A network grows: path of a probe, over three networks")
    print()
    print_records(
        [
            ("peers", "peers", 7, "%d"),
            *QUARTILES,
            ("found_percent", "found\n%", 9, "%.1f"),
        ],
        rows,
    )


def print_damage(rows):
    print("Peers fail, at random or the most known ones: over five networks")
    print()
    print_records(
        [
            ("lost_percent", "lost\n%", 6, "%d"),
            ("random_median_hops", "at random:\nmedian", 13, "%.1f"),
            ("random_found_percent", "found\n%", 9, "%.1f"),
            ("attack_median_hops", "most known:\nmedian", 14, "%.1f"),
            ("attack_found_percent", "found\n%", 9, "%.1f"),
        ],
        rows,
    )


def print_popularity(rows):
    print("An item by how often it is asked for: over five networks")
    print()
    ranks = [{"ranks": "%d-%d" % (row["first_rank"], row["last_rank"]), **row} for row in rows]
    print_records(
        [
            ("ranks", "ranks", 10, "%s"),
            ("requests", "requests\nfor it", 10, "%.1f"),
            ("copies", "copies at\nthe end", 11, "%.1f"),
            ("nearest_hops", "hops to\nthe nearest", 13, "%.2f"),
            ("found_percent", "found\n%", 8, "%.1f"),
            ("path_hops", "path,\nhops", 8, "%.2f"),
        ],
        ranks,
    )


def main():
    binary, given = command_line(__doc__, "--csv", "--plots", flags=["--stored"])
    names = ("learning", "growth", "damage", "popularity")
    if given["--stored"]:
        tables = [stored_results(STUDY, name) for name in names]
    else:
        tables = [part(binary) for part in (learning, growth, damage, popularity)]
        for name, table in zip(names, tables):
            write_csv(given["--csv"], name, table)
    if given["--plots"] is not None:
        draw(given["--plots"], *tables[:3])
    for i, show in enumerate((print_learning, print_growth, print_damage, print_popularity)):
        if i > 0:
            print()
        show(tables[i])


if __name__ == "__main__":
    main()
