#!/usr/bin/env python3
"""Which architecture survives churn? Four ways to find a file, among peers of whom nobody stays.

Usage: compare.py [BINARY] [OPTIONS]    (build/release/rippletank unless named)

    --csv DIR        write all numbers to DIR, too
    --plots DIR      draw them as SVG files in DIR, too; needs python3-matplotlib
    --stored         print what was found and is kept in results/reference
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from runs import (  # noqa: E402
    command_line,
    means_of,
    print_records,
    run,
    stored_results,
    write_csv,
)

STUDY = HERE.name
SEEDS = range(1, 4)
SESSIONS_MIN = (10, 30, 60, 120)
USERS = 500
COUNTED_S = 10_800
BIN_S = 1800
EVERYBODY = {"choose": "fraction", "fraction": 1}
PARTNERS = {"/overlay/topology/partners": 2, "/overlay/topology/leaves_per_cluster": 23}
ARCHITECTURES = {
    "centralized": ("centralized", {}),
    "brokered": ("brokered", {}),
    "brokered, its server churns, too": ("brokered", {"/churn/peers": EVERYBODY}),
    "equal peers": ("equal_peer", {}),
    "super-peers": ("super_peer", {"/churn/peers": EVERYBODY}),
    "super-peers in pairs": ("super_peer", {"/churn/peers": EVERYBODY, **PARTNERS}),
    "super-peers that stay": ("super_peer", {}),
    "super-peers, elected": ("elected", {}),
}


def play(binary, architecture, settings):
    """Queries, messages and traffic of peers in a run."""
    scenario, own = ARCHITECTURES[architecture]
    names = ["queries", "messages", "peers"]
    return run(binary, HERE / (scenario + ".json"), {**own, **settings}, names)


def share(queries, key):
    """Percent of queries of whom a column says something but 0."""
    return 100 * sum(1 for query in queries if query[key] not in ("", "0")) / len(queries)


def at_session(binary, architecture, minutes):
    """What becomes of queries, and what they cost, where sessions are so long in the mean."""
    spans = {"/churn/%s/mean" % key: 60 * minutes for key in ("session_s", "downtime_s")}
    found = []
    for seed in SEEDS:
        tables = play(binary, architecture, {**spans, "/seed": seed})
        queries = tables["queries"]
        types = tables["messages"]
        sent = {key: sum(int(row[key]) for row in types) for key in ("messages", "bytes")}
        traffic = [int(row["bytes_in"]) + int(row["bytes_out"]) for row in tables["peers"]]
        found.append(
            {
                "found": share(queries, "hits"),
                "fetched": share(queries, "download_ms"),
                "messages": sent["messages"] / len(queries),
                "kilobytes": sent["bytes"] / len(queries) / 1000,
                "peer_bytes_s": sum(traffic) / USERS / COUNTED_S,
                "busiest_bytes_s": max(traffic) / COUNTED_S,
            }
        )
    return {"architecture": architecture, "session_min": minutes, **means_of(found)}


def over_time(binary):
    """Percent found in each half hour, after a start at which everybody is there."""
    settings = {"/churn/start": "online", "/warm_up_s": 0}
    bins = [{"until_min": (i + 1) * BIN_S // 60} for i in range(8)]
    for architecture in ARCHITECTURES:
        queries = []
        for seed in SEEDS:
            queries += play(binary, architecture, {**settings, "/seed": seed})["queries"]
        for number, record in enumerate(bins):
            first, last = number * BIN_S, (number + 1) * BIN_S
            own = [query for query in queries if first <= float(query["time_s"]) < last]
            record[architecture] = share(own, "hits")
    return bins


def draw(folder, by_session, by_time):
    from plots import line_plot

    found = {
        name: [row["found"] for row in by_session if row["architecture"] == name]
        for name in ARCHITECTURES
    }
    line_plot(
        Path(folder) / "found.svg",
        "Queries answered, by the length of sessions",
        "mean session, minutes",
        SESSIONS_MIN,
        found,
        "percent",
        log_x=True,
    )
    line_plot(
        Path(folder) / "over_time.svg",
        "Queries answered after a start with everybody, sessions of an hour",
        "minutes",
        [record["until_min"] for record in by_time],
        {name: [record[name] for record in by_time] for name in ARCHITECTURES},
        "percent",
    )


def main():
    binary, given = command_line(__doc__, "--csv", "--plots", flags=["--stored"])
    if given["--stored"]:
        by_session = stored_results(STUDY, "by_session")
        by_time = stored_results(STUDY, "over_time")
    else:
        by_session = [
            at_session(binary, architecture, minutes)
            for architecture in ARCHITECTURES
            for minutes in SESSIONS_MIN
        ]
        by_time = over_time(binary)
        write_csv(given["--csv"], "by_session", by_session)
        write_csv(given["--csv"], "over_time", by_time)
    print("500 users, half of whom are there: by the mean length of sessions")
    print()
    print_records(
        [
            ("architecture", "", 32, "%s"),
            ("session_min", "session,\nmin", 10, "%d"),
            ("found", "found,\n%", 8, "%.1f"),
            ("fetched", "fetched,\n%", 10, "%.1f"),
            ("messages", "messages\na query", 10, "%.1f"),
            ("kilobytes", "kB a\nquery", 8, "%.2f"),
            ("peer_bytes_s", "a peer,\nB/s", 9, "%.1f"),
            ("busiest_bytes_s", "busiest,\nB/s", 10, "%.0f"),
        ],
        by_session,
    )
    print()
    print("Percent found in each half hour after a start with everybody, sessions of an hour")
    print()
    titles = ("central-\nized", "brokered", "server\ntoo", "equal\npeers", "super-\npeers")
    titles += ("in pairs", "that\nstay", "elected")
    columns = [("until_min", "until,\nmin", 8, "%d")]
    columns += [
        (name, title, 10, "%.1f") for name, title in zip(ARCHITECTURES, titles, strict=True)
    ]
    print_records(columns, by_time)
    if given["--plots"]:
        draw(given["--plots"], by_session, by_time)


if __name__ == "__main__":
    main()
