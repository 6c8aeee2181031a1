"""Pictures: what they show is what is in the frames, labels have units, bytes repeat."""

import os
import tempfile
import unittest
import warnings
from pathlib import Path
from unittest import mock

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import rippletank as rt
from rippletank.columns import label_of

FIXTURES = Path(__file__).with_name("fixtures")


class PlotsTest(unittest.TestCase):
    def setUp(self):
        self.addCleanup(plt.close, "all")
        self.result = rt.load(FIXTURES / "named")
        self.sweep = rt.load_sweep(FIXTURES / "sweep")

    def test_reach_by_hop_stacks_duplicates_on_first_copies(self):
        axes = rt.plots.reach_by_hop(self.result)
        self.assertEqual([bar.get_height() for bar in axes.patches], [4, 1, 0, 2])
        self.assertEqual([bar.get_y() for bar in axes.patches], [0, 0, 4, 1])
        self.assertIn("(messages)", axes.get_ylabel())

    def test_a_metric_against_an_axis_has_a_line_and_a_band_for_each_part(self):
        axes = rt.plots.against(self.sweep, "ttl_hops", "reach_mean", by="network")
        lines = {line.get_label(): list(line.get_ydata()) for line in axes.lines}
        self.assertEqual(lines, {"grid": [12, 40], "NA": [22, 80]})
        lowest = axes.collections[1].get_paths()[0].vertices[:, 1].min()
        self.assertAlmostEqual(lowest, 22 - 25.4124094)
        self.assertEqual(axes.get_xlabel(), "TTL (hops)")
        self.assertEqual(axes.get_ylabel(), "reach, mean (peers)")

    def test_what_it_draws_may_be_a_frame_and_the_axes_are_those_given(self):
        _, mine = rt.plots.subplots()
        rows = self.sweep.groups[self.sweep.groups["network"] == "grid"]
        self.assertIs(rt.plots.against(rows, "ttl_hops", "bytes", axes=mine), mine)
        self.assertEqual(list(mine.lines[0].get_ydata()), [1000, 3344])

    def test_bytes_over_time_are_per_second_and_small_types_are_one(self):
        axes = rt.plots.bytes_over_time(self.result, most=1)
        top = max(each.get_paths()[0].vertices[:, 1].max() for each in axes.collections)
        self.assertAlmostEqual(top, 8.8)  # 88 bytes in 10 s
        labels = [text.get_text() for text in axes.get_legend().get_texts()]
        self.assertEqual(labels, ["others", "query"])

    def test_damage_curves_and_a_threshold(self):
        axes = rt.plots.damage({"found": self.result.damage()})
        rt.plots.threshold(axes, 0.75, "threshold")
        self.assertEqual(list(axes.lines[0].get_ydata()), [0.8, 0.2])
        self.assertEqual(list(axes.lines[2].get_xdata()), [0.75, 0.75])

    def test_bars_dots_and_trade_offs(self):
        small = self.sweep.groups[self.sweep.groups["ttl_hops"] == 2]
        axes = rt.plots.bars(small, "network", "reach_mean")
        self.assertEqual([bar.get_width() for bar in axes.patches], [22, 12])
        names = [tick.get_text() for tick in axes.get_yticklabels()]
        self.assertEqual(names, ["NA", "grid"])
        axes = rt.plots.dots(self.sweep, "network", "reach_mean", by="ttl_hops")
        drawn = [y for line in axes.lines for y in line.get_ydata()]
        self.assertEqual(sorted(drawn), sorted(self.sweep.done["reach_mean"]))
        axes = rt.plots.trade_off(self.sweep, "bytes", "reach_mean", "ttl_hops", by="network")
        self.assertEqual(list(axes.lines[0].get_xdata()), [1000, 3344])
        self.assertEqual(axes.get_xlabel(), "bytes")

    def test_dots_may_have_more_colours_than_there_are_markers(self):
        runs = pd.DataFrame({"a": [0] * 10 + [1], "b": [*range(10), 0], "reach": range(11)})
        sweep = mock.Mock(done=runs)
        sweep.unit.return_value = "peers"
        axes = rt.plots.dots(sweep, "a", "reach", by="b")
        drawn = [y for line in axes.lines for y in line.get_ydata()]
        self.assertEqual(sorted(drawn), list(range(11)))

    def test_a_trade_off_has_the_points_of_which_both_metrics_are_known(self):
        """Whatever the order of the rows, and whichever of them are missing."""
        groups = self.sweep.groups
        gone = (groups["metric"] == "reach_mean") & (groups["network"] == "grid")
        self.sweep._groups = groups[~gone | (groups["ttl_hops"] == 10)].iloc[::-1]
        axes = rt.plots.trade_off(self.sweep, "bytes", "reach_mean", "ttl_hops", by="network")
        drawn = {each.get_label(): each.lines[0].get_xydata().tolist() for each in axes.containers}
        self.assertEqual(drawn, {"NA": [[9001, 80], [1000, 22]], "grid": [[3344, 40]]})
        self.sweep._groups = groups[~gone]
        axes = rt.plots.trade_off(self.sweep, "bytes", "reach_mean", "ttl_hops", by="network")
        self.assertEqual([each.get_label() for each in axes.containers], ["NA"])

    def test_what_has_nothing_to_show_says_so(self):
        nothing = self.result.series.iloc[:0]
        still = self.result.series.assign(value=0.0)
        for series, draw, words in (
            (nothing, rt.plots.bytes_over_time, "nothing was sent"),
            (still, rt.plots.bytes_over_time, "nothing was sent"),
            (nothing, lambda each: rt.plots.over_time(each, "bytes_query"), "no values over time"),
        ):
            result = rt.load(FIXTURES / "named")
            result._frames["series"] = series
            axes = draw(result)
            self.assertEqual([text.get_text() for text in axes.texts], [words])
            self.assertEqual(axes.get_xlabel(), "time (s)")
            axes.figure.canvas.draw()

    def test_bars_of_nothing_but_zeros_have_a_scale(self):
        rows = self.sweep.metric("reach_mean").assign(mean=0.0, half_width_95=np.nan)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            axes = rt.plots.bars(rows[rows["ttl_hops"] == 2], "network", "reach_mean")
        self.assertEqual(axes.get_xlim(), (0, 1))

    def test_a_network_draws_each_link_between_nodes_that_are_left(self):
        nodes = pd.DataFrame({"x": [0.0, 1, 1], "y": [0.0, 0, 1]}, index=[5, 6, 7])
        links = pd.DataFrame({"from": [5, 6], "to": [6, 7]})
        net = rt.Network(nodes, links)
        hops = net.hops_from(5)
        self.assertEqual(list(hops), [0, 1, 2])
        self.assertTrue(net.hops_from(5, without=[6])[7] is pd.NA)
        axes = rt.plots.network(net, lost=[7], marked=[5])
        links = axes.collections[0].get_segments()
        self.assertEqual(len(links), 1)
        np.testing.assert_array_equal(links[0], [[0, 0], [1, 0]])
        with self.assertRaisesRegex(ValueError, "too large to draw: 3 nodes"):
            rt.plots.network(rt.Network(nodes.drop(columns=["x", "y"]), pd.DataFrame()))
        axes = rt.plots.network(net, hops, label="hops")
        self.assertEqual(axes.figure.axes[1].get_ylabel(), "hops")

    def test_the_style_is_for_these_pictures_only(self):
        axes = rt.plots.reach_by_hop(self.result)
        self.assertFalse(axes.spines["top"].get_visible())
        self.assertTrue(plt.rcParams["axes.spines.top"])


