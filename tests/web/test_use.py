"""What students, teachers and researchers do with the pages, quickly and in any order.

Usage: RIPPLETANK=build/release/rippletank python3 -m unittest tests/web/test_use.py
"""

import csv
import io
import json
import pathlib
import sys
import unittest

from selenium.webdriver.common.keys import Keys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from pages import ROOT, Pages  # noqa: E402

SLOW = json.dumps({
    "name": "slow", "underlay": {"model": "direct", "latency_ms": 50},
    "overlay": {"protocol": {"model": "flood", "ttl_hops": 12},
                "topology": {"model": "random_regular", "nodes": 100_000, "degree": 6}},
    "queries": {"model": "list", "origins": list(range(100))}})


class Counting(Pages):
    def test_pictures_end_as_the_tables_say(self):
        """All that ends in a run has ended in its picture, and whom a query reached is the same."""
        self.browser.open(self.lab)
        paths = self.browser.run(
            "return rippletank.data.gallery.filter((s) => s.text && /tutorial|labs/.test(s.path)).map((s) => s.path)")
        self.assertGreater(len(paths), 40)
        checked = 0
        for path in paths:
            told = self.browser.ask(
                "{ const one = rippletank.data.gallery.find((s) => s.path === args[0]);"
                " await rippletank.openScenario(one, true); const { run } = rippletank; const t = run.timeline;"
                " if (!t || t.replay.cut_s !== null) return null;"
                " const of = (fate) => t.fate.reduce((n, one, i) => n + (one === fate ? t.messages[i] : 0), 0);"
                " const reached = t.replay.askings.map(([, , query], at) =>"
                "  [query, t.hearing(at).times.length, t.hearing(at).others]);"
                " return {counts: t.countsAt(t.end), travelling: of(0), duplicate: of(2), dropped: of(3),"
                "  reached: reached.filter(([query]) => query !== null), queries: run.files['queries.csv']}; }", path)
            if not told:
                continue
            with self.subTest(path):
                for fate in ("travelling", "duplicate", "dropped"):
                    self.assertEqual(told["counts"][fate], told[fate], fate)
                if told["queries"] is None:
                    continue  # a scenario that does without the table
                rows = {int(row["query_id"]): row for row in csv.DictReader(io.StringIO(told["queries"]))}
                for query, reached, others in told["reached"]:
                    self.assertEqual(reached, int(rows[query]["reach"]), f"query {query}")
                    if rows[query]["coverage"]:
                        self.assertAlmostEqual(reached / others, float(rows[query]["coverage"]), 6, f"query {query}")
                    checked += 1
        self.assertGreater(checked, 1000)

    def test_what_is_far_apart_is_told_apart(self):
        self.open_scenario("tutorial/21_gnutella.json")
        self.browser.click("#to-end")
        self.browser.click("#tab-button-inspector")
        results = self.browser.run("return rippletank.run.summary.results")
        self.assertGreater(results["duplicates"], 0)
        self.assertIn(f"{results['duplicates']} duplicates", self.browser.text("#counts"))
        self.assertIn("50 ms", self.browser.text("#who-heard"))


