"""docs/READING_RESULTS.md: its examples in Python and R print what it shows."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples():
    """Language, code and what it prints of each block that a text block follows."""
    blocks = BLOCK.findall((TOP / "docs" / "READING_RESULTS.md").read_text("utf-8"))
    return [
        (language, code, shown)
        for (language, code), (after, shown) in zip(blocks, blocks[1:])
        if after == "text"
    ]


def words(text):
    """The words of each line: how wide columns are is a matter of the version of pandas."""
    return [line.split() for line in text.strip().splitlines()]


@unittest.skipUnless(os.environ.get("RIPPLETANK"), "RIPPLETANK names no program")
class ReadingPageTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name in ("analysis", "docs"):
            (self.folder / name).symlink_to(TOP / name)
        scenario = TOP / "scenarios" / "tutorial" / "23_ultrapeers.json"
        words = ["run", scenario, "--quiet", "--out", "results/23_ultrapeers"]
        subprocess.run([os.environ["RIPPLETANK"], *words], cwd=self.folder, check=True)

    def check(self, language, command):
        found = [example for example in examples() if example[0] == language]
        self.assertTrue(found)
        for _, code, shown in found:
            done = subprocess.run(
                command, input=code, cwd=self.folder, capture_output=True, encoding="utf-8"
            )
            self.assertEqual(words(done.stdout), words(shown), code + done.stderr)

    def test_python(self):
        self.check("python", [sys.executable, "-"])

    def test_r(self):
        if not shutil.which("Rscript"):
            print("SKIPPED: examples in R, as there is no Rscript (package r-base-core)")
            return
        self.check("r", ["Rscript", "--vanilla", "-"])


if __name__ == "__main__":
    unittest.main()
