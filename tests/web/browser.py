"""A headless Chromium that opens pages from files, and tells whatever goes wrong in them."""

import json
import pathlib
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

CHROMIUM = "/usr/bin/chromium"
DRIVER = "/usr/bin/chromedriver"

# Chromium's own services ask for updates; none of this is the page's.
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --mute-audio --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
    " --force-device-scale-factor=1 --hide-scrollbars"
).split()


class Browser:
    """One window; `downloads` is the folder that files are saved to."""

    def __init__(self, width=1280, height=900, dark=False, reduced_motion=False, downloads=None):
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for flag in FLAGS:
            options.add_argument(flag)
        options.add_argument(f"--window-size={width},{height}")
        if downloads:
            options.add_experimental_option(
                "prefs", {"download.default_directory": str(downloads)})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(DRIVER), options=options)
        self.driver.set_script_timeout(300)
        self._emulate(dark, reduced_motion)
        self._size(width, height)

    def _emulate(self, dark, reduced_motion):
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        if reduced_motion:
            features.append({"name": "prefers-reduced-motion", "value": "reduce"})
        self.cdp("Emulation.setEmulatedMedia", features=features)

    def _size(self, width, height):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=width < 600)

    def cdp(self, command, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    def close(self):
        self.driver.quit()

    # ---- what a reader does ----

    def open(self, page, fragment=""):
        """Opens a file; another fragment of the same file is another page."""
        self.driver.get("about:blank")
        self.driver.get(pathlib.Path(page).resolve().as_uri() + (f"#{fragment}" if fragment else ""))
        self.wait("return Boolean(window.rippletank)", "the page does not start")

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def click(self, selector):
        element = self.one(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def click_text(self, selector, text):
        """The first of these elements that has the text in it."""
        for element in self.all(selector):
            if text in element.text:
                self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
                element.click()
                return
        raise AssertionError(f'no {selector} with "{text}"')

    def key(self, key):
        webdriver.ActionChains(self.driver).send_keys(getattr(Keys, key, key)).perform()

    def text(self, selector):
        return self.one(selector).text

    # ---- what a test asks ----

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def ask(self, expression, *arguments):
        """The value of an asynchronous expression; `args` are the arguments."""
        script = ("const done = arguments[arguments.length - 1]; const args = [...arguments];"
                  f"(async () => {expression})().then(done, (error) => done('error: ' + error));")
        return self.driver.execute_async_script(script, *arguments)

    def wait(self, script, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.run(script):
                return
            time.sleep(0.05)
        raise AssertionError(f"{what} after {seconds} s; console: {self.console()}")

    def wait_for_run(self, seconds=120):
        self.wait("return Boolean(rippletank.run) && !document.getElementById('run').disabled",
                  "no run is shown", seconds)

    def picture(self):
        """The stage as it stands, as a data URL."""
        self.ask("new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")
        return self.run("return document.getElementById('stage').toDataURL()")

    def console(self):
        """What the page has complained of."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] in ("SEVERE", "WARNING")]

    def requests(self):
        """Where the page has asked for anything, but for itself."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if url.split(":")[0] not in ("file", "data", "blob", "about"):
                    found.append(url)
        return found
