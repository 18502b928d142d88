"""How the page behaves under a hand: what a tap shows at once, what stays where it is, what is fetched when."""

import re

from daemon import Daemon, wait_until
from page import CHROMIUM, PageTestCase
from test_page import RunningPageTestCase
from test_page_troubles import stopped

if CHROMIUM:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By

#: No wish gets an answer; all else is fetched as ever.
NO_ANSWERS = """
const real = window.fetch;
window.fetch = (path, options) => options?.method !== 'POST' ? real(path, options)
  : new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason)));
"""


class TapTests(RunningPageTestCase):
    def card(self, name):
        return self.browser.find_element(By.XPATH, f"//div[@id='heat-presets']//button[span='{name}']")

    def test_a_tap_shows_at_once_what_it_asks_for_and_falls_back_without_an_answer(self):
        self.browser.execute_script(NO_ANSWERS)
        self.assertEqual(self.card("PC").get_attribute("aria-pressed"), "false")
        self.click(self.card("PC"))
        self.assertEqual(self.card("PC").get_attribute("aria-pressed"), "true", "before any answer")
        self.wait_for_text("toasts", "The device did not answer")
        wait_until(lambda: self.card("PC").get_attribute("aria-pressed") == "false", "the card as before")
        self.assertFalse(self.daemon.get_state()["power"])

    def test_a_held_button_repeats(self):
        self.daemon.post_wish({"set_target": 42})
        self.wait_for_text("heat", "Heat to 42 °C")
        more = self.find("more")
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", more)
        ActionChains(self.browser).click_and_hold(more).perform()
        self.wait_for_text("heat", "Heat to (4[5-9]|5.) °C")
        ActionChains(self.browser).release().perform()
        shown = self.text("heat")
        held = self.evaluate("wanted")
        self.daemon.post_wish({"set_target": 43})
        self.wait_for_state(lambda state: state["target_c"] == 43, "another's target")
        self.assertEqual((self.text("heat"), self.evaluate("wanted")), (shown, held), "it ends with the hand")

    def test_undo_goes_after_a_while(self):
        self.press_preset("heat-presets", "PETG")
        wait_until(lambda: self.browser.find_elements(By.ID, "undo"), "Undo")
        wait_until(lambda: not self.browser.find_elements(By.ID, "undo"), "Undo gone")
        self.assertTrue(self.daemon.get_state()["power"], "the heat stays")

    def test_a_refusal_is_said_in_the_servers_sentence(self):
        self.daemon.post_wish({"heat_to": 45})
        self.open(self.daemon)
        self.press("calibrate")
        self.press("ask-yes")
        self.wait_for_text("toasts", "The power is on: turn it off, let everything cool")

    def test_a_screen_reader_hears_states_and_no_readings(self):
        self.browser.execute_script("""
            window.told = [];
            for (const name of ['heard', 'alarm']) new MutationObserver(() =>
              told.push(document.getElementById(name).textContent)).observe(document.getElementById(name),
              {childList: true, characterData: true, subtree: true});
            window.readings = new Set();
            new MutationObserver(() => readings.add(document.getElementById('chamber').textContent))
              .observe(document.getElementById('chamber'), {childList: true, characterData: true, subtree: true});
        """)
        self.press_preset("heat-presets", "PC")
        wait_until(lambda: self.evaluate("readings.size") > 8, "readings")
        told = self.evaluate("told")
        self.assertTrue(told[0].startswith("Heating to 60 °C"), told)
        self.assertLessEqual(len(told), 2, told)

    def test_the_tabs_title_has_the_reading_and_the_name(self):
        name = self.daemon.get_state()["device"]["hostname"]
        wait_until(lambda: re.fullmatch(rf"\d+\.\d° {name}", self.browser.title), "the title")

    def test_a_clock_that_jumps_while_the_chart_is_open_harms_nothing(self):
        self.daemon.post_wish({"heat_to": 45})
        curve = lambda: self.find("plot").find_element(By.CSS_SELECTOR, "path.chamber").get_attribute("d")  # noqa: E731
        for view in ("now", "history"):
            self.open(self.daemon, view=view)
            wait_until(lambda: self.browser.find_elements(By.CSS_SELECTOR, "#plot path.chamber"), "a curve")
            for hours in (3, -48, 0):
                self.browser.execute_script(
                    "window.realNow ??= Date.now; Date.now = () => realNow() + arguments[0] * 3600e3", hours
                )
                step = self.evaluate("state.step")
                wait_until(lambda: self.evaluate("link === 'live' && state.step") > step + 3, "a live page")
                drawn = "".join(self.evaluate("[...document.querySelectorAll('#plot path')].map(path => "
                                              "path.getAttribute('d'))"))
                self.assertNotIn("NaN", drawn)
            self.assertRegex(curve(), r"^M[\d.]+ [\d.]+")
        self.press("off")
        self.wait_for_state(lambda state: not state["power"], "off")


