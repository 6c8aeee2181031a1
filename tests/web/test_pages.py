"""Drives the lab page and report pages in a real browser, opened from files.

Usage: RIPPLETANK=build/release/rippletank python3 -m unittest tests/web/test_pages.py
"""

import json
import pathlib
import re
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from pages import LARGEST_PAGE, ROOT, TUTORIALS, Pages, command  # noqa: E402


class SameBytes(Pages):
    def test_tables_of_every_tutorial_are_those_of_the_command(self):
        self.browser.open(self.lab)
        for scenario in TUTORIALS:
            with self.subTest(scenario.name):
                out = self.folder / scenario.stem
                command("run", scenario, "--out", out, "--quiet")
                files = self.browser.ask(
                    "{ const one = rippletank.data.gallery.find((s) => s.path === args[0]);"
                    "const {files} = await rippletank.engine.ask('play', {text: one.text, file: one.path,"
                    " inputs: one.inputs, messages: 1000});"
                    "return Object.fromEntries(Object.entries(files).map(([name, bytes]) =>"
                    " [name, new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)])); }",
                    f"tutorial/{scenario.name}")
                tables = {file.name: file.read_text() for file in out.glob("*.csv")}
                self.assertGreater(len(tables), 0)
                for name, text in tables.items():
                    self.assertEqual(files.get(name), text, f"{scenario.name}: {name}")


class Replay(Pages):
    def step_through(self, path):
        """Pictures of each moment from the first query on, at most thirty."""
        self.open_scenario(path)
        self.browser.click("#to-start")
        pictures = [self.browser.picture()]
        while len(pictures) < 30:
            before = self.browser.run("return rippletank.theatre.time")
            self.browser.key("ARROW_RIGHT")
            pictures.append(self.browser.picture())
            if self.browser.run("return rippletank.theatre.time") == before:
                return pictures[:-1]
        return pictures

    def test_stepping_back_shows_what_was_there_before(self):
        for path in ("tutorial/01_ripple.json", "tutorial/15_far_friends.json"):
            with self.subTest(path):
                pictures = self.step_through(path)
                self.assertGreater(len(set(pictures)), 4)
                for before in reversed(pictures[:-1]):
                    self.browser.key("ARROW_LEFT")
                    self.assertEqual(self.browser.picture(), before)
                for after in pictures[1:]:
                    self.browser.key("ARROW_RIGHT")
                    self.assertEqual(self.browser.picture(), after)

    def test_it_plays_and_pauses(self):
        self.open_scenario("tutorial/01_ripple.json")
        start = self.browser.run("return rippletank.theatre.time")
        self.browser.click("#play")
        self.browser.wait(f"return rippletank.theatre.time > {start} + 0.01", "it does not play")
        self.browser.click("#play")
        stopped = self.browser.run("return rippletank.theatre.time")
        time.sleep(0.2)
        self.assertEqual(self.browser.run("return rippletank.theatre.time"), stopped)

    def test_what_is_counted_at_the_end_is_what_the_tables_say(self):
        self.open_scenario("tutorial/01_ripple.json")
        self.browser.click("#to-end")
        self.browser.picture()
        results = self.browser.run("return rippletank.run.summary.results")
        counts = self.browser.text("#counts")
        self.assertIn(f"{round(results['reach_mean'])} of 80 peers reached", counts)
        self.assertIn(f"{results['messages']} sent", counts)
        self.assertIn(f"{results['duplicates']} duplicates", counts)

    def test_a_cable_that_is_cut_by_hand_is_a_failure_of_the_scenario(self):
        self.open_scenario("tutorial/15_far_friends.json")
        before = self.browser.run("return rippletank.run.summary.results.reach_mean")
        self.browser.run("const t = rippletank.theatre; document.getElementById('layer').value ="
                         " 'underlay'; document.getElementById('layer').dispatchEvent(new Event('change'));"
                         " t.choose({layer: 'underlay', kind: 'link', id: 0});")
        self.browser.click("#tab-button-inspector")
        self.browser.click_text("#inspector button", "Cut the cable")
        self.browser.wait("return Boolean(rippletank.run.parent)", "nothing was cut")
        self.assertLess(self.browser.run("return rippletank.run.summary.results.reach_mean"), before)
        self.assertIn("Cut the cable", self.browser.text("#branch"))
        failures = json.loads(self.browser.run("return rippletank.text"))["failures"]
        self.assertEqual(len(failures), 1)
        self.browser.click_text("#branch button", "Take it back")
        self.assertEqual(self.browser.run("return rippletank.run.summary.results.reach_mean"), before)

    def test_until_something_breaks_everything_is_as_before(self):
        self.open_scenario("tutorial/01_ripple.json")
        early = self.browser.ask(
            "{ const page = rippletank; const before = page.run; const time = 0.12;"
            "await page.breakSomething({at_s: time, peers: {choose: 'ids', ids: [30]}}, 'x', time);"
            "const rows = (run) => { const t = run.timeline; const all = [];"
            " for (let i = 0; i < t.count && t.sent[i] < time; ++i) all.push([t.sent[i], t.from[i], t.to[i]]);"
            " return JSON.stringify(all); };"
            "return [rows(before), rows(page.run)]; }")
        self.assertGreater(len(early[0]), 100)
        self.assertEqual(early[0], early[1])


