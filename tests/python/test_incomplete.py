"""Folders in which something is missing: rows, a part of a file, a repetition."""

import json
import shutil
import tempfile
import unittest
from pathlib import Path

import rippletank as rt
from rippletank import columns

FIXTURES = Path(__file__).with_name("fixtures")


class CopiedTest(unittest.TestCase):
    """Works on copies of the fixtures."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def copied(self, name):
        return Path(shutil.copytree(FIXTURES / name, self.folder / name))


def keep_header(file):
    file.write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")


class WithoutRowsTest(CopiedTest):
    def test_columns_of_a_table_without_rows_have_the_types_that_they_always_have(self):
        """Rows of names that are numbers, no row of a table, and all of them have one type."""
        folder = self.copied("named")
        for table in ("queries", "links", "failures", "series", "hops"):
            full = rt.load(folder)[table]
            keep_header(folder / (table + ".csv"))
            empty = rt.load(folder)[table]
            self.assertEqual(len(empty), 0)
            for column, kind in full.dtypes.items():
                self.assertEqual(empty[column].dtype, kind, "%s.%s" % (table, column))

    def test_every_column_of_the_reference_has_a_type_without_rows(self):
        folder = self.copied("named")
        for table, known in columns.definitions().items():
            if known and table != "runs":
                (folder / (table + ".csv")).write_text(",".join(known) + "\n", "utf-8")
        result = rt.load(folder)
        self.assertGreater(len(result.tables), 15)
        for table in result.tables:
            self.assertNotIn("object", {str(each) for each in result[table].dtypes}, table)

    def test_names_are_numbers_if_those_of_another_table_are(self):
        folder = self.copied("repeated") / "repetition_0000"
        (folder / "peers.csv").write_text("peer,host\n40,\n41,\n", "utf-8")
        keep_header(folder / "queries.csv")
        self.assertEqual(rt.load(folder).queries["origin"].dtype, "int64")

    def test_a_repetition_without_rows_changes_no_type(self):
        for number in (0, 1):
            before = rt.load(FIXTURES / "repeated").queries.dtypes
            folder = self.copied("repeated")
            keep_header(folder / ("repetition_%04d" % number) / "queries.csv")
            queries = rt.load(folder).queries
            self.assertEqual(dict(queries.dtypes), dict(before))
            self.assertEqual(list(queries["repetition"]), [1 - number] * 2)
            shutil.rmtree(folder)

    def test_repetitions_agree_on_names(self):
        """What is a number in one and a text in another is a text in the table of both."""
        folder = self.copied("repeated")
        file = folder / "repetition_0001" / "queries.csv"
        file.write_text(file.read_text("utf-8").replace(",40,,4,39", ",a,x,4,39"), "utf-8")
        queries = rt.load(folder).queries
        self.assertEqual(queries["origin"].dtype, "string")
        self.assertEqual(list(queries["origin"]), ["40", "40", "a", "40"])
        self.assertEqual(queries["item"].dtype, "string")


class WithoutARepetitionTest(CopiedTest):
    def test_rows_have_the_number_of_their_repetition(self):
        folder = self.copied("repeated")
        (folder / "repetition_0000" / "queries.csv").unlink()
        queries = rt.load(folder).queries
        self.assertEqual(list(queries["repetition"]), [1, 1])
        self.assertEqual(list(queries["reach"]), [39, 40])

    def test_without_the_folder_of_the_first_one_the_rest_is_there(self):
        folder = self.copied("repeated")
        shutil.rmtree(folder / "repetition_0000")
        repeated = rt.load(folder)
        self.assertEqual(list(repeated.runs["seed"]), [1, 2**64 - 2])
        self.assertIn("queries", dir(repeated))
        self.assertEqual(list(repeated.queries["repetition"]), [1, 1])
        with self.assertRaisesRegex(FileNotFoundError, "repetition_0000"):
            repeated.repetition(0)


class PartOfAFileTest(CopiedTest):
    def refused(self, text, words, table="queries"):
        """The table with this content is refused; the error names the file."""
        folder = self.copied("named")
        (folder / (table + ".csv")).write_text(text, "utf-8")
        with self.assertRaisesRegex(ValueError, "(?s)%s.csv.*%s" % (table, words)):
            rt.load(folder)[table]
        shutil.rmtree(folder)

    def test_a_table_that_was_cut_off_is_refused_wherever_that_was(self):
        for table in ("queries", "peers", "links"):
            text = (FIXTURES / "named" / (table + ".csv")).read_text("utf-8")
            for end in range(1, len(text)):
                if text[end - 1] != "\n":
                    self.refused(text[:end], "whole CSV file", table)

    def test_a_last_row_that_is_too_short_is_refused(self):
        text = (FIXTURES / "named" / "hops.csv").read_text("utf-8")
        self.refused(text + "2,3\n", "last row has 2 fields, the header has 5", "hops")
        self.refused(text + "2,3,1,1,1,1\n", "expected a whole CSV file", "hops")

    def test_texts_with_commas_quotes_and_ends_of_lines_are_whole(self):
        folder = self.copied("sweep")
        with open(folder / "runs.csv", "a", encoding="utf-8") as stream:
            stream.write('18,failed,NA,10,2,3,,,,,"one, ""two"",\nthree, ""four""\n"\n')
        runs = rt.load_sweep(folder).runs
        self.assertEqual(runs["message"].iloc[-1], 'one, "two",\nthree, "four"\n')

    def test_an_empty_file_and_words_for_numbers_are_refused(self):
        self.refused("", "header line: it is empty")
        self.refused("time_s,metric,value\n0,x,many\n", "column value: expected numbers", "series")

    def test_a_summary_that_is_none_is_refused(self):
        for text, words in (
            ("[]", "expected an object with"),
            ("7", "expected an object with"),
            ('{"provenance": []}', "expected an object with"),
            ('{"name": ', "expected the JSON of a result"),
            ("", "expected the JSON of a result"),
            (json.dumps({"provenance": {"program": "rippletank"}}), "lacks name and definitions"),
        ):
            for name, load in (("named", rt.load), ("sweep", rt.load_sweep)):
                folder = self.copied(name)
                (folder / "summary.json").write_text(text, "utf-8")
                with self.assertRaisesRegex(ValueError, "summary.json.*" + words):
                    load(folder)
                shutil.rmtree(folder)


if __name__ == "__main__":
    unittest.main()
