#!/usr/bin/env python3
"""Why could Gnutella not scale? What passes each peer as its network grows, in five tables.

Usage: compare.py [BINARY] [OPTIONS]    (build/release/rippletank unless named)

    --csv DIR        write all numbers to DIR, too
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from runs import command_line, mean, print_records, print_table, run, write_csv  # noqa: E402

SIZES = (100, 300, 1000, 3000, 10000, 20000)
PER_PEER_S = 0.3 / 60  # queries
QUERIES = 100
PING_EVERY_S = 600
PINGS = 200
HEADERS = 40  # of TCP and IP, bytes
QUERY_BYTES = 44 + HEADERS
DEGREE = 4
ENOUGH_HOPS = 30
MODEM_UP_KBIT_S = 33.6
LINES = [("56k modem", MODEM_UP_KBIT_S), ("ISDN", 128), ("DSL", 256), ("T1", 1544)]
HUB_DEGREE = 50


def kbit_s(bytes_per_s):
    return bytes_per_s * 8 / 1000


def percent(share):
    return 100 * share


def asking(peers, first=0):
    """Settings for a network in which one peer after the other asks, as often as all would."""
    return {
        "/queries/origins": [first + k * peers // QUERIES for k in range(QUERIES)],
        "/queries/interval_s": 1 / (PER_PEER_S * peers),
    }


def per_second(row, seconds):
    """Bytes into a peer and out of it, per second, with the headers around its messages."""
    return [
        (int(row["bytes_" + way]) + HEADERS * int(row["messages_" + way])) / seconds
        for way in ("in", "out")
    ]


def queries_only(binary, scenario, peers, ttl):
    """What the queries of a network cost each of its peers."""
    settings = {
        "/overlay/topology/nodes": peers,
        "/overlay/protocol/ttl_hops": ttl,
        **asking(peers),
    }
    tables = run(binary, HERE / (scenario + ".json"), settings, ["peers", "queries"])
    seconds = QUERIES / (PER_PEER_S * peers)
    loads = [per_second(row, seconds) for row in tables["peers"]]
    busiest = max(range(peers), key=lambda peer: sum(loads[peer]))
    return {
        "network": scenario,
        "peers": peers,
        "ttl_hops": ttl,
        "ping_interval_s": None,
        "coverage_mean": mean(float(row["coverage"]) for row in tables["queries"]),
        "hops_max": tables["summary"]["hops_max"],
        "messages_per_query": mean(int(row["messages"]) for row in tables["queries"]),
        "in_bytes_per_s_mean": mean(load[0] for load in loads),
        "out_bytes_per_s_mean": mean(load[1] for load in loads),
        "busiest_degree": int(tables["peers"][busiest]["degree"]),
        "busiest_in_bytes_per_s": loads[busiest][0],
        "busiest_out_bytes_per_s": loads[busiest][1],
        "modems_full_share": mean(kbit_s(load[1]) > MODEM_UP_KBIT_S for load in loads),
    }


def pings_only(binary, peers):
    """What pings and pongs cost, without a query, in some seconds in which about PINGS begin."""
    seconds = min(PING_EVERY_S, PINGS * PING_EVERY_S / peers)
    settings = {
        "/overlay/topology/nodes": peers,
        "/overlay/protocol/ping_interval_s": PING_EVERY_S,
        "/warm_up_s": 2,  # until the first pongs are back
        "/horizon_s": 2 + seconds,
        "/queries/origins": [],
    }
    loads = [
        per_second(row, seconds)
        for row in run(binary, HERE / "gnutella.json", settings, ["peers"])["peers"]
    ]
    return {
        "network": "gnutella",
        "peers": peers,
        "ttl_hops": None,
        "ping_interval_s": PING_EVERY_S,
        "coverage_mean": None,
        "hops_max": None,
        "messages_per_query": None,
        "in_bytes_per_s_mean": mean(load[0] for load in loads),
        "out_bytes_per_s_mean": mean(load[1] for load in loads),
        "busiest_degree": None,
        "busiest_in_bytes_per_s": None,
        "busiest_out_bytes_per_s": None,
        "modems_full_share": None,
    }


def tree_reach(degree, ttl):
    """Peers that a query reaches in a tree without end, whose peers have `degree` connections."""
    return degree * sum((degree - 1) ** hop for hop in range(ttl))


def growth(binary):
    """Load against size: few hops, few hops with pings, and hops enough for all."""
    print("Four connections each: kbit/s in and out of a peer, mean\n")
    records = []
    rows = []
    for peers in SIZES:
        seven = queries_only(binary, "gnutella", peers, 7)
        pings = pings_only(binary, peers)
        everybody = queries_only(binary, "gnutella", peers, ENOUGH_HOPS)
        records += [seven, pings, everybody]
        out = seven["out_bytes_per_s_mean"]
        with_pings = out + pings["out_bytes_per_s_mean"]
        tree = PER_PEER_S * min(tree_reach(DEGREE, 7), peers - 1) * QUERY_BYTES
        copies = DEGREE - 1 + 1 / peers  # (2m - n + 1) / n with m = 4n / 2
        rows.append(
            {
                "peers": str(peers),
                "coverage": percent(seven["coverage_mean"]),
                "in": kbit_s(seven["in_bytes_per_s_mean"]),
                "out": kbit_s(out),
                "tree": kbit_s(tree),
                "with_pings": kbit_s(with_pings),
                "pings": percent(pings["out_bytes_per_s_mean"] / with_pings),
                "hops": everybody["hops_max"],
                "all_out": kbit_s(everybody["out_bytes_per_s_mean"]),
                "formula": kbit_s(PER_PEER_S * peers * copies * QUERY_BYTES),
            }
        )
    print_records(
        [
            ("peers", "\n\npeers", 6, "%s"),
            ("coverage", "TTL 7:\nreach\n%", 8, "%.1f"),
            ("in", "\nkbit/s\nin", 8, "%.2f"),
            ("out", "\n\nout", 7, "%.2f"),
            ("tree", "\n\ntree", 7, "%.2f"),
            ("with_pings", "pings:\nkbit/s\nout", 9, "%.2f"),
            ("pings", "\nof it\npings %", 9, "%.0f"),
            ("hops", "all:\nhops\nneeded", 8, "%d"),
            ("all_out", "\nkbit/s\nout", 9, "%.2f"),
            ("formula", "\n2m-n+1\nsays", 8, "%.2f"),
        ],
        rows,
    )
    return records


def hubs(binary):
    """Load against size where some peers have many connections."""
    print("\nA few hubs, four connections on average, TTL 7\n")
    records = [queries_only(binary, "hubs", peers, 7) for peers in SIZES]
    print_records(
        [
            ("peers", "\n\npeers", 6, "%s"),
            ("coverage", "\nreach\n%", 8, "%.1f"),
            ("out", "mean\nkbit/s\nout", 9, "%.2f"),
            ("links", "busiest:\nconnec-\ntions", 11, "%d"),
            ("busiest_in", "\nkbit/s\nin", 9, "%.1f"),
            ("busiest_out", "\n\nout", 9, "%.1f"),
            ("full", "peers that\nsend over\n33.6, %", 12, "%.1f"),
        ],
        [
            {
                "peers": str(record["peers"]),
                "coverage": percent(record["coverage_mean"]),
                "out": kbit_s(record["out_bytes_per_s_mean"]),
                "links": record["busiest_degree"],
                "busiest_in": kbit_s(record["busiest_in_bytes_per_s"]),
                "busiest_out": kbit_s(record["busiest_out_bytes_per_s"]),
                "full": percent(record["modems_full_share"]),
            }
            for record in records
        ],
    )
    return records


def broker(binary):
    """The same queries, asked of a server."""
    print("\nThe same queries to a server that knows who holds what\n")
    records = []
    for clients in SIZES:
        settings = {"/overlay/topology/nodes": clients + 1, **asking(clients, first=1)}
        tables = run(binary, HERE / "brokered.json", settings, ["peers", "queries"])
        seconds = QUERIES / (PER_PEER_S * clients)
        loads = [per_second(row, seconds) for row in tables["peers"]]
        records.append(
            {
                "clients": clients,
                "answered_share": mean(int(row["hits"]) > 0 for row in tables["queries"]),
                "client_in_bytes_per_s_mean": mean(load[0] for load in loads[1:]),
                "client_out_bytes_per_s_mean": mean(load[1] for load in loads[1:]),
                "server_in_bytes_per_s": loads[0][0],
                "server_out_bytes_per_s": loads[0][1],
            }
        )
    print_records(
        [
            ("clients", "\nclients", 8, "%s"),
            ("answered", "answered\n%", 10, "%.0f"),
            ("client_in", "client:\nbit/s in", 12, "%.1f"),
            ("client_out", "\nout", 8, "%.1f"),
            ("server_in", "server:\nkbit/s in", 14, "%.2f"),
            ("server_out", "\nout", 9, "%.2f"),
        ],
        [
            {
                "clients": str(record["clients"]),
                "answered": percent(record["answered_share"]),
                "client_in": 8 * record["client_in_bytes_per_s_mean"],
                "client_out": 8 * record["client_out_bytes_per_s_mean"],
                "server_in": kbit_s(record["server_in_bytes_per_s"]),
                "server_out": kbit_s(record["server_out_bytes_per_s"]),
            }
            for record in records
        ],
    )
    return records


def modems(binary, served_bytes):
    """When is which line full? By arithmetic; and what it is like, where all have modems."""
    print("\nWith how many peers a line is full, if a query is to reach all (by arithmetic)\n")
    lines = []
    for name, up_kbit_s in LINES:
        bytes_per_s = up_kbit_s * 1000 / 8
        lines.append(
            {
                "line": name,
                "up_kbit_s": up_kbit_s,
                # A peer passes a query on to all but the one it came from.
                "peers_degree_4": bytes_per_s / (PER_PEER_S * (DEGREE - 1) * QUERY_BYTES),
                "peers_hub": bytes_per_s / (PER_PEER_S * (HUB_DEGREE - 1) * QUERY_BYTES),
                "clients_of_server": bytes_per_s / (PER_PEER_S * served_bytes),
            }
        )
    print_records(
        [
            ("line", "\nline", 10, "%s"),
            ("up_kbit_s", "up\nkbit/s", 9, "%.1f"),
            ("peers_degree_4", "4 connections:\npeers", 17, "%.0f"),
            ("peers_hub", "50 connections:\npeers", 18, "%.0f"),
            ("clients_of_server", "server:\nclients", 12, "%.0f"),
        ],
        lines,
    )
    print("\nAll behind modems: 200 peers that ask as often as more of them would\n")
    records = []
    for peers in (1000, 2000, 3000, 3300, 3600, 4000):
        rate_per_min = PER_PEER_S * 60 * peers / 200
        tables = run(
            binary, HERE / "modems.json", {"/queries/rate_per_min": rate_per_min}, ["queries"]
        )
        copies = DEGREE - 1 + 1 / 200
        records.append(
            {
                "as_many_as": peers,
                "busy": PER_PEER_S * peers * copies * QUERY_BYTES * 8 / 1000 / MODEM_UP_KBIT_S,
                "early_last_reach_s_mean": reached_after_s(tables["queries"], 30, 60),
                "late_last_reach_s_mean": reached_after_s(tables["queries"], 60, 90),
                "in_flight": tables["summary"]["in_flight"],
            }
        )
    print_records(
        [
            ("as_many_as", "\nas many\nas", 9, "%d"),
            ("busy", "needed\nof the\nline %", 9, "%.0f"),
            ("early_last_reach_s_mean", "all reached\nafter s\n30 to 60 s", 14, "%.2f"),
            ("late_last_reach_s_mean", "\n\n60 to 90 s", 12, "%.2f"),
            ("in_flight", "messages\nwaiting\nat 150 s", 11, "%d"),
        ],
        [{**record, "busy": percent(record["busy"])} for record in records],
    )
    return lines, records


def reached_after_s(queries, first_s, end_s):
    """How long queries of that time took to reach their last peer; mean."""
    return mean(
        float(query["last_reach_ms"]) / 1000
        for query in queries
        if first_s <= float(query["time_s"]) < end_s
    )


def ritter(binary):
    """Ritter's table: bytes of a query by connections and TTL, as a formula and played out."""
    print("\nRitter's tree: bytes of one query of 83, by connections N and TTL\n")
    records = []
    agreed = {}
    depths = {2: 8, 3: 8, 4: 8, 5: 8, 6: 7, 7: 6, 8: 6}  # what does not take long
    for degree, depth in depths.items():
        settings = {"/overlay/topology/degree": degree, "/overlay/topology/depth": depth}
        tables = run(binary, HERE / "ritter.json", settings, ["queries", "hops"])
        query = tables["queries"][0]
        each = int(query["bytes"]) // int(query["messages"]) + HEADERS
        hops = [row for row in tables["hops"] if row["query_id"] == "all"]
        for ttl in range(1, 9):
            reach = tree_reach(degree, ttl)
            played = None
            if ttl <= depth:
                played = each * sum(int(row["messages"]) for row in hops if int(row["hop"]) <= ttl)
                if played == 83 * reach and agreed.get(degree, 0) == ttl - 1:
                    agreed[degree] = ttl
            records.append(
                {
                    "connections_each": degree,
                    "ttl_hops": ttl,
                    "reach": reach,
                    "bytes": 83 * reach,
                    "bytes_in_run": played,
                }
            )
    rows = [["TTL"] + ["N = %d" % degree for degree in depths]]
    for ttl in range(1, 9):
        row = [record["bytes"] for record in records if record["ttl_hops"] == ttl]
        rows.append(["%d" % ttl] + ["%d" % value for value in row])
    rows.append(["run"] + ["to %d" % agreed.get(degree, 0) for degree in depths])
    print_table(rows, [4, 7, 8, 10, 10, 11, 12, 12])
    return records


def main():
    binary, options = command_line(__doc__, "--csv")
    flat = growth(binary)
    flat += hubs(binary)
    clients = broker(binary)
    last = clients[-1]
    served_bytes = last["server_out_bytes_per_s"] / (PER_PEER_S * last["clients"])
    lines, waits = modems(binary, served_bytes)
    trees = ritter(binary)
    for name, records in (
        ("growth", flat),
        ("broker", clients),
        ("lines", lines),
        ("modems", waits),
        ("ritter", trees),
    ):
        write_csv(options["--csv"], name, records)


if __name__ == "__main__":
    main()