class Hasty(Pages):
    def test_a_start_that_is_cancelled_can_be_made_again(self):
        self.browser.open(self.lab)
        answers = self.browser.ask(
            "{ const first = rippletank.engine.ask('schema'); rippletank.engine.cancel();"
            " return [await first, Object.keys(await rippletank.engine.ask('schema')).length]; }")
        self.assertEqual(answers[0], {"cancelled": True})
        self.assertGreater(answers[1], 2)

    def test_another_scenario_ends_the_run_that_is_played(self):
        self.browser.open(self.lab)
        self.browser.run("rippletank.openScenario({path: 'slow.json', text: arguments[0]}, true)", SLOW)
        self.browser.wait("return rippletank.busy", "it does not play")
        self.browser.run("rippletank.go('open=tutorial%2F02_star.json')")
        self.browser.wait("return rippletank.run?.name === '02_star' && !rippletank.busy", "no star")
        self.assertIn("star", self.browser.text("#scenario-name"))
        self.assertEqual(json.loads(self.browser.run("return rippletank.run.scenarioText"))["name"], "02_star")

    def test_what_is_changed_while_it_plays_is_not_what_was_played(self):
        self.browser.open(self.lab)
        self.browser.run("rippletank.openScenario({path: 'slow.json', text: arguments[0]}, true)", SLOW)
        self.browser.wait("return rippletank.busy", "it does not play")
        self.browser.run("rippletank.setText(rippletank.text.replace('\"ttl_hops\": 12', '\"ttl_hops\": 1'))")
        self.browser.wait_for_run()
        self.browser.wait("return rippletank.run?.name === 'slow'", "not played")
        self.assertIn('"ttl_hops": 12', self.browser.run("return rippletank.run.scenarioText"))

    def test_two_that_break_at_once_do_not_hide_each_other(self):
        self.open_scenario("tutorial/01_ripple.json")
        parents = self.browser.ask(
            "{ const page = rippletank; const break_ = (peer) => page.breakSomething({at_s: 0.1, peers:"
            " {choose: 'ids', ids: [peer]}}, String(peer), 0.1);"
            " const first = break_(7); await break_(8); await first;"
            " const once = page.run.label; await break_(8); return [once, page.run.parent.label]; }")
        self.assertEqual(parents[0], parents[1])
        self.assertTrue(parents[0].startswith("7 at"))

    def test_a_peer_crashes_when_its_button_is_pressed(self):
        self.open_scenario("tutorial/01_ripple.json")
        self.browser.click("#to-start")
        self.browser.run("rippletank.theatre.choose({layer: 'overlay', kind: 'node', id: 5})")
        self.assertFalse(self.browser.run("return document.getElementById('tab-inspector').hidden"))
        self.browser.run("rippletank.theatre.player.seek(0.123)")
        self.browser.click_text("#inspector button", "Crash")
        self.browser.wait("return Boolean(rippletank.run.parent)", "nothing has crashed")
        self.assertEqual(json.loads(self.browser.run("return rippletank.text"))["failures"][0]["at_s"], 0.123)
        self.assertIn("at 123 ms", self.browser.text("#branch"))
        self.assertFalse(self.browser.run("return rippletank.theatre.player.playing"))  # motion is reduced

    def test_what_is_broken_is_the_only_difference(self):
        self.open_scenario("tutorial/01_ripple.json")
        broken = self.browser.ask(
            "{ const page = rippletank; page.setText(page.text.replace('\"ttl_hops\": 4', '\"ttl_hops\": 1'));"
            " await page.breakSomething({at_s: 0.1, peers: {choose: 'ids', ids: [5]}}, '5', 0.1);"
            " const refused = !page.run.parent && page.text.includes('\"ttl_hops\": 1');"
            " await page.play(); await page.breakSomething({at_s: 0.1, peers: {choose: 'ids', ids: [5]}}, '5', 0.1);"
            " return [refused, page.run.parent.summary.results.messages, page.run.summary.results.messages]; }")
        self.assertEqual(broken, [True, 4, 4])

    def test_a_run_that_was_kept_is_not_called_so_afterwards(self):
        self.open_scenario("tutorial/01_ripple.json")
        self.browser.click_text("#branch button", "Keep")
        self.assertEqual(self.browser.text("#beside-caption"), "kept: 01 ripple")
        self.browser.click_text("#branch button", "Stop")
        self.assertNotIn("kept", self.browser.text("#branch"))
        self.browser.ask("rippletank.breakSomething({at_s: 0.1, peers: {choose: 'ids', ids: [5]}}, '5', 0.1)")
        self.assertEqual(self.browser.text("#beside-caption"), "unharmed")

    def test_keys_do_nothing_where_no_run_is_seen(self):
        self.open_scenario("tutorial/01_ripple.json")
        before = self.browser.run("return rippletank.theatre.time")
        self.browser.click("#home")
        self.browser.wait("return document.getElementById('run-view').hidden", "no gallery")
        self.browser.run("document.activeElement.blur()")
        self.browser.key("END")
        self.browser.key("k")
        self.assertEqual(self.browser.run("return [rippletank.theatre.time, rippletank.theatre.player.playing]"),
                         [before, False])

    def test_who_looks_at_a_list_stays_there_and_scrolls_it(self):
        self.open_scenario("tutorial/01_ripple.json")
        self.browser.click("#to-end")
        self.browser.click("#tab-button-inspector")
        self.browser.wait("return document.querySelectorAll('#who-heard button').length > 20", "nobody heard")
        self.browser.run("document.querySelector('#heard-by').scrollTop = 100;"
                         " document.querySelectorAll('#who-heard button')[8].focus()")
        self.browser.key("ENTER")
        self.browser.wait("return Boolean(rippletank.theatre.selected)", "not chosen")
        focused, scrolled, time = self.browser.run(
            "return [document.activeElement.id, document.querySelector('#heard-by').scrollTop, rippletank.theatre.time]")
        self.assertTrue(focused.startswith("heard-"), focused)
        self.assertGreater(scrolled, 0)
        self.assertIn("arrived first", self.browser.text("#details"))
        self.browser.run("document.querySelector('#heard-by').focus()")
        self.browser.key("HOME")
        self.assertEqual(self.browser.run("return rippletank.theatre.time"), time)

    def test_an_opened_file_and_what_was_changed_have_a_place_on_the_way_back(self):
        self.browser.open(self.lab)
        self.browser.wait("return document.querySelectorAll('.card').length > 0", "no gallery")
        text = (ROOT / "scenarios/tutorial/02_star.json").read_text().replace("02_star", "mine")
        path = self.folder / "mine.json"
        path.write_text(text)
        self.browser.one('input[type="file"]').send_keys(str(path))
        self.browser.wait("return rippletank.run?.name === 'mine' && !rippletank.busy", "not opened")
        self.browser.run("rippletank.setText(rippletank.text.replace('mine', 'changed'))")
        self.browser.click("#home")
        self.browser.wait("return document.getElementById('run-view').hidden", "no gallery")
        self.browser.run("history.back()")
        self.browser.wait("return rippletank.run?.name === 'changed'", "no way back")

    def test_the_skip_link_leads_to_the_run_that_is_shown(self):
        self.open_scenario("tutorial/01_ripple.json")
        self.browser.run("document.querySelector('.skip').click()")
        self.assertFalse(self.browser.run("return document.getElementById('run-view').hidden"))
        self.assertEqual(self.browser.run("return document.activeElement.id"), "main")


