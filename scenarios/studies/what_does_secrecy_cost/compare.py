#!/usr/bin/env python3
"""What does secrecy cost? Friends who pass everything on for each other, lines that never rest.

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
    means_of,
    print_records,
    run,
    stored_results,
    write_csv,
)

STUDY = HERE.name
SEEDS = range(1, 6)
FRIENDS = 60
FIREWALLED = (0, 25, 50, 75, 90, 95)  # percent; of 100 nobody has a link
SPEEDS_KBIT_S = (32, 128, 384, 1600, 20000)
SMALL_GROUP = 20
HOUR_S = 3600
BIN_S = 10
WARM_UP_S = 600


def behind_firewalls(binary, percent):
    """How sixty friends fare, of whom so many percent cannot be connected to."""
    found = []
    for seed in SEEDS:
        settings = {
            "/seed": seed,
            "/firewalls/fraction": percent / 100,
            "/queries/origins": list(range(FRIENDS)),
        }
        tables = run(binary, HERE / "firewalls.json", settings, ["queries", "peers", "downloads"])
        fetched = [row for row in tables["downloads"] if row["status"] == "complete"]
        file_bytes = sum(int(row["carried_bytes"]) for row in tables["downloads"])
        sent = [int(row["bytes_out"]) for row in tables["peers"]]
        hops = [int(row["first_hit_hops"]) for row in tables["queries"] if row["first_hit_hops"]]
        found.append(
            {
                "links": tables["protocol"]["links_at_end"],
                "coverage": mean(100 * float(row["coverage"]) for row in tables["queries"]),
                "complete": 100 * len(fetched) / FRIENDS,
                "hops": mean(hops),
                "seconds": mean(float(row["duration_s"]) for row in fetched),
                "wire_bytes": sum(sent) / file_bytes if file_bytes else None,
                "busiest": 100 * max(sent) / sum(sent) if sum(sent) else None,
            }
        )
    return {"firewalled": percent, **means_of(found)}


def hour(binary, speed, saturate, is_busy, seed):
    """What twenty friends send in an hour, per peer and day, and in its bins."""
    settings = {
        "/seed": seed,
        "/overlay/protocol/speed_kbit_s": speed,
        "/overlay/protocol/saturate": saturate,
    }
    if is_busy:
        settings["/queries/origins"] = list(range(SMALL_GROUP))
        settings["/queries/start_s"] = WARM_UP_S + 60
        settings["/queries/interval_s"] = 170
    tables = run(binary, HERE / "saturation.json", settings, ["messages", "series"])
    sent = sum(int(row["bytes"]) for row in tables["messages"])
    bins = {}
    for row in tables["series"]:
        if row["metric"].startswith("bytes_") and float(row["time_s"]) >= WARM_UP_S:
            bins[row["time_s"]] = bins.get(row["time_s"], 0) + float(row["value"])
    return sent * 86400 / HOUR_S / SMALL_GROUP / 1e6, max(bins.values()), mean(bins.values())


def by_speed(binary, speed):
    """Megabytes per peer and day, and how far a busy hour stands out of an idle one."""
    row = {"speed_kbit_s": speed}
    for name, saturate in (("plain", False), ("full", True)):
        idle = [hour(binary, speed, saturate, False, seed) for seed in SEEDS]
        busy = [hour(binary, speed, saturate, True, seed) for seed in SEEDS]
        row[name + "_idle_mb"] = mean(each[0] for each in idle)
        row[name + "_busy_mb"] = mean(each[0] for each in busy)
        row[name + "_peak"] = mean(peak[1] / rest[2] for peak, rest in zip(busy, idle))
    return row


def main():
    binary, given = command_line(__doc__, "--csv", flags=["--stored"])
    if given["--stored"]:
        walls, lines = stored_results(STUDY, "firewalls"), stored_results(STUDY, "saturation")
    else:
        walls = [behind_firewalls(binary, percent) for percent in FIREWALLED]
        lines = [by_speed(binary, speed) for speed in SPEEDS_KBIT_S]
        write_csv(given["--csv"], "firewalls", walls)
        write_csv(given["--csv"], "saturation", lines)
    print("Sixty friends, of whom each would connect to eight: what firewalls cost")
    print()
    print_records(
        [
            ("firewalled", "fire-\nwalled, %", 10, "%d"),
            ("links", "links", 8, "%.1f"),
            ("coverage", "reached,\n%", 10, "%.1f"),
            ("complete", "files\nfetched, %", 12, "%.1f"),
            ("hops", "hops", 7, "%.2f"),
            ("seconds", "seconds\na file", 9, "%.1f"),
            ("wire_bytes", "bytes sent,\nper byte", 13, "%.2f"),
            ("busiest", "by the\nbusiest, %", 12, "%.1f"),
        ],
        walls,
    )
    print()
    print("Twenty friends: megabytes that each sends in a day, and how far the busiest 10 s of an")
    print("hour with twenty downloads stand out of an idle hour")
    print()
    print_records(
        [
            ("speed_kbit_s", "line,\nkbit/s", 8, "%d"),
            ("plain_idle_mb", "idle,\nMB", 9, "%.1f"),
            ("plain_busy_mb", "busy,\nMB", 9, "%.1f"),
            ("plain_peak", "times\nas much", 9, "%.2f"),
            ("full_idle_mb", "filled,\nidle, MB", 11, "%.1f"),
            ("full_busy_mb", "filled,\nbusy, MB", 11, "%.1f"),
            ("full_peak", "times\nas much", 9, "%.2f"),
        ],
        lines,
    )


if __name__ == "__main__":
    main()
