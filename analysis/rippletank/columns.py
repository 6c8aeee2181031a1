"""What the columns of result tables are: names or numbers, their units, their definitions."""

from functools import lru_cache
from pathlib import Path

# Columns that hold names of the input, by what they name. All of one kind are whole numbers, or all
# are texts, so that tables can be joined.
NAMES = {
    "queries": {"origin": "peer", "item": "item"},
    "peers": {"peer": "peer", "host": "node"},
    "downloads": {"from": "peer", "to": "peer", "relay": "peer", "item": "item"},
    "requests": {"origin": "peer", "item": "item"},
    "copies": {"item": "item"},
    "probes": {"origin": "peer", "item": "item"},
    "servers": {"server": "peer"},
    "links": {"from": "node", "to": "node"},
    "connections": {"peer": "peer", "neighbour": "peer"},
    "pings": {"from": "peer", "to": "peer"},
}

# Columns of words. They stay texts even if all of them look like numbers, or none is there.
TEXTS = {
    "hops": {"query_id"},  # "all" for the sum over all queries
    "messages": {"type"},
    "peers": {"role", "access_class"},
    "downloads": {"what", "method", "status"},
    "reachability": {"to", "from", "method", "status"},
    "requests": {"kind", "outcome", "reason"},
    "probes": {"outcome"},
    "links": {"layer"},
    "failures": {"what", "reason"},
    "series": {"metric"},
    "runs": {"run_id", "status", "fingerprint", "message"},
    "groups": {"metric", "unit", "warning"},
}

TRUTHS = {"peers": {"firewalled"}}

# Whole numbers that may be missing: of the type Int64, as int64 has no place for that.
COUNTS_WITH_GAPS = set(
    """query_id ttl_hops first_hit_hops path_hops hops_max links medium queries_before
    answered_before queries_during answered_during queries_after answered_after""".split()
)

# Whole numbers in tables of runs, whose other numbers may be missing where a run failed.
EXACT = {"seed": "uint64", "repetition": "int64"}

# What ends a column's name, and what an axis then says.
_UNITS = {
    "kbit_s": "kbit/s",
    "mbit_s": "Mbit/s",
    "per_min": "per min",
    "per_hour": "per h",
    "ms": "ms",
    "s": "s",
    "bytes": "bytes",
    "share": "ratio",
    "hops": "hops",
}

_CAPITALS = {"ttl": "TTL", "htl": "HTL", "sd": "SD"}

# What is counted, where a column's name says so by its first or last word.
_COUNTED = {
    "reach": "peers",
    "coverage": "ratio",
    "utilisation": "ratio",
    "duplicates": "messages",
    "component": "peers",
    "degree": "connections",
    "hits": "answers",
    "hop": "hops",
    "backtracks": "times",
    "delivered": "messages",
    "dropped": "messages",
    "drops": "frames",
}
_COUNTED.update(
    (word, word)
    for word in (
        "attempts components connections copies frames hops links messages peers queries requests"
    ).split()
)


def unit_of(column):
    """The unit of a column of a table, as its name tells; None for what is no quantity."""
    for ending, unit in _UNITS.items():
        if column == ending or column.endswith("_" + ending):
            return unit
    words = column.split("_")
    if words[-1] == "id":
        return None
    if "bytes" in words:
        return "bytes"
    if "ms" in words:
        return "ms"
    return _COUNTED.get(words[-1]) or _COUNTED.get(words[0])


def is_measured(column):
    """Whether a column holds times, shares or means: floating point, even if all are whole."""
    unit = unit_of(column)
    if unit not in (None, "bytes", "hops") and unit in _UNITS.values():
        return True
    return column.endswith("_mean") or column in ("stretch", "path_links", "value")


def label_of(name, unit=None):
    """What an axis says of a quantity: its name in words, and its unit if that tells more.

    A ratio has none, as the ticks of an axis show it in percent.
    """
    unit = unit or unit_of(name)
    name, _, statistic = name.rpartition("_")
    if statistic not in ("mean", "min", "max") or not name or name.endswith("_per"):
        name, statistic = (name + "_" + statistic).strip("_"), None
    for ending in _UNITS:
        if ending not in ("bytes", "share") and name.endswith("_" + ending):
            name = name[: -len(ending) - 1]
    words = name.split("_")
    text = " ".join(_CAPITALS.get(word, word) for word in words)
    text += ", " + statistic if statistic else ""
    said = {None, "ratio", *words, *(word + "s" for word in words)}
    return text if unit in said else "%s (%s)" % (text, unit)


def _page():
    """The page that defines the tables: beside the package where it is installed, else in docs."""
    here = Path(__file__).resolve().parent
    for page in (here / "tables.md", here.parents[1] / "docs" / "reference" / "tables.md"):
        if page.is_file():
            return page
    return None


@lru_cache(maxsize=None)
def definitions():
    """What each column of each table means: {table: {column: text}}, as the reference tells."""
    page = _page()
    found = {}
    table = None
    for line in page.read_text("utf-8").splitlines() if page else ():
        if line.startswith("## ") and line.endswith(".csv"):
            table = found.setdefault(line[3:-4], {})
        elif line.startswith("| `") and table is not None:
            column, meaning = line.strip("| ").split(" | ", 1)
            table[column.strip("`")] = meaning
    return found


def describe(name):
    """What a table is, column by column, or what one column means: "queries", "queries.reach".

    A column alone ("reach") is looked for in all tables. The measures in summary.json are described
    by the result that has them: `result.describe("reach_mean")`.
    """
    import pandas as pd

    table, _, column = name.partition(".")
    known = definitions()
    if table in known and not column:
        rows = [(each, unit_of(each), text) for each, text in known[table].items()]
        return pd.DataFrame(rows, columns=["column", "unit", "meaning"]).set_index("column")
    if column:
        found = {table: known.get(table, {}).get(column)}
    else:
        found = {each: columns.get(name) for each, columns in known.items()}
    texts = ["%s.csv: %s" % (each, text) for each, text in found.items() if text]
    if not texts:
        raise KeyError("no table or column is called %r; tables: %s" % (name, ", ".join(known)))
    return "\n".join(texts)
