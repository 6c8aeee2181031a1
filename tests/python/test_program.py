"""Calling the program: what is handed to it, its errors as exceptions, and a real run."""

import contextlib
import functools
import io
import json
import os
import signal
import stat
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd

import rippletank as rt
from rippletank import progress

TOP = Path(__file__).resolve().parents[2]
TUTORIAL = TOP / "scenarios" / "tutorial"


class InFolder(unittest.TestCase):
    """Works in a folder of its own, with programs that say what a test wants."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        before = os.getcwd()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, before)

    def program(self, body):
        """A program in Python that does this."""
        file = self.folder / "program"
        file.write_text("#!%s\nimport json, pathlib, sys\n%s\n" % (sys.executable, body))
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return file


class FakeProgramTest(InFolder):
    def test_what_is_wrong_with_a_scenario_is_refused_with_every_mistake(self):
        wrong = self.program(
            "sys.stderr.write(sys.argv[2] + ':3: error: /a: wrong\\n'\n"
            "                 + sys.argv[2] + ': error: /b: wrong, too\\n2 errors\\n')\n"
            "sys.exit(2)"
        )
        with self.assertRaises(rt.Refused) as caught:
            rt.run({"overlay": {}}, program=wrong)
        self.assertIsInstance(caught.exception, ValueError)
        mistakes = ["error: /a: wrong", "error: /b: wrong, too"]
        self.assertEqual(caught.exception.diagnostics, mistakes)
        self.assertEqual(os.listdir("."), ["program"])  # no file of a scenario is left behind

    def test_a_run_that_fails_is_an_error_with_what_was_said(self):
        with self.assertRaisesRegex(rt.RunFailed, "disk full"):
            rt.run("x.json", program=self.program("sys.exit('disk full')"))
        with self.assertRaisesRegex(rt.RunFailed, "rippletank run ended with 3 and said nothing"):
            rt.run("x.json", program=self.program("sys.exit(3)"))
        with self.assertRaisesRegex(rt.RunFailed, "ended by signal 9"):
            rt.run("x.json", program=self.program("import os; os.kill(os.getpid(), 9)"))
        with self.assertRaises(KeyboardInterrupt):
            rt.run("x.json", program=self.program("sys.exit(130)"))

    def test_an_interruption_reaches_the_program(self):
        """As when the kernel of a notebook alone is interrupted: the program must not go on."""
        waits = self.program(
            "import signal, time\n"
            "def end(*_):\n"
            "    pathlib.Path('tidied').touch()\n"
            "    sys.exit(130)\n"
            "signal.signal(signal.SIGINT, end)\n"
            "pathlib.Path('there').touch()\n"
            "time.sleep(60)"
        )

        def interrupt():
            while not Path("there").exists():
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=interrupt).start()
        with self.assertRaises(KeyboardInterrupt):
            rt.run("x.json", program=waits)
        self.assertTrue(Path("tidied").exists())

    def test_what_is_handed_over(self):
        echo = self.program(
            "scenario = json.load(open(sys.argv[2]))\n"
            "sys.exit(json.dumps([scenario, sys.argv[3:]]))"
        )
        with self.assertRaises(rt.RunFailed) as caught:
            rt.run({"name": "Ümläut", "n": np.int64(7)},
                   set={"/a": [1, "x y"], "/b": np.float64(2)}, seed=3, repetitions=4, jobs=2,
                   out="there", force=True, trace=True, program=echo)
        scenario, words = json.loads(str(caught.exception))
        self.assertEqual(scenario, {"name": "Ümläut", "n": 7})
        self.assertEqual(words, [
            "--out", "there", "--quiet", "--set", '/a=[1, "x y"]', "--set", "/b=2.0", "--seed", "3",
            "--repetitions", "4", "--jobs", "2", "--force", "--trace",
        ])

    def handed(self, call):
        """The scenario and the options that a call hands to the program."""
        echo = self.program(
            "scenario = json.load(open(sys.argv[2]))\n"
            "sys.exit(json.dumps([scenario, sys.argv[3:]]))"
        )
        with self.assertRaises(rt.RunFailed) as caught:
            call(echo)
        return json.loads(str(caught.exception))

    def varied(self, values):
        call = functools.partial(rt.sweep, {}, vary={"/a": values}, out="there", quiet=True)
        words = self.handed(lambda echo: call(program=echo))[1]
        return words[words.index("--vary") + 1]

    def test_what_is_varied_is_a_list_one_value_or_as_in_a_sweep_file(self):
        for values, handed in (
            ([1, 2], [1, 2]),
            ((1, 2), [1, 2]),
            (range(1, 3), [1, 2]),
            (np.array([1.5, 2.5]), [1.5, 2.5]),
            (pd.Series(["a", "b"]), ["a", "b"]),
            ((each for each in "ab"), ["a", "b"]),
            ("flood", ["flood"]),
            (7, [7]),
            (True, [True]),
            (np.int64(7), [7]),
            (np.array(7), [7]),
            (Path("a.csv"), ["a.csv"]),
            ({"from": 2, "to": 8, "steps": np.int64(4)}, {"from": 2, "to": 8, "steps": 4}),
            ({"values": (1, 2), "name": "n"}, {"values": [1, 2], "name": "n"}),
        ):
            self.assertEqual(self.varied(values), "/a=" + json.dumps(handed))

    def test_a_scenario_may_hold_paths_ranges_and_tuples(self):
        scenario = {"file": Path("a") / "b.csv", "ids": range(3), "more": ({"at": (1, Path("c"))},)}
        handed = self.handed(lambda echo: rt.run(scenario, program=echo))[0]
        self.assertEqual(handed, {"file": "a/b.csv", "ids": [0, 1, 2], "more": [{"at": [1, "c"]}]})

    def test_what_json_does_not_have_is_refused_by_its_name(self):
        wrong = self.program("sys.exit('called')")
        for scenario, words in (
            ({"a": {"b": [0, {5}]}}, r"^/a/b/1: expected .*got \{5\} \(set\)"),
            ({"a": b"x"}, r"^/a: expected .*got b'x' \(bytes\)"),
            ({"a": {(1, 2): 3}}, r"^/a: expected texts as keys, got \(1, 2\) \(tuple\)"),
        ):
            with self.assertRaisesRegex(TypeError, words):
                rt.run(scenario, program=wrong)
        with self.assertRaisesRegex(ValueError, "^/a: expected a number, got nan"):
            rt.run({"a": np.nan}, program=wrong)
        with self.assertRaisesRegex(TypeError, "^/b: .*object"):
            rt.run({}, set={"/b": object()}, program=wrong)
        with self.assertRaisesRegex(TypeError, "^/c: .*set"):
            rt.sweep({}, vary={"/c": {5}}, program=wrong)
        self.assertEqual(os.listdir("."), ["program"])

    def test_the_program_is_looked_for(self):
        mine = self.program("")
        with mock.patch.dict(os.environ, {"RIPPLETANK": str(mine)}):
            self.assertEqual(rt.find_program(), str(mine.resolve()))
        with self.assertRaisesRegex(rt.ProgramNotFound, "no such program: nowhere"):
            rt.find_program("nowhere")

    def test_a_sweep_shows_how_far_it_is_and_keeps_what_is_said(self):
        fixture = Path(__file__).with_name("fixtures") / "sweep"
        body = (
            "import shutil\n"
            "out = sys.argv[sys.argv.index('--out') + 1]\n"
            "shutil.copytree(%r, out)\n"
            "event = {'event': 'progress', 'of': 8, 'failed': 1, 'elapsed_s': 2.4, 'left_s': 130}\n"
            "for done in (4, 8):\n"
            "    print(json.dumps({**event, 'done': done}), file=sys.stderr)\n"
            "print('1 run failed', file=sys.stderr)\n"
            "sys.exit(%d)"
        )
        shown = io.StringIO()
        shown.isatty = lambda: True
        with contextlib.redirect_stderr(shown):
            program = self.program(body % (str(fixture), 0))
            sweep = rt.sweep({}, vary={"/ttl": range(3)}, program=program)
        self.assertEqual(len(sweep.runs), 8)
        self.assertIn("4 of 8 runs, 1 failed, 2 min left", shown.getvalue())
        self.assertIn("8 of 8 runs, 1 failed in 2 s", shown.getvalue())
        log = io.StringIO()
        with contextlib.redirect_stderr(log):
            rt.sweep({}, program=program)
        self.assertEqual(log.getvalue(), "█" * 30 + " 8 of 8 runs, 1 failed in 2 s\n")
        failing = self.program(body % (str(fixture), 1))
        with self.assertRaisesRegex(rt.RunFailed, "^1 run failed$") as caught:
            rt.sweep({}, quiet=True, program=failing)
        self.assertEqual(len(caught.exception.sweep.failed), 1)
        self.assertEqual(len(rt.sweep({}, quiet=True, check=False, program=failing).failed), 1)

    def test_a_bar_is_as_long_at_any_time(self):
        widths = {
            len(progress.bar({"done": done, "of": 7}).split(" ")[0]) for done in range(8)
        }
        self.assertEqual(len(widths), 1)
        self.assertIn("0 of 0 runs", progress.bar({"done": 0, "of": 0}))


@unittest.skipUnless(os.environ.get("RIPPLETANK"), "RIPPLETANK names no program")
class RealRunTest(InFolder):
    def test_a_tutorial_by_its_file(self):
        result = rt.run(TUTORIAL / "01_ripple.json", out="kept")
        self.assertEqual(result.results["reach_mean"], 40)
        self.assertEqual(list(result.hops_of()["peers_reached"]), [4, 8, 12, 16])
        self.assertTrue(Path("kept/summary.json").is_file())
        with self.assertRaisesRegex(rt.Refused, "kept"):
            rt.run(TUTORIAL / "01_ripple.json", out="kept")
        rt.run(TUTORIAL / "01_ripple.json", out="kept", force=True)

    def test_one_by_a_dictionary_with_settings_and_repetitions(self):
        scenario = json.loads((TUTORIAL / "01_ripple.json").read_text("utf-8"))
        repeated = rt.run(scenario, set={"/overlay/protocol/ttl_hops": 2}, repetitions=3)
        self.assertEqual(list(repeated.runs["reach_mean"]), [12, 12, 12])
        self.assertEqual(len(repeated.queries), 3)

    def test_mistakes_are_told_all_at_once(self):
        with self.assertRaises(rt.Refused) as caught:
            rt.run({"overlay": {"protocol": {"model": "flood", "tll_hops": 3}}})
        self.assertEqual(len(caught.exception.diagnostics), 2)
        self.assertIn('did you mean "ttl_hops"?', str(caught.exception))

    def test_a_flood_reaches_the_peers_that_a_search_of_the_network_finds(self):
        net = rt.topology(TUTORIAL / "01_ripple.json")
        result = rt.run(TUTORIAL / "01_ripple.json", set={"/overlay/protocol/ttl_hops": 16})
        by_hops = net.hops_from(40).value_counts().sort_index().drop(0)
        reached = result.hops_of()["peers_reached"]
        self.assertEqual(list(reached[reached > 0]), list(by_hops))
        self.assertEqual(result.results["connections"], len(net.links))

    def test_the_largest_component_is_the_one_that_the_program_finds(self):
        scenario = {
            "seed": 5,
            "overlay": {
                "protocol": {"model": "flood"},
                "topology": {"model": "erdos_renyi", "nodes": 60, "mean_degree": 2},
            },
            "failures": [{"at_s": 1, "peers": {"choose": "ids", "ids": [0, 1, 2, 3, 4, 5, 6, 7]}}],
        }
        net = rt.topology(scenario)
        failures = rt.run(scenario).failures
        found = net.largest_component(without=range(8))
        self.assertEqual(len(found), failures["largest_component"][0])
        self.assertLess(len(found), 52)

    def test_a_sweep_is_the_repetitions_of_each_point(self):
        scenario = {
            "seed": 3,
            "overlay": {
                "protocol": {"model": "flood", "ttl_hops": 4},
                "topology": {"model": "erdos_renyi", "nodes": 60, "mean_degree": 3},
            },
            "queries": {"model": "list", "origins": [0, 1, 2]},
        }
        degrees = [3, 5.5]
        sweep = rt.sweep(scenario, vary={"/overlay/topology/mean_degree": degrees}, repetitions=4,
                         folders=True, quiet=True)
        self.assertEqual(list(sweep.axes["pointer"]), ["/overlay/topology/mean_degree"])
        for degree in degrees:
            changed = {"/overlay/topology/mean_degree": degree}
            repeated = rt.run(scenario, set=changed, repetitions=4)
            runs = sweep.done[sweep.done["mean_degree"] == degree]
            self.assertEqual(list(runs["fingerprint"]), list(repeated.runs["fingerprint"]))
            for name in ("reach_mean", "messages", "duplicate_share"):
                expected = repeated.results.loc[name, "mean"]
                self.assertAlmostEqual(sweep.wide(name).loc[degree, name], expected, places=9)
            kept, other = sweep.result(runs["run_id"].iloc[2]), repeated.repetition(2)
            self.assertEqual(list(kept.queries["reach"]), list(other.queries["reach"]))

    def test_sweeps_over_ranges_over_truths_and_over_nothing(self):
        scenario = {
            "overlay": {
                "protocol": {"model": "flood", "ttl_hops": 2},
                "topology": {"model": "ring", "nodes": 9},
            },
            "queries": {"model": "list", "origins": [0]},
        }
        ttl = {"from": 1, "to": 3, "steps": 3}
        sweep = rt.sweep(scenario, vary={"/overlay/protocol/ttl_hops": ttl}, quiet=True)
        wide = sweep.wide("reach_mean")
        self.assertEqual(dict(wide["reach_mean"]), {1: 2, 2: 4, 3: 6})
        sweep = rt.sweep({"scenario": scenario, "vary": {}}, quiet=True)
        self.assertEqual(sweep.wide("reach_mean")["reach_mean"].to_list(), [4])
        rings = {"/underlay/topology/dual": [True, False]}
        runs = rt.sweep(TUTORIAL / "11_dual_ring.json", vary=rings, quiet=True).done
        self.assertEqual(runs["dual"].dtype, "bool")
        self.assertEqual(list(runs.loc[~runs["dual"], "fingerprint"]), [runs["fingerprint"][1]])

    def test_every_node_of_a_tutorial_has_a_place_on_its_picture(self):
        for file in sorted(TUTORIAL.glob("*.json")):
            nodes = rt.topology(file).nodes
            self.assertFalse(nodes[["x", "y"]].isna().any(axis=None), file.name)
            self.assertEqual(len(nodes[["x", "y"]].drop_duplicates()), len(nodes), file.name)
        wired = rt.topology(TUTORIAL / "13_server.json", layer="underlay").nodes
        self.assertEqual(list(wired["kind"].value_counts()), [12, 3])
        self.assertAlmostEqual(wired.loc[13, "x"], 480, delta=0.1)  # amid the picture

    def test_the_reference_defines_every_column_that_tutorials_write(self):
        for name in ("13_server", "26_waste", "28_churn", "29_firewalls"):
            result = rt.run(TUTORIAL / (name + ".json"))
            for table in result.tables:
                missing = [c for c, text in result[table].attrs["definitions"].items() if not text]
                self.assertEqual(missing, [], name + ": " + table)


if __name__ == "__main__":
    unittest.main()