class LabelTest(unittest.TestCase):
    def test_labels_say_the_unit_once(self):
        for name, unit, label in (
            ("first_hit_ms_mean", "ms", "first hit, mean (ms)"),
            ("reach_mean", "peers", "reach, mean (peers)"),
            ("messages_per_query", "messages", "messages per query"),
            ("rate_per_min", None, "rate (per min)"),
            ("coverage_mean", "ratio", "coverage, mean"),
            ("bytes", "bytes", "bytes"),
            ("down_kbit_s", None, "down (kbit/s)"),
        ):
            self.assertEqual(label_of(name, unit), label)


class KeepTest(unittest.TestCase):
    def kept(self, folder):
        with mock.patch.dict(os.environ, {"RIPPLETANK_PICTURES": str(folder)}):
            hops = rt.load(FIXTURES / "named").hops_of()
            axes = rt.plots.reach_by_hop(hops)
            rt.keep("picture", axes, hops.reset_index().assign(share=1 / 3, all=True))
            plt.close("all")
        return {file.name: file.read_bytes() for file in Path(folder).iterdir()}

    def test_pictures_and_numbers_are_the_same_bytes_each_time(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            first = self.kept(one)
            self.assertEqual(first, self.kept(other))
        self.assertEqual(set(first), {"picture.svg", "picture.csv"})
        self.assertEqual(
            first["picture.csv"].decode().splitlines()[1], "1,4,4,0,0.333333333,true"
        )

    def test_nothing_is_written_unless_that_is_asked_for(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ):
            os.environ.pop("RIPPLETANK_PICTURES", None)
            axes = rt.plots.reach_by_hop(rt.load(FIXTURES / "named"))
            self.assertIs(rt.keep("picture", axes, pd.DataFrame()), axes.figure)
            self.assertEqual(os.listdir(folder), [])
            plt.close("all")


if __name__ == "__main__":
    unittest.main()
