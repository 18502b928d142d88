"""The chart and the history of the page."""

import datetime
import pathlib
import re
import tempfile

from daemon import Daemon, wait_until
from page import CHROMIUM, DESKTOP, PHONE, PageTestCase
from test_page import RunningPageTestCase

if CHROMIUM:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

#: The file that the page would save.
SAVED = """
const done = arguments[0];
HTMLAnchorElement.prototype.click = function () { fetch(this.href).then(answer => answer.text()).then(done); };
document.getElementById('csv').click();
"""


class ChartTests(RunningPageTestCase):
    def setUp(self):
        super().setUp()
        self.daemon.post_wish({"heat_to": 45})
        self.wait_for_state(lambda state: (state["chamber"]["temperature_c"] or 0) > 30, "warmth")

    def plot(self):
        return self.browser.find_element(By.CSS_SELECTOR, "#plot .scrub")

    def curves(self):
        return self.evaluate(
            "[...document.querySelectorAll('#plot path.curve, #plot .duty-area')].map(path => path.getAttribute('class'))"
        )

    def test_it_shows_what_was_stored_and_what_comes(self):
        self.open(self.daemon, DESKTOP)
        wait_until(lambda: "curve chamber" in self.curves() and "duty-area" in self.curves(), "the curves")
        self.wait_for_text("legend", r"Chamber\s+\d+\.\d°\s+Element\s+\d+\.\d°\s+Target\s+45°\s+Heater\s+\d+ %")

    def test_every_range_is_one_tap_and_is_remembered(self):
        self.open(self.daemon, PHONE, "history")
        for seconds in (3600, 21600, 86400, 604800, 2592000, 900):
            self.click(self.browser.find_element(By.CSS_SELECTOR, f"[data-range='{seconds}']"))
            wait_until(lambda: "curve chamber" in self.curves(), f"a curve over {seconds} s")
        self.click(self.browser.find_element(By.CSS_SELECTOR, "[data-range='21600']"))
        self.browser.refresh()
        self.wait_until_live()
        chosen = self.browser.find_element(By.CSS_SELECTOR, "[data-range='21600']")
        self.assertEqual(chosen.get_attribute("aria-pressed"), "true")
        self.click(self.browser.find_element(By.CSS_SELECTOR, "[data-range='900']"))

    def test_lines_are_hidden_by_the_legend_and_that_is_remembered(self):
        self.open(self.daemon, DESKTOP)
        wait_until(lambda: "curve element" in self.curves(), "the element")
        self.click(self.browser.find_element(By.CSS_SELECTOR, "#legend .element"))
        wait_until(lambda: "curve element" not in self.curves(), "no element")
        self.browser.refresh()
        self.wait_until_live()
        wait_until(lambda: "curve chamber" in self.curves(), "the chamber")
        self.assertNotIn("curve element", self.curves())
        self.click(self.browser.find_element(By.CSS_SELECTOR, "#legend .element"))

    def test_the_chart_is_read_by_keys(self):
        self.open(self.daemon, DESKTOP, "history")
        wait_until(lambda: self.browser.find_elements(By.CSS_SELECTOR, "#plot .mark"), "a mark")
        self.plot().send_keys(Keys.HOME)
        first = self.plot().get_attribute("aria-valuenow")
        self.assertEqual(first, "0")
        self.plot().send_keys(Keys.ARROW_RIGHT)
        self.assertEqual(self.plot().get_attribute("aria-valuenow"), "1")
        self.plot().send_keys(Keys.SHIFT, Keys.ARROW_RIGHT)
        last = int(self.plot().get_attribute("aria-valuemax"))
        self.assertEqual(self.plot().get_attribute("aria-valuenow"), str(min(21, last)))
        self.assertRegex(
            self.plot().get_attribute("aria-valuetext"), r"\d:\d\d.*Chamber .*Element .*Target .*Heater "
        )
        # A redraw keeps the place and the focus.
        at = self.plot().get_attribute("aria-valuetext").split(": ")[0]
        drawn = self.plot()
        self.browser.execute_script("draw()")
        self.assertIn(at.split(":")[0], self.plot().get_attribute("aria-valuetext"))
        self.assertEqual(self.browser.switch_to.active_element, self.plot())
        self.assertEqual(drawn, self.plot())
        self.plot().send_keys("p")
        self.plot().send_keys(Keys.ENTER)
        self.wait_for_text("story", "Heat to|Turned off|Started")
        self.browser.find_element(By.CSS_SELECTOR, "#story button").click()
        self.plot().send_keys(Keys.ESCAPE)
        self.assertEqual(self.plot().get_attribute("aria-valuetext"), "Now")

    def test_a_finger_reads_and_the_legend_tells(self):
        self.open(self.daemon, PHONE)
        wait_until(lambda: "curve chamber" in self.curves(), "a curve")
        self.browser.execute_script(
            "const box = arguments[0].getBoundingClientRect();"
            "arguments[0].dispatchEvent(new PointerEvent('pointerdown',"
            " {clientX: box.x + box.width - 10, clientY: box.y + 20, pointerType: 'touch'}))", self.plot()
        )
        at = self.browser.find_element(By.CSS_SELECTOR, "#plot .at")
        self.assertRegex(at.text, r"\d:\d\d:\d\d")

    def test_the_values_as_a_table_and_as_a_file(self):
        self.open(self.daemon, DESKTOP, "history")
        wait_until(lambda: "curve chamber" in self.curves(), "a curve")
        self.press("table-button")
        self.wait_for_text("table", r"Time\s+Chamber\s+Element\s+Target\s+Heater")
        self.assertGreater(len(self.browser.find_elements(By.CSS_SELECTOR, "#table tr")), 2)
        lines = self.browser.execute_async_script(SAVED).splitlines()
        self.assertEqual(lines[0], "time,chamber_c,chamber_second_c,element_c,set_point_c,duty")
        time, chamber = lines[-1].split(",")[:2]
        self.assertTrue(datetime.datetime.fromisoformat(time.replace("Z", "+00:00")))
        self.assertGreater(float(chamber), 20)
        self.wait_for_text("toasts", r"Saved as hearth-pandabreath\.csv")

    def test_a_promise_is_drawn_as_the_device_made_it(self):
        """Ahead of now there is a curve only where the device tells when it will be ready."""
        self.open(self.daemon, DESKTOP)
        wait_until(lambda: "curve chamber" in self.curves(), "a curve")
        self.assertIsNone(self.daemon.get_state()["ready_in_s"])
        self.assertEqual(self.browser.find_elements(By.CSS_SELECTOR, "#plot .forecast"), [])
        self.wait_for_text("promise", r"°C to go|Holding")

    def test_what_happened_is_filtered(self):
        self.open(self.daemon, PHONE, "history")
        self.wait_for_text("events", "Started, everything off")
        chips = self.browser.find_elements(By.CSS_SELECTOR, "#chips button")
        self.click(chips[1])
        self.wait_for_text("events", "Heat to 45")
        self.assertNotIn("Started", self.text("events"))
        self.click(chips[2])
        self.assertFalse(re.search("Heat to", self.text("events")))