class Reading(Pages):
    def test_a_link_carries_the_whole_scenario(self):
        self.open_scenario("tutorial/15_far_friends.json")
        self.browser.run("const p = rippletank; p.setText(p.text.replace('\"ttl_hops\": 6', '\"ttl_hops\": 3'));")
        link = self.browser.ask(
            "{ navigator.clipboard.writeText = async (text) => { window.copied = text; };"
            " document.getElementById('copy-link').click();"
            " while (!window.copied) await new Promise((r) => setTimeout(r, 20)); return window.copied; }")
        self.browser.open(self.lab, link.split("#")[1])
        self.browser.wait_for_run()
        self.assertEqual(self.browser.run("return JSON.parse(rippletank.text).overlay.protocol.ttl_hops"), 3)

    def test_a_table_is_downloaded_as_it_is(self):
        self.open_scenario("tutorial/02_star.json")
        self.browser.click("#tab-button-tables")
        self.browser.click_text("#tab-tables button", "Download CSV")
        name = self.browser.run("return document.getElementById('table-choice').value")
        text = self.browser.run("return rippletank.run.files[arguments[0]]", f"{name}.csv")
        self.assertEqual(self.downloaded(f"{name}.csv").decode(), text)

    def test_pictures_are_saved(self):
        self.open_scenario("tutorial/02_star.json")
        for button, end, start in (("save-png", "png", b"\x89PNG"), ("save-gif", "gif", b"GIF89a")):
            self.browser.click(f"#{button}")
            found = []
            deadline = time.monotonic() + 60
            while not found and time.monotonic() < deadline:
                time.sleep(0.1)
                found = list((self.folder / "downloads").glob(f"02_star*.{end}"))
            self.assertTrue(found, end)
            self.assertTrue(found[0].read_bytes().startswith(start))

    def test_charts_are_drawn_and_saved(self):
        self.open_scenario("tutorial/12_trunk.json")
        self.browser.click("#tab-button-charts")
        self.assertGreater(len(self.browser.all(".chart canvas")), 3)
        self.browser.click(".chart button")
        name = self.browser.run("return document.querySelector('.chart figcaption span').textContent")
        file = f"12_trunk_{re.sub('[^a-z0-9]+', '_', name.lower())}.svg"
        self.assertTrue(self.downloaded(file).startswith(b"<svg"))

    def test_controls_are_those_of_the_schema(self):
        self.open_scenario("tutorial/01_ripple.json")
        self.browser.wait("return document.querySelectorAll('.control').length > 0", "no controls")
        self.browser.run("document.querySelectorAll('#controls details').forEach((d) => (d.open = true))")
        field = self.browser.one('[id="control/overlay/protocol/ttl_hops"]')
        self.browser.run("arguments[0].value = 2; arguments[0].dispatchEvent(new Event('change'))", field)
        self.assertEqual(self.browser.run("return JSON.parse(rippletank.text).overlay.protocol.ttl_hops"), 2)
        self.browser.click("#run")
        self.browser.wait("return rippletank.run.summary.results.reach_mean === 12", "no other run")

    def test_every_gallery_scenario_has_a_thumbnail(self):
        self.browser.open(self.lab)
        missing = self.browser.run(
            "return rippletank.data.gallery.filter((s) => s.text && !s.thumbnail?.points).map((s) => s.path)")
        self.assertEqual(missing, [])


