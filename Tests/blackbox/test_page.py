"""The page in a real browser: what it shows, and that each control does what it says."""

import pathlib
import re
import shutil
import signal
import tempfile
import unittest

from daemon import Daemon, board_with, wait_until
from test_heating import TOO_HOT

CHROMIUM = shutil.which("chromium")
if CHROMIUM:
    from selenium import webdriver
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select

PHONE = (390, 844)
DESKTOP = (1280, 800)


def start_browser():
    """A browser without a window, whose console is recorded."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    # Root, as which CI runs, has no sandbox; a container's shared memory is too small.
    for word in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu"):
        options.add_argument(f"--{word}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


@unittest.skipUnless(CHROMIUM, "Debian's chromium is not installed: script/setup test installs it")
class PageTestCase(unittest.TestCase):
    """Tests with a browser of their own."""

    @classmethod
    def setUpClass(cls):
        cls.browser = start_browser()
        cls.addClassCleanup(cls.browser.quit)

    def open(self, daemon, size=PHONE):
        """Opens the page of a daemon and waits until it is live."""
        width, height = size
        self.browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE},
        )
        self.browser.get(daemon.url + "/")
        self.wait_for_text("link", "live")

    def find(self, name):
        return self.browser.find_element(By.ID, name)

    def text(self, name):
        return self.find(name).text

    def wait_for_text(self, name, pattern):
        """Waits until the text of an element matches, and returns it."""
        seen = ""

        def matches():
            nonlocal seen
            try:
                seen = self.text(name)
            except StaleElementReferenceException:
                return False
            return re.search(pattern, seen)

        try:
            wait_until(matches, f"#{name} with {pattern!r}")
        except AssertionError as error:
            raise AssertionError(f"{error}; it reads {seen!r}") from None
        return seen

    def press(self, name):
        button = self.find(name)
        wait_until(button.is_enabled, f"#{name} in use")
        # In the middle, where the bar with Off does not cover it.
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()

    def enter(self, name, value):
        # Over what is selected, as a person types: a field that is cleared by the driver is not
        # edited yet, and follows the device.
        self.find(name).send_keys(Keys.CONTROL, "a", Keys.NULL, str(value))

    def choose(self, name, value):
        selector = f"input[name={name}][value={value}]"
        choice = self.browser.find_element(By.CSS_SELECTOR, selector)
        label = choice.find_element(By.XPATH, "..")
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", label)
        label.click()

    def console_errors(self):
        return [line for line in self.browser.get_log("browser") if line["level"] == "SEVERE"]


class PageTests(PageTestCase):
    """One daemon, twenty times as fast as life."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon = cls.enterClassContext(Daemon(speed=20))

    def setUp(self):
        self.addCleanup(self.daemon.post_wish, {"power": False})
        self.open(self.daemon)

    def wait_for_state(self, condition, what):
        wait_until(lambda: condition(self.daemon.get_state()), what)

    def test_loading_and_reloading_ask_for_nothing_and_log_no_error(self):
        self.console_errors()
        before = self.daemon.get_state()
        for size in (PHONE, DESKTOP):
            self.open(self.daemon, size)
        after = self.daemon.get_state()
        for key in ("power", "mode", "target_c", "changed_by", "drying", "auto"):
            self.assertEqual(after[key], before[key], key)
        self.assertEqual(self.console_errors(), [])
        self.assertEqual(self.browser.find_element(By.TAG_NAME, "h1").text, "Hearth")

    def test_programs_find_the_device_by_the_title_as_sent(self):
        body = self.daemon.request("GET", "/")[2].decode()
        self.assertEqual(re.findall(r"<title>(.*?)</title>", body), ["Panda Breath"])

    def test_nothing_is_fetched_from_elsewhere(self):
        fetched = self.browser.execute_script(
            "return performance.getEntriesByType('resource').map(entry => entry.name)"
        )
        self.assertTrue(fetched)
        for address in fetched:
            self.assertTrue(address.startswith((self.daemon.url + "/", "data:")), address)

    def test_off_is_in_reach_wherever_the_page_is_scrolled_to(self):
        for size in (PHONE, DESKTOP):
            self.open(self.daemon, size)
            for place in ("0", "document.body.scrollHeight"):
                with self.subTest(size=size, place=place):
                    is_on_top = self.browser.execute_script(
                        f"window.scrollTo(0, {place});"
                        "const off = document.getElementById('off');"
                        "const box = off.getBoundingClientRect();"
                        "const x = box.x + box.width / 2, y = box.y + box.height / 2;"
                        "return document.elementFromPoint(x, y) === off;"
                    )
                    self.assertTrue(is_on_top)

    def test_it_fits_a_narrow_phone(self):
        self.open(self.daemon, (320, 600))
        width = self.browser.execute_script("return document.documentElement.scrollWidth")
        self.assertLessEqual(width, 320)

    def test_heat_and_off_are_carried_out_and_shown(self):
        self.choose("tab", "always_on")
        self.enter("target", 50)
        self.press("heat")
        self.wait_for_text("activity", "Heating to 50 °C")
        state = self.daemon.get_state()
        self.assertEqual((state["power"], state["mode"]), (True, "always_on"))
        self.assertEqual((state["target_c"], state["changed_by"]), (50, "page"))
        self.wait_for_text("activity", "Holding 50 °C")
        self.assertAlmostEqual(
            float(self.text("chamber")), self.daemon.get_state()["chamber"]["temperature_c"],
            delta=2,
        )
        self.enter("target", 45)
        self.press("heat")
        self.wait_for_state(lambda state: state["set_point_c"] == 45, "the new target")
        self.wait_for_text("activity", "Cooling to 45 °C")

        self.press("off")
        self.wait_for_state(lambda state: not state["power"], "the power off")
        self.wait_for_state(lambda state: not state["heater_on"], "the heater off")
        self.wait_for_text("activity", "Off|Cooling down")
        self.wait_for_text("reason", "as asked")
        self.wait_for_text("events", r"Turned on .* 50.0 °C\. By the web page\.")

    def test_a_target_above_the_limit_is_not_sent(self):
        self.choose("tab", "always_on")
        self.enter("target", 300)
        self.press("heat")
        is_valid = self.browser.execute_script(
            "return document.getElementById('target').checkValidity()"
        )
        self.assertFalse(is_valid)
        self.assertFalse(self.daemon.get_state()["power"])

    def test_drying_is_started_and_stopped(self):
        self.choose("tab", "drying")
        self.choose("preset", "custom")
        self.enter("dry-target", 45)
        self.enter("dry-hours", 3)
        self.press("dry")
        self.wait_for_text("remaining", r"2 h 5\d min")
        self.wait_for_text("set-point", "45.0 °C")
        self.assertTrue(self.daemon.get_state()["drying"]["running"])
        self.press("stop-drying")
        self.wait_for_state(lambda state: not state["drying"]["running"], "the end of drying")
        self.assertFalse(self.daemon.get_state()["power"])

        self.choose("preset", "pla")
        self.press("dry")
        self.wait_for_state(lambda state: state["drying"]["running"], "drying again")
        self.wait_for_text("remaining", r"11 h 5\d min")
        self.assertEqual(self.daemon.get_state()["set_point_c"], 55)

    def test_auto_is_set_up_and_turned_on(self):
        self.choose("tab", "auto")
        for field, value in (("heat-bed", 95), ("fan-bed", 40), ("auto-target", 48)):
            self.enter(field, value)
        self.press("save-auto")
        self.wait_for_state(lambda state: state["target_c"] == 48, "the settings saved")
        state = self.daemon.get_state()
        self.assertEqual(
            state["auto"], {"fan_bed_threshold_c": 40, "heat_bed_threshold_c": 95}
        )
        self.assertFalse(state["power"], "saving must not turn anything on")
        self.press("start-auto")
        self.wait_for_state(lambda state: state["power"], "the power on")
        self.assertEqual(self.daemon.get_state()["mode"], "auto")
        self.wait_for_text("reason", "no printer is connected")

    def test_a_sensor_is_corrected(self):
        summary = self.browser.find_element(By.TAG_NAME, "summary")
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", summary)
        summary.click()
        self.enter("offset-element", -1.5)
        field = self.find("offset-element")
        self.browser.execute_script("arguments[0].form.requestSubmit()", field)
        self.wait_for_state(lambda state: state["element"]["offset_k"] == -1.5, "the correction")

    def test_what_others_ask_for_is_shown(self):
        self.daemon.post_wish({"heat_to": 41})
        self.wait_for_text("activity", "41 °C")
        self.wait_for_text("reason", "always on, last set by the API")
        wait_until(lambda: self.find("target").get_attribute("value") == "41", "the field follows")


