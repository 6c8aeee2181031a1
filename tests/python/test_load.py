"""Result folders as frames: types, names, units, joins, repetitions."""

import unittest
from pathlib import Path

import numpy as np
import pandas as pd

import rippletank as rt
from rippletank import columns, tables

FIXTURES = Path(__file__).with_name("fixtures")


class ResultTest(unittest.TestCase):
    def setUp(self):
        self.result = rt.load(FIXTURES / "named")

    def test_headline_numbers_and_those_of_the_protocol_are_a_series(self):
        results = self.result.results
        self.assertEqual(results["reach_mean"], 2.5)
        self.assertEqual(results["pushes_sent"], 3)
        self.assertTrue(np.isnan(results["first_hit_ms_mean"]))
        self.assertEqual(self.result.summary["provenance"]["seed"], 2**64 - 1)

    def test_names_stay_as_they_are_written(self):
        self.assertEqual(list(self.result.peers["peer"]), ["7", "007", "NA", "a,b", 'say "hi"'])
        self.assertEqual(list(self.result.queries["origin"]), ["7", "NA", "007"])
        self.assertEqual(list(self.result.queries["item"].dropna()), ["12", "nan"])

    def test_names_that_are_numbers_everywhere_become_numbers(self):
        repeated = rt.load(FIXTURES / "repeated").repetition(0)
        self.assertEqual(repeated.queries["origin"].dtype, "int64")

    def test_names_with_zeros_in_front_are_no_numbers(self):
        self.assertFalse(tables.are_numbers(pd.Series(["7", "007"], dtype="string")))
        self.assertFalse(tables.are_numbers(pd.Series(["-0", "1.0"], dtype="string")))
        self.assertTrue(tables.are_numbers(pd.Series(["7", None, "0", "-3"], dtype="string")))

    def test_types_depend_on_the_column_and_not_on_its_values(self):
        queries, peers = self.result.queries, self.result.peers
        self.assertEqual(queries["query_id"].dtype, "Int64")
        self.assertTrue(queries["query_id"].isna()[1])
        self.assertEqual(queries["ttl_hops"].dtype, "Int64")
        self.assertEqual(queries["time_s"].dtype, "float64")
        self.assertEqual(queries["first_hit_ms"].dtype, "float64")
        self.assertEqual(queries["reach"].dtype, "int64")
        self.assertEqual(peers["firewalled"].dtype, "bool")
        self.assertEqual(list(peers["firewalled"]), [False, True, True, False, False])
        self.assertEqual(peers["access_class"].isna().sum(), 4)

    def test_numbers_read_back_exactly(self):
        self.assertEqual(self.result.queries["last_reach_ms"][2], 0.30000000000000004)

    def test_units_and_definitions(self):
        self.assertEqual(self.result.unit("reach_mean"), "peers")
        self.assertEqual(self.result.unit("first_hit_ms"), "ms")
        self.assertIsNone(self.result.unit("pushes_sent"))
        self.assertIn("[ms]", self.result.describe("first_hit_ms_mean"))
        attributes = self.result.queries.attrs
        self.assertEqual(attributes["table"], "queries")
        self.assertEqual(attributes["units"]["last_reach_ms"], "ms")
        self.assertEqual(attributes["units"]["reach"], "peers")
        self.assertIn("Distinct peers", attributes["definitions"]["reach"])

    def test_what_is_not_there_is_said(self):
        with self.assertRaisesRegex(AttributeError, "no table 'downloads', only: failures, hops"):
            self.result.downloads
        self.assertNotIn("downloads", self.result)
        self.assertIn("queries", dir(self.result))

    def test_hops_of_all_queries_and_of_one(self):
        self.assertEqual(list(self.result.hops_of()["peers_reached"]), [4, 1])
        self.assertEqual(list(self.result.hops_of(2)["messages"]), [1])

    def test_series_by_metric(self):
        wide = self.result.over_time("bytes_")
        self.assertEqual(list(wide.columns), ["bytes_pong", "bytes_query"])
        self.assertEqual(list(wide.loc[10.0]), [0, 88])

    def test_queries_with_the_peers_that_asked(self):
        joined = self.result.with_peers("queries")
        self.assertEqual(list(joined["origin_role"]), ["server", "client", "client"])
        self.assertEqual(list(joined["origin_down_kbit_s"].dropna()), [1000])
        self.assertEqual(joined.attrs["units"]["origin_down_kbit_s"], "kbit/s")
        with self.assertRaisesRegex(KeyError, "names no peers"):
            self.result.with_peers("queries", "item")

    def test_links_with_the_peers_at_their_ends(self):
        links = self.result.links_with_peers()
        self.assertEqual(list(links["from_peers"]), [2, 1, 1])
        self.assertEqual(list(links["from_peer"].fillna("")), ["", "a,b", "007"])
        self.assertEqual(list(links["to_peer"].fillna("")), ["NA", "", ""])
        self.assertEqual(list(links["to_peers"]), [1, 0, 0])

    def test_damage(self):
        damage = self.result.damage()
        np.testing.assert_allclose(damage["lost_share"], [0.2, 0.2])
        np.testing.assert_allclose(damage["largest_share"], [0.8, 0.2])


class RepetitionsTest(unittest.TestCase):
    def setUp(self):
        self.repeated = rt.load(FIXTURES / "repeated")

    def test_statistics(self):
        self.assertEqual(len(self.repeated), 2)
        self.assertEqual(self.repeated.results.loc["reach_mean", "mean"], 39.75)
        self.assertEqual(self.repeated.results.loc["first_hit_ms_mean", "n"], 0)

    def test_a_row_per_repetition(self):
        runs = self.repeated.runs
        self.assertEqual(list(runs["seed"]), [1, 2**64 - 2])
        self.assertEqual(runs["reach_mean"].dtype, "float64")
        self.assertEqual(list(runs["fingerprint"]), ["00000000000000ab", "0000000000000123"])

    def test_tables_of_all_repetitions_are_one(self):
        queries = self.repeated.queries
        self.assertEqual(list(queries["repetition"]), [0, 0, 1, 1])
        self.assertEqual(list(queries["reach"]), [40, 40, 39, 40])
        self.assertEqual([each.results["reach_mean"] for each in self.repeated], [40, 39.5])


class WrongFolderTest(unittest.TestCase):
    def test_what_is_no_result_is_refused(self):
        with self.assertRaisesRegex(FileNotFoundError, "no summary.json"):
            rt.load(FIXTURES)
        with self.assertRaisesRegex(ValueError, "read it with load_sweep"):
            rt.load(FIXTURES / "sweep")


class DescribeTest(unittest.TestCase):
    def test_tables_and_columns(self):
        table = rt.describe("queries")
        self.assertIsInstance(table, pd.DataFrame)
        self.assertEqual(table.loc["first_hit_ms", "unit"], "ms")
        self.assertIn("Distinct peers", rt.describe("queries.reach"))
        self.assertIn("hops.csv: ", rt.describe("peers_reached"))
        with self.assertRaisesRegex(KeyError, "no table or column"):
            rt.describe("reech")

    def test_every_column_of_the_reference_is_known(self):
        """What is text or a name there must be read as such: a number must not be guessed of it."""
        for table, known in columns.definitions().items():
            if not known:
                continue  # runs.csv, whose columns are the measures
            for kinds in (columns.NAMES, columns.TEXTS, columns.TRUTHS):
                self.assertLessEqual(set(kinds.get(table, ())), set(known), table)
        told = sum(len(known) for known in columns.definitions().values())
        self.assertGreater(told, 100)


if __name__ == "__main__":
    unittest.main()