class Writing(Pages):
    def field(self):
        self.browser.wait("return document.querySelectorAll('.control').length > 0", "no controls")
        self.browser.run("document.querySelectorAll('#controls details').forEach((d) => (d.open = true))")
        return self.browser.one('[id="control/overlay/protocol/ttl_hops"]')

    def test_a_changed_control_keeps_the_focus(self):
        self.open_scenario("tutorial/01_ripple.json")
        field = self.field()
        field.click()
        self.browser.key("ARROW_UP")
        self.browser.wait("return JSON.parse(rippletank.text).overlay.protocol.ttl_hops === 5", "not changed")
        self.assertEqual(self.browser.run("return document.activeElement.id"),
                         "control/overlay/protocol/ttl_hops")

    def test_a_click_or_a_tab_after_writing_reaches_its_control(self):
        self.open_scenario("tutorial/21_gnutella.json")
        self.browser.wait("return document.querySelectorAll('.control').length > 0", "no controls")
        self.browser.run("document.querySelectorAll('#controls details').forEach((d) => (d.open = true))")
        before = self.browser.run("return JSON.parse(rippletank.text).queries")
        interval = self.browser.one('[id="control/queries/interval_s"]')
        interval.send_keys(Keys.CONTROL + "a" + Keys.NULL + "50")
        self.browser.one('[id="control/queries/download"]').click()
        after = self.browser.run("return JSON.parse(rippletank.text).queries")
        self.assertEqual(after["interval_s"], 50)
        self.assertEqual(after["download"], not before["download"])
        interval.send_keys(Keys.CONTROL + "a" + Keys.NULL + "60")
        self.browser.key("TAB")
        self.assertEqual(self.browser.run("return JSON.parse(rippletank.text).queries.interval_s"), 60)
        self.assertTrue(self.browser.run(
            "return document.querySelector('#controls').contains(document.activeElement)"))

    def test_removing_leads_on_to_what_can_be_added(self):
        self.open_scenario("tutorial/01_ripple.json")
        self.field()
        self.browser.run("document.querySelector('[aria-label=\"Remove ttl hops\"]').click()")
        self.assertNotIn("ttl_hops", self.browser.run("return rippletank.text"))
        self.assertEqual(self.browser.run("return document.activeElement.id"), "adder/overlay/protocol")

    def test_commas_and_nothing_are_no_numbers(self):
        self.open_scenario("tutorial/01_ripple.json")
        field = self.field()
        field.clear()
        self.assertEqual(self.field().get_attribute("value"), "4")
        self.field().send_keys("2,5")
        self.assertNotEqual(self.field().get_attribute("value"), "25")

    def test_what_one_writes_is_there_when_one_comes_back(self):
        self.browser.open(self.lab, "own")
        self.browser.wait("return rippletank.text.includes('own')", "nothing to write in")
        self.browser.run("rippletank.setText(rippletank.text.replace('\"own\"', '\"mine\"'))")
        self.browser.click("#home")
        self.browser.wait("return document.getElementById('run-view').hidden", "no gallery")
        self.browser.run("rippletank.go('own')")
        self.browser.wait("return !document.getElementById('run-view').hidden", "nothing to write in")
        self.assertIn('"mine"', self.browser.run("return rippletank.text"))

    def test_a_long_text_gets_no_controls(self):
        self.browser.open(self.lab)
        failures = [{"at_s": 1, "peers": {"choose": "ids", "ids": [i % 5]}} for i in range(20_000)]
        text = json.dumps({"name": "long", "failures": failures})
        spent = self.browser.run(
            "const start = performance.now(); rippletank.openScenario({path: 'x.json', text: arguments[0]});"
            " return performance.now() - start", text)
        self.assertLess(spent, 1000)
        self.assertTrue(self.browser.run("return document.getElementById('controls-part').hidden"))


