"""A result folder of `rippletank run` as frames: one run, or repetitions of one."""

import json
from pathlib import Path

import pandas as pd

from . import columns, tables

# Which tables decide first whether names of a kind are numbers: those that have most of them.
_DECIDING = {"peer": ["peers"], "node": ["links"], "item": ["queries", "requests"]}


def load(folder):
    """The result in a folder: a Result, or Repetitions if it was run with --repetitions."""
    folder = Path(folder)
    if not (folder / "summary.json").is_file():
        raise FileNotFoundError("no result in %s: it has no summary.json" % folder)
    summary = read_summary(folder)
    if is_sweep(summary):
        raise ValueError("%s is a sweep; read it with load_sweep" % folder)
    return (Repetitions if "repetitions" in summary else Result)(folder, summary)


def read_summary(folder):
    """What summary.json says, if it is one of the program."""
    file = folder / "summary.json"
    try:
        summary = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise ValueError("%s: expected the JSON of a result: %s" % (file, error)) from None
    provenance = summary.get("provenance") if isinstance(summary, dict) else None
    if not isinstance(provenance, dict) or provenance.get("program") != "rippletank":
        raise ValueError(
            '%s is not one of rippletank: expected an object with "provenance": '
            '{"program": "rippletank", ...}' % file
        )
    lacking = [each for each in ("name", "definitions") if each not in summary]
    if lacking:
        raise ValueError("%s lacks %s: is it a whole one?" % (file, " and ".join(lacking)))
    return summary


def is_sweep(summary):
    return "columns" in summary


class _Folder:
    """What a result and repetitions have in common: a summary, tables, units and definitions."""

    def __init__(self, folder, summary):
        self.folder = Path(folder)
        self.summary = summary
        self._frames = {}
        self._kinds = {}

    @property
    def name(self):
        return self.summary["name"]

    @property
    def scenario(self):
        """The scenario as it was run: every value that was given, and every default."""
        return self.summary["provenance"]["scenario"]

    def unit(self, name):
        """The unit of a measure ("reach_mean") or of a column ("first_hit_ms")."""
        known = self.summary["definitions"].get(name)
        return known["unit"] or None if known else columns.unit_of(name)

    def describe(self, name):
        """What a measure is, or a table, or a column of one."""
        known = self.summary["definitions"].get(name)
        if not known:
            return columns.describe(name)
        return known["definition"] + (" [%s]" % known["unit"] if known["unit"] else "")

    def label(self, name):
        """What an axis says of a measure or a column: words, and the unit."""
        return columns.label_of(name, self.unit(name))

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __getitem__(self, table):
        if table not in self._frames:
            if table not in self.tables:
                raise KeyError(
                    "%s has no table %r, only: %s" % (self.folder, table, ", ".join(self.tables))
                )
            self._frames[table] = self._read(table)
        return self._frames[table]

    def __contains__(self, table):
        return table in self.tables

    def __dir__(self):
        return [*super().__dir__(), *self.tables]

    def _numbered(self, kind):
        """Whether names of a kind are whole numbers: read once, as it takes whole columns."""
        if kind not in self._kinds:
            self._kinds[kind] = self._are_numbers(kind)
        return self._kinds[kind]

    def _are_numbers(self, kind):
        """The first table that has such names decides; where there are none, they are texts."""
        for table in dict.fromkeys([*_DECIDING[kind], *columns.NAMES]):
            named = [each for each, of in columns.NAMES[table].items() if of == kind]
            files = self._files(table) if named else []
            frames = [tables.read_columns(file, named) for file in files]
            found = [frame[name].dropna() for frame in frames for name in frame]
            if any(len(names) for names in found):
                return all(tables.are_numbers(names) for names in found)
        return False


