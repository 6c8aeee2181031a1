"""A folder of `rippletank sweep` as frames: its runs, and what they say at each grid point."""

from pathlib import Path

import pandas as pd

from . import columns, tables
from .results import is_sweep, load, read_summary


def load_sweep(folder):
    """The sweep in a folder, failed runs included."""
    folder = Path(folder)
    if not (folder / "summary.json").is_file() or not (folder / "runs.csv").is_file():
        raise FileNotFoundError("no sweep in %s: expected summary.json and runs.csv" % folder)
    summary = read_summary(folder)
    if not is_sweep(summary):
        raise ValueError("%s is a single result; read it with load" % folder)
    return Sweep(folder, summary)


class Sweep:
    """`.runs` has a row per run, `.groups` one per grid point and metric, `.axes` one per axis."""

    def __init__(self, folder, summary):
        self.folder = Path(folder)
        self.summary = summary
        self._runs = None
        self._groups = None

    def __repr__(self):
        done, failed = self.summary["runs"]["done"], self.summary["runs"]["failed"]
        return "Sweep %s over %s: %d runs done%s" % (
            self.name,
            ", ".join(self.axis_names) or "nothing",
            done,
            ", %d failed" % failed if failed else "",
        )

    @property
    def name(self):
        return self.summary["name"]

    @property
    def axis_names(self):
        return self.summary["columns"]

    @property
    def axes(self):
        """What was varied: the column in the tables, the pointer into the scenario, the values.

        Values that have a label in the tables have it here, too.
        """
        rows = []
        for column, (pointer, axis) in zip(self.axis_names, self._varied.items()):
            axis = axis if isinstance(axis, dict) else {"values": axis}
            rows.append((column, pointer, axis["values"], axis.get("labels") or None))
        names = ["column", "pointer", "values", "labels"]
        return pd.DataFrame(rows, columns=names).set_index("column")

    @property
    def _varied(self):
        return self.summary["provenance"]["sweep"]["vary"]

    @property
    def runs(self):
        """One row per run; the metrics of a run that failed are missing, and `message` says why."""
        if self._runs is None:
            frame = self._read("runs")
            self._runs = tables.explain(frame, "runs", self.summary["definitions"])
        return self._runs

    @property
    def done(self):
        return self.runs[self.runs["status"] == "done"]

    @property
    def failed(self):
        """The runs that came to nothing: where in the grid, and why."""
        wanted = ["run_id", "status", *self.axis_names, "repetition", "seed", "message"]
        return self.runs.loc[self.runs["status"] != "done", wanted]

    @property
    def groups(self):
        """One row per grid point and metric: n, mean, sd, half_width_95, quartiles, warning."""
        if self._groups is None:
            frame = self._read("groups")
            numbers = [each for each in frame if each in _STATISTICS]
            frame[numbers] = frame[numbers].astype("float64")
            self._groups = tables.explain(frame, "groups", self.summary["definitions"])
        return self._groups

    @property
    def metrics(self):
        return list(self.groups["metric"].unique())

    def metric(self, name):
        """The rows of the groups that are about one metric."""
        found = self.groups[self.groups["metric"] == name]
        if found.empty:
            raise KeyError("no metric %r; there are: %s" % (name, ", ".join(self.metrics)))
        return found.reset_index(drop=True)

    def wide(self, metric, statistic="mean"):
        """One statistic of a metric as a table: the first axis down, the others across.

        Where nothing is varied, there is one row.
        """
        long = self.metric(metric)
        if len(self.axis_names) < 2:
            long = long.set_index(self.axis_names) if self.axis_names else long
            return long[[statistic]].rename(columns={statistic: metric})
        first, *others = self.axis_names
        table = long.pivot(index=first, columns=others, values=statistic)
        across = pd.MultiIndex.from_frame(long[others]) if len(others) > 1 else long[others[0]]
        return table.reindex(index=long[first].unique(), columns=across.unique())

    def result(self, run_id):
        """The whole result of one run, if the sweep was told to keep folders (`--folders`)."""
        folder = self.folder / "runs" / str(run_id)
        if not folder.is_dir():
            raise FileNotFoundError(
                "no folder of run %s in %s: repeat the sweep with folders=True"
                % (run_id, self.folder)
            )
        return load(folder)

    def unit(self, metric):
        known = self.summary["definitions"].get(metric)
        return known["unit"] or None if known else columns.unit_of(metric)

    def describe(self, metric):
        known = self.summary["definitions"][metric]
        return known["definition"] + (" [%s]" % known["unit"] if known["unit"] else "")

    def label(self, name):
        return columns.label_of(name, self.unit(name))

    def _read(self, table):
        """Values of an axis stay what they are in the sweep file: numbers, truths, or texts."""
        types = {
            column: "string" if axis["labels"] else _type_of(axis["values"])
            for column, axis in self.axes.iterrows()
        }
        return tables.read(self.folder / (table + ".csv"), table, types=types)


def _type_of(values):
    kinds = {type(each) for each in values}
    if kinds == {bool}:
        return "bool"
    if not kinds <= {int, float}:
        return "string"
    if any(each != int(each) for each in values):
        return "float64"
    if -(2**63) <= min(values) and max(values) < 2**63:
        return "int64"
    return "uint64" if 0 <= min(values) and max(values) < 2**64 else "float64"  # seeds go so far


_STATISTICS = set(
    "mean sd half_width_95 min q25 median median_low_95 median_high_95 q75 max".split()
)
