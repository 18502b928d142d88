"""The page in a real browser: starting one, and what tests do with the page."""

import re
import shutil
import unittest

from daemon import wait_until

CHROMIUM = shutil.which("chromium")
if CHROMIUM:
    from selenium import webdriver
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

PHONE = (390, 844)
DESKTOP = (1280, 800)
VIEWS = ("now", "history", "settings")


def start_browser(language="en-US"):
    """A browser without a window, whose console is recorded."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    # Root, as which CI runs, has no sandbox; a container's shared memory is too small.
    for word in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu"):
        options.add_argument(f"--{word}")
    options.add_argument(f"--accept-lang={language}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def set_size(browser, size, theme="light"):
    width, height = size
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": theme},
                      {"name": "prefers-reduced-motion", "value": "reduce"}]},
    )


@unittest.skipUnless(CHROMIUM, "Debian's chromium is not installed: script/setup test installs it")
class PageTestCase(unittest.TestCase):
    """Tests with a browser of their own."""

    language = "en-US"

    @classmethod
    def setUpClass(cls):
        cls.browser = start_browser(cls.language)
        cls.addClassCleanup(cls.browser.quit)

    def open(self, daemon, size=PHONE, view="now"):
        """Opens a view of the page of a daemon and waits until it is live."""
        set_size(self.browser, size)
        # The same address with another fragment would load nothing.
        self.browser.get("about:blank")
        self.browser.get(f"{daemon.url}/#{view}")
        self.wait_until_live()
        self.wait_for_views(view)

    def wait_until_live(self):
        wait_until(lambda: self.browser.find_elements(By.CSS_SELECTOR, ".live.is-live"), "a live page")

    def go(self, place):
        """To another view, or to a section of the settings."""
        self.browser.execute_script("location.hash = arguments[0]", place)
        self.wait_for_views(place)

    def wait_for_views(self, place):
        """Some views are fetched when one of them is first opened."""
        if place.startswith(("settings", "fleet")):
            wait_until(lambda: self.evaluate("fetched.isThere"), "the views")

    def find(self, name):
        return self.browser.find_element(By.ID, name)

    def text(self, name):
        return self.find(name).text

    def words(self, name):
        """The text of an element, also of one that is not shown."""
        return self.find(name).get_attribute("textContent")

    def value(self, name):
        return self.find(name).get_attribute("value")

    def wait_for_text(self, name, pattern, read=None):
        """Waits until the text of an element matches, and returns it."""
        seen = ""

        def matches():
            nonlocal seen
            try:
                seen = (read or self.text)(name)
            except StaleElementReferenceException:
                return False
            return re.search(pattern, seen)

        try:
            wait_until(matches, f"#{name} with {pattern!r}")
        except AssertionError as error:
            raise AssertionError(f"{error}; it reads {seen!r}") from None
        return seen

    def click(self, element):
        wait_until(element.is_displayed, "what is clicked")
        # In the middle, where the bar with Off does not cover it.
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def press(self, name):
        # What a wish brings comes with its answer.
        wait_until(lambda: self.browser.find_elements(By.ID, name), f"#{name}")
        button = self.find(name)
        wait_until(button.is_enabled, f"#{name} in use")
        self.click(button)

    def press_preset(self, group, name):
        """Taps the card of a filament, in `heat-presets` or `dry-presets`."""
        way = f"//div[@id='{group}']//button[span='{name}']"
        card = self.browser.find_element(By.XPATH, way)
        wait_until(card.is_enabled, f"{name} in use")
        self.click(card)

    def enter(self, name, value):
        """Types over what is there and leaves the field, as a person does."""
        field = self.find(name)
        self.click(field)
        field.send_keys(Keys.CONTROL, "a", Keys.NULL, str(value), Keys.TAB)

    def evaluate(self, script, *arguments):
        return self.browser.execute_script(f"return {script.strip()}", *arguments)

    def console_errors(self):
        return [line for line in self.browser.get_log("browser") if line["level"] == "SEVERE"]
