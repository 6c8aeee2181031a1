#!/usr/bin/env python3
"""What does the server cost, and what when it dies? Three tables of networks with a server.

Usage: compare.py [BINARY]    (build/release/rippletank unless named)
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from runs import print_table, program, run  # noqa: E402

COUNTED_S = 1800 - 300  # from the warm-up to the horizon
DEATH_S = 900
CLIENTS = 200
SERVED_PER_S = 50  # by one worker that takes 20 ms
CACHE = {"/overlay/protocol/cache_bytes": 100_000_000}
NETWORKS = [
    ("centralized", "centralized", {}),
    ("centralized, cache", "centralized", CACHE),
    ("brokered", "brokered", {}),
]


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else None


def shown(number, decimals):
    return "-" if number is None else "%.*f" % (decimals, number)


def percent(part, whole):
    return "-" if whole == 0 else "%.1f" % (100 * part / whole)


def growth(binary):
    """Server traffic and success against the number of peers."""
    print("The server as the network grows\n")
    rows = [
        ["", "", "server", "server", "server", "answer", "items", "item"],
        ["", "", "messages", "files", "busy", "after", "fetched", "after"],
        ["network", "clients", "kbit/s", "kbit/s", "%", "ms", "%", "s"],
    ]
    for label, scenario, settings in NETWORKS:
        for clients in (50, 100, 200, 400):
            more = {"/overlay/topology/nodes": clients + 1, **settings}
            tables = run(binary, HERE / (scenario + ".json"), more, ["peers", "servers"])
            server = tables["peers"][0]
            summary = tables["summary"]
            kbit_s = [
                (int(server[a]) + int(server[b])) * 8 / 1000 / COUNTED_S
                for a, b in (("bytes_in", "bytes_out"), ("uploaded_bytes", "downloaded_bytes"))
            ]
            rows.append(
                [
                    label,
                    str(clients),
                    *("%.0f" % rate for rate in kbit_s),
                    "%.1f" % (100 * float(tables["servers"][0]["utilisation"])),
                    shown(summary["first_hit_ms_mean"], 0),
                    percent(summary["downloads_complete"], summary["downloads"]),
                    shown(
                        summary["download_ms_mean"] and summary["download_ms_mean"] / 1000, 1
                    ),
                ]
            )
    print_table(rows, [19, 8, 9, 8, 8, 8, 9, 8])


def load(binary):
    """Response time against load, with what theory says."""
    print("\nThe response of a broker under load: 20 ms of work for each search, mean\n")
    rows = [["load", "searches/s", "response ms", "M/M/1 ms", "waiting"]]
    for share in (0.3, 0.5, 0.7, 0.9):
        rate_per_s = share * SERVED_PER_S
        tables = run(
            binary,
            HERE / "brokered.json",
            {
                "/horizon_s": 6300,
                "/queries/rate_per_min": rate_per_s * 60 / CLIENTS,
                "/queries/download": False,
            },
            ["servers"],
        )
        server = tables["servers"][0]
        arrived_per_s = int(server["requests"]) / 6000
        rows.append(
            [
                "%.1f" % share,
                "%.1f" % arrived_per_s,
                "%.1f" % float(server["response_ms_mean"]),
                "%.1f" % (1000 / (SERVED_PER_S - arrived_per_s)),
                "%.2f" % float(server["waiting_mean"]),
            ]
        )
    print_table(rows, [6, 12, 13, 11, 10])


def death(binary):
    """What still works after the server has crashed."""
    print("\nThe server crashes after %d s, for good\n" % DEATH_S)
    rows = [
        ["", "queries", "queries", "files", "files", "files", "files"],
        ["", "that work", "that work", "on their", "of these", "begun", "of these"],
        ["network", "before %", "after %", "way", "finished", "later", "finished"],
    ]
    crash = {"/failures": [{"at_s": DEATH_S, "peers": {"choose": "ids", "ids": [0]}}]}
    for label, scenario, settings in NETWORKS + [("irc with DCC", "irc", {})]:
        tables = run(
            binary, HERE / (scenario + ".json"), {**crash, **settings}, ["queries", "downloads"]
        )
        # A search has worked if it was answered, a line of a chat if somebody has read it.
        worked = "reach" if scenario == "irc" else "hits"
        rows.append([label, *working(tables["queries"], worked), *finished(tables["downloads"])])
    print_table(rows, [19, 11, 11, 10, 10, 8, 10])


def working(queries, worked):
    """Shares of queries that have worked, of those before the crash and of those after."""
    shares = []
    for after in (False, True):
        group = [query for query in queries if (float(query["time_s"]) >= DEATH_S) == after]
        shares.append(percent(sum(int(query[worked]) > 0 for query in group), len(group)))
    return shares


def finished(downloads):
    """Transfers that were running at the crash, those that began later, and how many finished."""
    counts = []
    for later in (False, True):
        group = [
            row
            for row in downloads
            if (float(row["start_s"]) >= DEATH_S) == later
            and (later or row["duration_s"] == "" or ends(row) >= DEATH_S)
        ]
        counts += [str(len(group)), str(sum(row["status"] == "complete" for row in group))]
    return counts


def ends(row):
    return float(row["start_s"]) + float(row["duration_s"])


def main():
    binary = program(__doc__)
    growth(binary)
    load(binary)
    death(binary)


if __name__ == "__main__":
    main()