class Labs(Pages):
    def test_every_run_of_every_lab_can_be_watched(self):
        self.browser.open(self.lab, "labs")
        failed = self.browser.ask(
            "{ const failed = []; for (const lab of rippletank.data.labs) {"
            "  await rippletank.follow('lab=' + lab.name);"
            "  const names = [...document.querySelectorAll('.after button')].map((b) => b.textContent).filter((t) => t.startsWith('Run'));"
            "  if (names.length === 0) failed.push(lab.name);"
            "  for (const name of names) { await rippletank.follow('lab=' + lab.name);"
            "   rippletank.run = null; [...document.querySelectorAll('.after button')].find((b) => b.textContent === name).click();"
            "   for (let i = 0; i < 1200 && (!location.hash.startsWith('#lab-run') || rippletank.busy || (!rippletank.run &&"
            "     !document.querySelector('#diagnostics .problem'))); ++i) await new Promise((r) => setTimeout(r, 50));"
            "   if (!rippletank.run) failed.push(lab.name + ': ' + name + ' ' + document.getElementById('diagnostics').textContent);"
            "   history.replaceState(null, '', '#labs'); } }"
            " return failed; }")
        self.assertEqual(failed, [])

    def test_answers_and_marks_are_there_when_one_comes_back(self):
        self.browser.open(self.lab, "lab=06_flooding_and_ttl")
        self.browser.wait("return document.querySelectorAll('.question').length > 0", "no questions")
        self.browser.one("#answer-tree_reach").send_keys("52")
        self.browser.click_text(".predictions button", "Check")
        self.browser.wait("return Boolean(document.querySelector('.total'))", "no marks")
        self.browser.click_text(".after button", 'Run "tree"')
        self.browser.wait_for_run()
        self.browser.run("history.back()")
        self.browser.wait("return Boolean(document.querySelector('.total'))", "the marks are gone")
        self.assertEqual(self.browser.one("#answer-tree_reach").get_attribute("value"), "52")
        self.browser.one("#answer-tree_reach").send_keys("1")
        self.assertEqual(self.browser.text("#question-tree_reach .verdict"), "")
        self.browser.run("rippletank.go('labs')")
        self.browser.wait("return document.querySelectorAll('.card.lab').length > 0", "no labs")
        self.browser.run("history.back()")
        self.browser.wait("return document.querySelectorAll('.question').length > 0", "no questions")
        self.assertEqual(self.browser.text("#question-tree_reach .verdict"), "")
        self.assertFalse(self.browser.run("return Boolean(document.querySelector('.total'))"))

    def test_a_lab_that_comes_late_does_not_cover_what_is_shown(self):
        self.browser.open(self.lab, "labs")
        self.browser.wait("return document.querySelectorAll('.card.lab').length > 0", "no labs")
        titles = self.browser.ask(
            "{ const late = rippletank.follow('lab=06_flooding_and_ttl'); await rippletank.follow('labs'); await late;"
            " const list = document.querySelectorAll('.card.lab').length;"
            " const cancelled = rippletank.follow('lab=06_flooding_and_ttl'); rippletank.engine.cancel();"
            " await cancelled; return list; }")
        self.assertEqual(titles, 10)

    def test_the_way_back_leads_out_of_the_run_of_a_lab_that_is_gone(self):
        self.browser.open(self.lab, "labs")
        self.browser.wait("return document.querySelectorAll('.card.lab').length > 0", "no labs")
        self.browser.run("location.hash = '#lab-run=labs%2F06_flooding_and_ttl%2Ftree.json'")
        self.browser.wait("return location.hash === '#lab=06_flooding_and_ttl'", "not led to the lab")
        self.browser.run("history.back()")
        self.browser.wait("return document.querySelectorAll('.card.lab').length > 0", "no way back")