class RunsTests(PageTestCase):
    def test_what_was_heated_stands_below_the_chart_with_its_energy_and_cost(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-runs-"))
        settings = pathlib.Path(folder, "hearth.conf")
        settings.write_text("[energy]\nprice_per_kwh: 0.5\ncurrency: EUR\n", encoding="utf-8")
        with Daemon(speed=60, arguments=["--service-file", settings]) as daemon:
            self.open(daemon, view="history")
            self.assertFalse(self.find("runs-card").is_displayed(), "nothing was heated yet")
            wait_until(lambda: daemon.post_wish({"heat_to": 40})[0] == 200, "heat")
            self.wait_for_text("runs-card", r"Heat to 40 °C\s+.*going on")
            wait_until(lambda: daemon.get_state()["activity"] == "holding", "warmth")
            daemon.post_wish({"power": False})
            self.wait_for_text("runs-card", r"warm after \d+ (s|min)")
            self.wait_for_text("runs-card", r"\d+ Wh · €0\.\d\d")
            self.wait_for_text("runs-card", r"Today\s+\d+ Wh · €0\.\d\d")
            table = self.find("runs-card").find_element(By.CSS_SELECTOR, "a[download]").get_attribute("href")
            self.assertIn(b"always_on", daemon.request("GET", table.removeprefix(daemon.url))[2])
            self.go("now")
            self.assertFalse(self.find("runs-card").is_displayed())


class PromiseTests(RunningPageTestCase):
    """A calibration changes what a page promises, so its daemon is its own."""

    def test_a_calibrated_heater_promises_and_the_way_there_is_drawn(self):
        wait_until(lambda: self.daemon.post_wish({"calibrate": True})[0] == 200, "a calibration", 120)
        self.wait_for_state(lambda state: state["model"]["state"] == "calibrated", "its end")
        wait_until(lambda: self.daemon.post_wish({"heat_to": 60})[0] == 200, "heat")
        self.wait_for_state(lambda state: state["ready"], "a promise")
        ready = self.daemon.get_state()["ready"]
        self.assertEqual(ready["path"][-1][1], 59)
        self.assertAlmostEqual(ready["path"][-1][0], ready["in_s"], delta=1)
        self.open(self.daemon, DESKTOP)
        self.wait_for_text("promise", r"Ready at \d")
        wait_until(lambda: self.browser.find_elements(By.CSS_SELECTOR, "#plot .forecast"), "the way there")
