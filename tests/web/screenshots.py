"""Takes pictures of the pages: those of docs/pictures, or of everything, to be looked at.

Usage: RIPPLETANK=build/release/rippletank python3 tests/web/screenshots.py FOLDER [--all]
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
RIPPLETANK = os.environ.get("RIPPLETANK", str(ROOT / "build/release/rippletank"))
DESK = (1280, 860)
PHONE = (390, 844)


def shoot(page, fragment, file, size, dark, prepare=""):
    browser = Browser(*size, dark=dark, reduced_motion=True)
    try:
        browser.open(page, fragment)
        if fragment.startswith("open="):
            browser.wait_for_run()
        elif fragment.startswith("lab="):
            browser.wait("return document.querySelector('article.lab') !== null", "no lab")
        if prepare:
            browser.run(prepare)
            time.sleep(0.5)
        browser.driver.save_screenshot(str(file))
    finally:
        browser.close()


def kept(page, folder):
    """Those that stand in the README."""
    shoot(page, "open=tutorial%2F01_ripple.json", folder / "replay_light.png", DESK, False,
          "rippletank.theatre.player.seek(0.127)")
    shoot(page, "open=tutorial%2F23_ultrapeers.json", folder / "replay_dark.png", DESK, True,
          "rippletank.theatre.player.seek(70.42)")


def everything(page, folder):
    labs = sorted(path.name for path in (ROOT / "scenarios/labs").iterdir() if path.is_dir())
    for size, name in ((DESK, "desk"), (PHONE, "phone")):
        for dark in (False, True):
            ending = f"{name}_{'dark' if dark else 'light'}.png"
            shoot(page, "", folder / f"gallery_{ending}", size, dark)
            shoot(page, "labs", folder / f"labs_{ending}", size, dark)
            shoot(page, "open=tutorial%2F12_trunk.json", folder / f"cables_{ending}", size, dark,
                  "rippletank.theatre.player.seek(rippletank.theatre.time)")
            for lab in labs:
                shoot(page, f"lab={lab}", folder / f"{lab}_{ending}", size, dark)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as holder:
        page = pathlib.Path(holder) / "lab.html"
        subprocess.run([RIPPLETANK, "lab", "page", "-o", page, "--quiet"], check=True)
        kept(page, folder)
        if "--all" in sys.argv[2:]:
            everything(page, folder)


if __name__ == "__main__":
    main()
