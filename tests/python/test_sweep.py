"""Sweep folders as frames: runs that failed, groups, grids."""

import json
import shutil
import tempfile
import unittest
from pathlib import Path

import numpy as np

import rippletank as rt

FIXTURES = Path(__file__).with_name("fixtures")


class SweepTest(unittest.TestCase):
    def setUp(self):
        self.sweep = rt.load_sweep(FIXTURES / "sweep")

    def test_axes(self):
        axes = self.sweep.axes
        self.assertEqual(list(axes.index), ["network", "ttl_hops"])
        self.assertEqual(axes.loc["ttl_hops", "pointer"], "/overlay/protocol/ttl_hops")
        self.assertEqual(axes.loc["ttl_hops", "values"], [2, 10])
        self.assertEqual(axes.loc["network", "labels"], ["grid", "NA"])
        words = "Sweep swept over network, ttl_hops: 7 runs done, 1 failed"
        self.assertEqual(repr(self.sweep), words)

    def test_a_run_that_failed_is_a_row_with_its_message(self):
        runs = self.sweep.runs
        self.assertEqual(len(runs), 8)
        self.assertEqual(len(self.sweep.done), 7)
        failed = self.sweep.failed.iloc[0]
        self.assertEqual((failed["network"], failed["ttl_hops"]), ("grid", 10))
        self.assertEqual(failed["message"], 'out of memory, as "peers" are many')
        self.assertEqual(runs["reach_mean"].isna().sum(), 1)
        self.assertEqual(runs["run_id"][0], "0000000000000010")
        self.assertEqual(runs["bytes"].dtype, "float64")

    def test_labels_are_texts_and_values_numbers(self):
        self.assertEqual(list(self.sweep.groups["network"].unique()), ["grid", "NA"])
        self.assertEqual(list(self.sweep.groups["ttl_hops"].unique()), [2, 10])

    def test_wide_keeps_the_order_of_the_grid(self):
        wide = self.sweep.wide("reach_mean")
        self.assertEqual(list(wide.index), ["grid", "NA"])
        self.assertEqual(list(wide.columns), [2, 10])
        self.assertEqual(wide.loc["NA", 10], 80)
        self.assertTrue(np.isnan(self.sweep.wide("reach_mean", "sd").loc["grid", 10]))

    def test_wide_is_the_mean_of_the_runs(self):
        runs = self.sweep.done.groupby(["network", "ttl_hops"])["bytes"].mean()
        wide = self.sweep.wide("bytes")
        for (network, ttl_hops), mean in runs.items():
            self.assertEqual(wide.loc[network, ttl_hops], mean)

    def test_metrics_units_and_warnings(self):
        self.assertEqual(self.sweep.metrics, ["reach_mean", "bytes"])
        self.assertEqual(self.sweep.unit("reach_mean"), "peers")
        self.assertEqual(self.sweep.metric("bytes")["warning"][1], "n = 1")
        with self.assertRaisesRegex(KeyError, "no metric 'reech'; there are: reach_mean, bytes"):
            self.sweep.wide("reech")

    def test_what_is_true_or_false_is_so_in_the_tables(self):
        sweep = self.changed({"/firewalls/upnp": [True, False], "/a": [2, 10]}, "grid", "NA")
        self.assertEqual(sweep.groups["network"].dtype, "bool")
        self.assertEqual(sweep.done[sweep.done["network"]]["ttl_hops"].to_list(), [2, 2, 10])
        self.assertEqual(sweep.wide("reach_mean").loc[True, 10], 40)
        mixed = self.changed({"/a": [True, "false"], "/b": [2, 10]}, "grid", "NA")
        self.assertEqual(list(mixed.groups["network"].unique()), ["true", "false"])

    def test_types_of_an_axis_are_those_of_its_values_though_no_run_is_there(self):
        for values, kind in (([2, 10], "int64"), ([2, 10.5], "float64"), ([2, 2**64 - 1], "uint64"),
                             ([2, "x"], "string"), ([True, False], "bool")):
            sweep = self.changed({"/a": ["grid", "NA"], "/b": values}, rows=False)
            self.assertEqual(sweep.runs["ttl_hops"].dtype, kind)
            self.assertEqual(sweep.groups["ttl_hops"].dtype, kind)
            self.assertEqual(sweep.groups["mean"].dtype, "float64")

    def test_where_nothing_is_varied_there_is_one_row(self):
        groups = self.sweep.groups
        self.sweep._groups = groups[:2].drop(columns=self.sweep.axis_names)
        self.sweep.summary["columns"] = []
        wide = self.sweep.wide("bytes")
        self.assertEqual((wide.shape, wide["bytes"].iloc[0]), ((1, 1), 1000))

    def changed(self, vary, true="", false="", rows=True):
        """The sweep of the fixtures with other axes, two values called true and false."""
        with tempfile.TemporaryDirectory() as place:
            folder = Path(shutil.copytree(FIXTURES / "sweep", Path(place) / "sweep"))
            summary = json.loads((folder / "summary.json").read_text("utf-8"))
            summary["provenance"]["sweep"]["vary"] = vary
            (folder / "summary.json").write_text(json.dumps(summary), "utf-8")
            for table in ("runs", "groups"):
                file = folder / (table + ".csv")
                lines = file.read_text("utf-8").splitlines(keepends=True)
                text = "".join(lines if rows else lines[:1])
                if true:
                    text = text.replace(true + ",", "true,").replace(false + ",", "false,")
                file.write_text(text, "utf-8")
            sweep = rt.load_sweep(folder)
            self.assertIsNotNone((sweep.runs, sweep.groups))  # read while they are there
            return sweep

    def test_folders_that_were_not_kept_are_missed(self):
        with self.assertRaisesRegex(FileNotFoundError, "folders=True"):
            self.sweep.result("0000000000000010")

    def test_what_is_no_sweep_is_refused(self):
        with self.assertRaisesRegex(FileNotFoundError, "no sweep in"):
            rt.load_sweep(FIXTURES / "named")
        with self.assertRaisesRegex(ValueError, "read it with load"):
            rt.load_sweep(FIXTURES / "repeated")


if __name__ == "__main__":
    unittest.main()
