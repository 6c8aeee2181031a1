"""Measures the pages in a headless Chromium: sizes, time to the first picture, speed, frames.

Usage: RIPPLETANK=build/release/rippletank python3 tests/web/measure.py

Speed is a ratio: the command and the page play the same flood in turns, and the least of nine
counts of each. Frames are drawn without a graphics card.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
RIPPLETANK = os.environ.get("RIPPLETANK", str(ROOT / "build/release/rippletank"))
TURNS = 9


def flood(peers, queries, ttl_hops):
    return json.dumps({
        "name": "flood", "underlay": {"model": "direct", "latency_ms": 50},
        "overlay": {"protocol": {"model": "flood", "ttl_hops": ttl_hops},
                    "topology": {"model": "random_regular", "nodes": peers, "degree": 6}},
        "queries": {"model": "list", "origins": list(range(queries))}})


def native_seconds(scenario, out):
    subprocess.run([RIPPLETANK, "run", scenario, "--out", out, "--force", "--quiet"], check=True)
    return json.loads((out / "timing.json").read_text())


def play_in_page(browser, text):
    return browser.ask(
        "{ const start = performance.now(); const answer = await rippletank.engine.ask('play',"
        " {text: args[0], file: 'x.json', inputs: {}, messages: 0});"
        " return [(performance.now() - start) / 1000, answer.summary.provenance.fingerprint]; }", text)


def measure_speed(browser, folder):
    text = flood(100_000, 20, 12)
    scenario = folder / "flood.json"
    scenario.write_text(text)
    native, page = [], []
    for _ in range(TURNS):
        timing = native_seconds(scenario, folder / "out")
        native.append(timing["total_s"])
        seconds, fingerprint = play_in_page(browser, text)
        page.append(seconds)
    summary = json.loads((folder / "out/summary.json").read_text())
    assert summary["provenance"]["fingerprint"] == fingerprint
    share = min(native) / min(page)
    print(f"flood over 100,000 peers, {summary['results']['messages']:,} messages: command "
          f"{min(native):.2f} s, page {min(page):.2f} s: {share:.0%} of its speed")


def measure_start(browser, lab):
    browser.open(lab, "open=tutorial%2F01_ripple.json")
    browser.wait_for_run()
    browser.picture()
    first = browser.run("return performance.now()")
    print(f"from opening the file to the first picture of a run: {first / 1000:.1f} s")


def measure_frames(browser):
    browser.run("rippletank.openScenario({path: 'x.json', text: arguments[0]}, true)", flood(10_000, 1, 9))
    browser.wait("return rippletank.run?.timeline?.peers === 10000", "no run", 120)
    times = browser.ask(
        "{ const t = rippletank.theatre; const all = []; const line = rippletank.run.timeline;"
        " for (let i = 0; i < 100; ++i) { const moment = t.momentAt((line.end * i) / 100);"
        " const start = performance.now(); t.stage.draw(moment); t.stage.context.getImageData(0, 0, 1, 1);"
        " all.push(performance.now() - start); } return all.sort((a, b) => a - b); }")
    messages = browser.run("return rippletank.run.timeline.count")
    print(f"frames of 10,000 peers and {messages:,} messages: median {times[50]:.0f} ms, "
          f"nine of ten within {times[90]:.0f} ms")


def main():
    with tempfile.TemporaryDirectory() as holder:
        folder = pathlib.Path(holder)
        lab = folder / "lab.html"
        subprocess.run([RIPPLETANK, "lab", "page", "-o", lab, "--quiet"], check=True)
        out = folder / "result"
        native_seconds(ROOT / "scenarios/tutorial/01_ripple.json", out)
        report = folder / "report.html"
        subprocess.run([RIPPLETANK, "report", out, "-o", report, "--quiet"], check=True)
        print(f"lab.html {lab.stat().st_size:,} bytes, report.html of a tutorial "
              f"{report.stat().st_size:,} bytes")
        browser = Browser()
        try:
            measure_start(browser, lab)
            measure_speed(browser, folder)
            measure_frames(browser)
        finally:
            browser.close()


if __name__ == "__main__":
    main()
