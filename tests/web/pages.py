"""What tests of pages share: the command, a lab page, and a browser that has nothing to complain of."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
RIPPLETANK = os.environ.get("RIPPLETANK", str(ROOT / "build/release/rippletank"))
TUTORIALS = sorted((ROOT / "scenarios/tutorial").glob("*.json"))
LARGEST_PAGE = 1_000_000


def command(*arguments):
    done = subprocess.run([RIPPLETANK, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.stderr}")
    return done.stdout


class Pages(unittest.TestCase):
    """What all cases share: a folder, a lab page, and a browser that has nothing to complain of."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        cls.lab = cls.folder / "lab.html"
        command("lab", "page", "-o", cls.lab)
        cls.browser = Browser(downloads=cls.folder / "downloads", reduced_motion=True)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.holder.cleanup()

    def tearDown(self):
        self.assertEqual(self.browser.console(), [])
        self.assertEqual(self.browser.requests(), [])

    def open_scenario(self, path):
        self.browser.open(self.lab, f"open={path.replace('/', '%2F')}")
        self.browser.wait_for_run()

    def report(self, *run):
        """Opens the report of what a command plays, and returns its page."""
        out = self.folder / "result"
        shutil.rmtree(out, ignore_errors=True)
        command(*run, "--out", out, "--quiet")
        page = self.folder / "report.html"
        command("report", out, "-o", page, "--quiet")
        self.browser.open(page)
        return page

    def downloaded(self, name):
        file = self.folder / "downloads" / name
        end = time.monotonic() + 20
        while not file.exists() and time.monotonic() < end:
            time.sleep(0.05)
        return file.read_bytes()
