"""The rules of the house for Python and notebooks: sizes, first lines, no stored outputs."""

import ast
import json
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((TOP / "analysis" / "notebooks").glob("*.ipynb"))
MODULES = sorted(
    file
    for folder in ("analysis", "scenarios/studies", "tests/python")
    for file in (TOP / folder).rglob("*.py")
)


def functions_of(tree):
    return [each for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.ClassDef))]


class ModulesTest(unittest.TestCase):
    def test_there_are_some(self):
        self.assertGreater(len(MODULES), 20)
        self.assertGreaterEqual(len(NOTEBOOKS), 4)

    def test_lines_have_at_most_100_columns_and_files_500_lines(self):
        for file in MODULES:
            lines = file.read_text("utf-8").splitlines()
            self.assertLessEqual(len(lines), 500, file)
            for number, line in enumerate(lines, 1):
                self.assertLessEqual(len(line), 100, "%s:%d" % (file, number))

    def test_each_file_says_what_it_is_for_and_each_function_fits_a_screen(self):
        for file in MODULES:
            tree = ast.parse(file.read_text("utf-8"))
            self.assertTrue(ast.get_docstring(tree), file)
            for each in functions_of(tree):
                if isinstance(each, ast.FunctionDef):
                    length = each.end_lineno - each.lineno + 1
                    self.assertLessEqual(length, 70, "%s:%d" % (file, each.lineno))


class NotebooksTest(unittest.TestCase):
    def test_they_are_stored_without_outputs(self):
        for file in NOTEBOOKS:
            for cell in json.loads(file.read_text("utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    self.assertEqual((cell["outputs"], cell["execution_count"]), ([], None), file)

    def test_lines_have_at_most_100_columns(self):
        for file in NOTEBOOKS:
            for cell in json.loads(file.read_text("utf-8"))["cells"]:
                for line in cell["source"]:
                    if "](../" in line:
                        continue  # a path is as long as it is
                    self.assertLessEqual(len(line.rstrip("\n")), 100, "%s: %s" % (file.name, line))

    def test_each_asks_predicts_runs_notices_and_asserts(self):
        for file in NOTEBOOKS:
            text = "".join(
                "".join(cell["source"]) + "\n" for cell in json.loads(file.read_text())["cells"]
            )
            for words in ("## The question", "## Your prediction", "## Run it", "## What to notice",
                          "## Try yourself", "assert ", "rt.keep("):
                self.assertIn(words, text, file.name)

    def test_pictures_that_are_kept_are_those_of_the_notebooks(self):
        kept = TOP / "results" / "reference" / "notebooks"
        names = {file.stem for file in kept.iterdir()}
        for name in names:
            self.assertTrue((kept / (name + ".csv")).is_file(), name)
            self.assertTrue((kept / (name + ".svg")).is_file(), name)
        texts = [file.read_text("utf-8") for file in NOTEBOOKS]
        for name in names:
            self.assertTrue(any('rt.keep(\\"%s\\"' % name in text for text in texts), name)


if __name__ == "__main__":
    unittest.main()