class TroubleTests(PageTestCase):
    def test_old_readings_are_never_shown_as_live(self):
        with Daemon() as daemon:
            self.open(daemon)
            daemon.process.send_signal(signal.SIGSTOP)
            try:
                self.wait_for_text("lost-title", "No connection")
                self.wait_for_text("age", r"\d+ s ago")
                self.assertEqual(self.text("activity"), "Unknown")
                self.assertFalse(self.find("heat").is_enabled())
                self.press("off")
                self.wait_for_text("off-said", "Not turned off")
            finally:
                daemon.process.send_signal(signal.SIGCONT)
            self.wait_for_text("link", "live")
            self.assertFalse(self.find("lost").is_displayed())
            self.assertEqual(self.text("age"), "")

    def test_a_fault_is_rehearsed_on_a_simulated_chamber(self):
        with Daemon(speed=20) as daemon:
            self.open(daemon)
            wait_until(lambda: self.find("simulate-card").is_displayed(), "the card")
            self.press("heat")
            wait_until(lambda: daemon.get_state()["power"], "heat")
            Select(self.find("simulate-fault")).select_by_value("chamber_open")
            self.press("simulate-now")
            self.wait_for_text("fault-title", "A temperature probe has failed")
            self.press("simulate-none")
            wait_until(
                lambda: daemon.get_state()["chamber"]["condition"] == "good", "a sound probe"
            )
            self.press("clear")
            wait_until(lambda: not self.find("fault").is_displayed(), "the fault gone")
            self.assertFalse(daemon.get_state()["power"])

    def test_a_fault_says_what_happened_and_goes_when_its_cause_has_gone(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-page-"))
        state = pathlib.Path(folder, "state")
        with Daemon(board=board_with(folder, **TOO_HOT), state=state) as daemon:
            self.open(daemon)
            self.wait_for_text("fault-title", "Too hot")
            self.assertIn("50.0 °C", self.text("fault-what"))
            self.assertTrue(self.text("fault-remedy"))
            self.assertEqual(self.text("activity"), "Stopped by a fault")
            self.press("clear")
            self.wait_for_text("clear-said", "still there")
            self.press("heat")
            self.wait_for_text("always_on-said", "fault is latched")
        with Daemon(state=state) as daemon:
            self.open(daemon)
            self.wait_for_text("fault-title", "Too hot")
            self.wait_for_text("chamber", r"\d")
            self.press("clear")
            wait_until(lambda: not self.find("fault").is_displayed(), "the fault gone")
            self.assertFalse(daemon.get_state()["power"])
            self.wait_for_text("events", "Fault cleared")