class ContactTests(PageTestCase):
    def test_focus_and_place_stay_over_a_gap(self):
        with Daemon() as daemon:
            self.open(daemon)
            # All that comes later has come: nothing changes the page's height meanwhile.
            self.browser.execute_script("scrollTo(0, 260); document.getElementById('range-1h')?.focus();"
                                        "document.getElementById('off').focus({preventScroll: true})")
            place = self.evaluate("scrollY")
            with stopped(daemon):
                self.wait_for_text("activity", "No contact")
                self.assertEqual(self.evaluate("document.activeElement.id"), "off")
            self.wait_until_live()
            self.wait_for_text("activity", "^Off$")
            self.assertEqual(self.evaluate("document.activeElement.id"), "off")
            self.assertEqual(self.evaluate("scrollY"), place)

    def test_it_tries_again_less_and_less_often(self):
        with Daemon() as daemon:
            self.open(daemon)
            daemon.stop()
            self.wait_for_text("activity", "No contact")
            self.wait_for_text("trying", r"Trying again in [45] s")
            self.assertTrue(self.find("off").is_enabled())


class FetchedViewsTests(RunningPageTestCase):
    """The settings, the heaters and more are fetched when one of them is needed; a calibrated heater needs none."""

    speed = 60

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        wait_until(lambda: cls.daemon.post_wish({"calibrate": True})[0] == 200, "a calibration")
        calibrated = lambda: cls.daemon.get_state()["model"]["state"] == "calibrated"  # noqa: E731
        wait_until(calibrated, "a model", timeout=120)

    def block(self):
        """Nothing of the views arrives until `unblock`."""
        self.browser.execute_cdp_cmd("Network.enable", {})
        self.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*views-*"]})
        self.addCleanup(self.browser.get_log, "browser")
        self.addCleanup(self.unblock)

    def unblock(self):
        self.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})

    def fetched(self):
        return self.evaluate("performance.getEntriesByType('resource').filter(({name}) => name.includes('views-')).length")

    def test_they_are_fetched_once_and_not_before(self):
        self.wait_for_text("activity", "Off")
        self.assertEqual(self.fetched(), 0)
        self.go("settings")
        self.go("fleet")
        self.go("now")
        self.go("settings/display")
        self.assertTrue(self.find("language").is_displayed())
        self.assertEqual(self.fetched(), 1)

    def test_without_them_the_page_says_so_and_they_come_with_the_next_contact(self):
        self.block()
        self.browser.execute_script("location.hash = 'settings'")
        self.wait_for_text("views-said", "This could not be loaded")
        self.assertTrue(self.find("off").is_displayed())
        self.unblock()
        with stopped(self.daemon):
            self.wait_for_text("link", "no contact")
        self.wait_until_live()
        self.wait_for_views("settings")
        self.assertFalse(self.find("views-said").is_displayed())

    def test_a_page_of_another_version_loads_the_new_one(self):
        self.browser.execute_script("pageVersion = '0.0.1'; window.isOld = true")
        self.block()
        self.browser.execute_script("location.hash = 'settings'")
        wait_until(lambda: not self.evaluate("window.isOld"), "another page")