class Labs(Pages):
    def answers(self, lab, student):
        """The right answers, as the command marks them."""
        copy = json.loads(self.browser.ask(
            "{ const lab = rippletank.data.labs.find((l) => l.name === args[0]);"
            "return JSON.stringify((await rippletank.engine.ask('labSheet', {lab: lab.name, files: lab.files,"
            " student: args[1]})).copy); }", lab, student))
        file = self.folder / "answers.json"
        file.write_text(json.dumps(copy))
        marked = json.loads(command("lab", "check", "--json", file))
        marks = marked[0]["marks"] if isinstance(marked, list) else marked["marks"]
        return {mark["question"]: mark["expected"] for mark in marks}

    def test_the_same_student_has_the_same_numbers_and_marks_as_with_the_command(self):
        self.browser.open(self.lab, "labs")
        for lab in self.browser.run("return rippletank.data.labs.map((l) => l.name)"):
            with self.subTest(lab):
                right = self.answers(lab, "ada")
                marks = self.browser.ask(
                    "{ const lab = rippletank.data.labs.find((l) => l.name === args[0]);"
                    "return (await rippletank.engine.ask('labMarks', {lab: lab.name, files: lab.files,"
                    " student: 'ada', answers: args[1]})).marks; }", lab, right)
                self.assertEqual([mark["verdict"] for mark in marks], ["right"] * len(right), lab)

    def test_a_lab_is_answered_in_the_page(self):
        self.browser.open(self.lab, "lab=06_flooding_and_ttl")
        self.browser.wait("return document.querySelectorAll('.question').length > 0", "no questions")
        self.assertTrue(self.browser.run("return document.querySelector('.after').hidden"))
        self.assertNotIn("Teacher", self.browser.text("#lab-view"))
        field = self.browser.one("#answer-tree_reach")
        field.send_keys("52")
        self.browser.click_text(".predictions button", "Check")
        self.browser.wait("return Boolean(document.querySelector('.total'))", "no marks")
        self.assertIn("Right.", self.browser.text("#question-tree_reach .verdict"))
        self.browser.click_text(".after button", 'Run "tree"')
        self.browser.wait_for_run()
        self.assertEqual(self.browser.run("return rippletank.run.summary.results.reach_mean"), 52)


class Hostile(Pages):
    def play(self, text):
        self.browser.run("rippletank.openScenario({path: 'x.json', text: arguments[0]})", text)
        self.browser.click("#run")
        self.browser.wait("return !document.getElementById('run').disabled", "it does not end", 120)
        return self.browser.text("#diagnostics")

    def test_mistakes_are_told_with_their_lines(self):
        self.browser.open(self.lab)
        told = self.play('{ "name": "x",\n "overlay": { "protocol": { "model": "flood", "tll_hops": 3 },\n'
                         ' "topology": { "model": "ring", "nodes": 5 } } }')
        self.assertIn("line 2", told)
        self.assertIn('did you mean "ttl_hops"', told)
        for text in ("", "{", "[1]", "null", '{"a": ' * 3000, "\x00\x01", '"' * 1000):
            self.assertNotEqual(self.play(text), "", text[:20])

    def test_names_are_texts(self):
        self.browser.open(self.lab)
        evil = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"
        graph = "\n".join([f"{i} {(i + 1) % 5}" for i in range(5)])
        scenario = {"name": "x", "description": evil,
                    "overlay": {"protocol": {"model": "flood"}, "topology": {"model": "ring", "nodes": 5}},
                    "content": {"items": [{"name": evil, "holders": [2]}]},
                    "queries": {"model": "list", "origins": [0]}}
        self.play(json.dumps(scenario))
        self.browser.run("rippletank.openScenario({path: arguments[0], text: '{\"name\": ' + JSON.stringify(arguments[0])})", evil)
        self.assertIsNone(self.browser.run("return window.hit ?? null"), graph)

    def test_a_network_that_is_far_too_large_ends_with_a_reason(self):
        self.browser.open(self.lab)
        told = self.play(json.dumps({
            "name": "huge", "overlay": {"protocol": {"model": "flood"},
                                        "topology": {"model": "ring", "nodes": 1_000_000_000}},
            "queries": {"model": "list", "origins": [0]}}))
        self.assertNotEqual(told, "")
        self.open_scenario("tutorial/02_star.json")

    def test_links_that_hold_nothing_are_told(self):
        for fragment in ("scenario=", "scenario=!!!!", "scenario=AAAA", "open=..%2F..%2Fetc", "lab=none"):
            self.browser.open(self.lab, fragment)
            self.assertTrue(self.browser.run("return !document.getElementById('gallery-view').hidden"))


class Report(Pages):
    def test_a_run_is_watched_and_gone_on_with(self):
        page = self.report("run", ROOT / "scenarios/tutorial/02_star.json")
        self.assertLess(page.stat().st_size, LARGEST_PAGE)
        self.browser.wait("return Boolean(rippletank.run?.canBeWatched)", "no replay")
        self.browser.click("#to-end")
        self.browser.picture()
        self.assertIn("reached", self.browser.text("#counts"))

    def test_a_sweep_is_shown_as_curves(self):
        sweep = self.folder / "sweep.json"
        sweep.write_text(json.dumps({
            "name": "ttl", "scenario": str(ROOT / "scenarios/tutorial/01_ripple.json"),
            "vary": {"/overlay/protocol/ttl_hops": [1, 2, 3, 4]}, "repetitions": 2}))
        self.report("sweep", sweep)
        self.browser.click("#tab-button-charts")
        self.assertEqual(len(self.browser.all(".chart canvas")), 1)
        self.browser.click("#tab-button-tables")
        self.assertIn("groups.csv", self.browser.text("#tab-tables"))

    def test_pages_are_small(self):
        self.assertLess(self.lab.stat().st_size, LARGEST_PAGE)


if __name__ == "__main__":
    unittest.main()