class Result(_Folder):
    """One run: `.results` are its numbers, `.queries`, `.hops`, `.peers`, ... its tables.

    `.tables` names those that there are; each is read when it is first asked for.
    """

    def __repr__(self):
        return "Result %s (seed %s): %s" % (
            self.name,
            self.summary["provenance"]["seed"],
            ", ".join(self.tables),
        )

    @property
    def tables(self):
        return sorted(file.stem for file in self.folder.glob("*.csv"))

    @property
    def results(self):
        """The headline numbers, then the figures of the protocol; missing ones are NaN."""
        numbers = {**self.summary["results"], **self.summary.get("protocol", {})}
        return pd.Series(numbers, name=self.name, dtype="float64")

    def _read(self, table):
        frame = tables.read(*self._files(table), table, self._numbered)
        return tables.explain(frame, table)

    def _files(self, table):
        file = self.folder / (table + ".csv")
        return [file] if file.is_file() else []

    def hops_of(self, query=None):
        """Peers reached, messages and duplicates by hop: of one query, or of all together."""
        wanted = "all" if query is None else str(query)
        found = self["hops"][self["hops"]["query_id"] == wanted]
        return found.drop(columns="query_id").set_index("hop")

    def over_time(self, prefix=""):
        """The table series with a column for each metric whose name begins so, by time_s."""
        long = self["series"]
        wide = long[long["metric"].str.startswith(prefix)].pivot(
            index="time_s", columns="metric", values="value"
        )
        return wide.rename_axis(columns=None)

    def with_peers(self, table, *names):
        """A table with what peers.csv tells of the peers in it: `origin_role`, `origin_degree`, ...

        The columns that name peers are all that do, unless they are given.
        """
        frame = self[table]
        kinds = columns.NAMES.get(table, {})
        for name in names or [each for each, kind in kinds.items() if kind == "peer"]:
            if kinds.get(name) != "peer":
                raise KeyError("%s.%s names no peers" % (table, name))
            told = self["peers"].set_index("peer").add_prefix(name + "_")
            frame = frame.join(told, on=name)
        return tables.explain(frame, table)

    def links_with_peers(self):
        """The table links with the peers at either end: how many, and which if it is one.

        Columns `from_peers`, `from_peer`, `to_peers`, `to_peer`. At the outer end of an access link
        there is its peer; elsewhere, the peers whose host the end is.
        """
        links = self["links"].copy()
        peers = self["peers"]
        hosts = peers["host"].astype("string")
        count = hosts.value_counts()
        only = peers.loc[~hosts.duplicated(keep=False)].assign(at=hosts).dropna(subset=["at"])
        only = only.set_index("at")["peer"].astype("object")
        for end in ("from", "to"):
            at = links[end].astype("string")
            links[end + "_peers"] = at.map(count).fillna(0).astype("int64")
            links[end + "_peer"] = at.map(only)
        access = links["layer"] == "access"
        links.loc[access, "from_peers"] = 1
        links.loc[access, "from_peer"] = links.loc[access, "from"].astype("object")
        return tables.explain(links, "links")

    def damage(self):
        """What each loss of peers left: shares of all peers, from the table failures.

        Columns: `time_s`, `lost_share`, `largest_share`, `components`.
        """
        failures = self["failures"]
        struck = failures[failures["reason"] != "repair"]
        peers = self.summary["results"]["peers"]
        return pd.DataFrame(
            {
                "time_s": struck["time_s"],
                "lost_share": 1 - struck["peers_online"] / peers,
                "largest_share": struck["largest_component"] / peers,
                "components": struck["components"],
            }
        ).reset_index(drop=True)


class Repetitions(_Folder):
    """Runs of one scenario with seeds of their own: `.runs`, and `.results` over all of them.

    `.repetition(3)` is one of them; `.queries`, `.peers`, ... hold the rows of all, with the number
    of the repetition in the first column; a repetition whose folder was removed has none there.
    """

    def __repr__(self):
        return "Repetitions of %s: %d" % (self.name, len(self))

    def __len__(self):
        return self.summary["repetitions"]

    @property
    def tables(self):
        found = {file.stem for each in self._kept() for file in self._folder(each).glob("*.csv")}
        return ["runs", *sorted(found)]

    @property
    def results(self):
        """A row for each number: n, mean, sd, min and max over the repetitions that have it."""
        numbers = {**self.summary["results"], **self.summary.get("protocol", {})}
        rows = {name: each or {"n": 0} for name, each in numbers.items()}
        frame = pd.DataFrame.from_dict(rows, orient="index")
        return frame.reindex(columns=["n", "mean", "sd", "min", "max"]).astype({"n": "int64"})

    def repetition(self, number):
        return load(self._folder(number))

    def __iter__(self):
        return (self.repetition(number) for number in range(len(self)))

    def _read(self, table):
        if table == "runs":
            return tables.explain(
                tables.read(self.folder / "runs.csv", "runs"), "runs", self.summary["definitions"]
            )
        frames = [tables.read(file, table, self._numbered) for file in self._files(table)]
        for name in columns.NAMES.get(table, ()):
            having = [frame for frame in frames if name in frame]
            if any(frame[name].dtype == "string" for frame in having):
                for frame in having:
                    frame[name] = frame[name].astype("string")
        numbers = [each for each in self._kept() if self._file(each, table).is_file()]
        for number, frame in zip(numbers, frames):
            frame.insert(0, "repetition", number)
        return tables.explain(pd.concat(frames, ignore_index=True), table)

    def _kept(self):
        return [each for each in range(len(self)) if self._folder(each).is_dir()]

    def _folder(self, number):
        return self.folder / ("repetition_%04d" % number)

    def _file(self, number, table):
        return self._folder(number) / (table + ".csv")

    def _files(self, table):
        files = [self._file(each, table) for each in self._kept()]
        return [file for file in files if file.is_file()]