class Report(Pages):
    def report_of_a_star(self):
        self.report("run", ROOT / "scenarios/tutorial/02_star.json")
        self.browser.wait("return Boolean(rippletank.run?.canBeWatched)", "no replay")

    def test_all_curves_of_a_sweep_are_drawn_and_named(self):
        sweep = self.folder / "sweep.json"
        sweep.write_text(json.dumps({
            "name": "many", "scenario": str(ROOT / "scenarios/tutorial/01_ripple.json"), "repetitions": 1,
            "vary": {"/overlay/protocol/ttl_hops": [1, 2, 3], "/overlay/topology/rows": [9, 10, 11],
                     "/overlay/topology/columns": [9, 10, 11]}}))
        self.report("sweep", sweep)
        self.browser.click("#tab-button-charts")
        self.browser.run("const s = document.querySelector('#tab-charts select'); s.value = 'duplicates';"
                         " s.dispatchEvent(new Event('change'))")
        names = self.browser.run(
            "return [...document.querySelectorAll('#tab-charts .u-series .u-label')].map((e) => e.textContent)")
        self.assertEqual(sum("rows" in name for name in names), 9)

    def test_after_a_reset_nothing_is_compared(self):
        self.report_of_a_star()
        self.browser.ask("rippletank.breakSomething({at_s: 0.1, peers: {choose: 'ids', ids: [3]}}, '3', 0.1)")
        self.assertFalse(self.browser.run("return document.getElementById('beside').hidden"))
        self.browser.click("#reset")
        self.assertTrue(self.browser.run("return document.getElementById('beside').hidden"))
        self.assertTrue(self.browser.run("return document.getElementById('tab-button-compare').hidden"))

    def test_a_report_stays_where_it_is(self):
        self.report_of_a_star()
        before = self.browser.text("#counts")
        self.browser.click("#home")
        self.browser.run("document.querySelector('.skip').click()")
        self.assertEqual(self.browser.text("#counts"), before)
        self.browser.run("rippletank.setText(rippletank.text.replace('\"02_star\"', '\"another\"'))")
        self.browser.click("#reset")
        self.assertFalse(self.browser.run("return document.getElementById('findings-column').hidden"))
        self.assertIn('"02_star"', self.browser.run("return rippletank.text"))


if __name__ == "__main__":
    unittest.main()
