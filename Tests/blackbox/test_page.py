"""The page in a real browser: what it shows, and that each control does what it says."""

import json
import re
import urllib.parse

from daemon import Daemon, wait_until
from page import CHROMIUM, DESKTOP, PHONE, VIEWS, PageTestCase

if CHROMIUM:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

#: Whether the middle of #off is #off, or what is in it, and nothing that lies over it.
OFF_IS_ON_TOP = """
const off = document.getElementById('off'), box = off.getBoundingClientRect();
return off.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
"""


class RunningPageTestCase(PageTestCase):
    """One daemon, twenty times as fast as life."""

    speed = 20

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon = cls.enterClassContext(Daemon(speed=cls.speed))

    def setUp(self):
        self.addCleanup(self.daemon.post_wish, {"power": False})
        self.open(self.daemon)

    def skip_guide(self):
        steps = json.dumps(json.dumps(["calibrate", "printer", "password"]))
        self.browser.execute_script(f"localStorage.setItem('hearth-guide-skipped', {steps})")

    def wait_for_state(self, condition, what):
        wait_until(lambda: condition(self.daemon.get_state()), what)


class FrameTests(RunningPageTestCase):
    """What holds for the whole page, whatever it shows."""

    def test_loading_and_reloading_ask_for_nothing_and_log_no_error(self):
        self.console_errors()
        before = self.daemon.get_state()
        for size in (PHONE, DESKTOP):
            for view in VIEWS:
                self.open(self.daemon, size, view)
        after = self.daemon.get_state()
        for key in ("power", "mode", "target_c", "changed_by", "drying", "auto"):
            self.assertEqual(after[key], before[key], key)
        self.assertEqual(self.console_errors(), [])
        self.assertEqual(self.words("title"), "Hearth, Settings")

    def test_programs_find_the_device_by_the_title_as_sent(self):
        body = self.daemon.request("GET", "/")[2].decode()
        self.assertEqual(re.findall(r"<title>(.*?)</title>", body), ["Panda Breath"])

    def test_nothing_is_fetched_from_elsewhere(self):
        fetched = self.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        self.assertTrue(fetched)
        for address in fetched:
            self.assertTrue(address.startswith((self.daemon.url + "/", "data:")), address)

    def test_off_is_in_reach_wherever_the_page_is_scrolled_to(self):
        for size in (PHONE, (390, 664), (320, 600), DESKTOP):
            for view in VIEWS:
                self.open(self.daemon, size, view)
                for place in ("0", "document.body.scrollHeight"):
                    with self.subTest(size=size, view=view, place=place):
                        self.browser.execute_script(f"scrollTo(0, {place})")
                        self.assertTrue(self.browser.execute_script(OFF_IS_ON_TOP))

    def test_it_fits_a_narrow_phone(self):
        for view in VIEWS:
            self.open(self.daemon, (320, 600), view)
            self.assertLessEqual(self.evaluate("document.documentElement.scrollWidth"), 320, view)

    def test_every_control_is_as_large_as_a_finger(self):
        small = """
        [...document.querySelectorAll('button, a, input, select, summary')].filter(element => {
          const box = element.getBoundingClientRect(), after = getComputedStyle(element, '::after');
          const before = getComputedStyle(element, '::before');
          const grown = [after, before].map(style => -2 * (parseFloat(style.top) || 0));
          const height = box.height + Math.max(0, ...grown);
          return box.width > 0 && !element.matches('.skip') && height < 43.5;
        }).map(element => element.outerHTML.slice(0, 120))
        """
        for view in VIEWS:
            self.open(self.daemon, PHONE, view)
            self.browser.execute_script("for (const part of document.querySelectorAll('details')) part.open = true")
            self.assertEqual(self.evaluate(small), [], view)

    def test_nothing_above_off_moves_between_states(self):
        self.skip_guide()
        self.open(self.daemon)
        places = """['card', 'chart-card', 'tab-heat', 'heat-presets', 'less', 'off'].map(name =>
            document.getElementById(name).getBoundingClientRect().top + scrollY)"""
        before = self.evaluate(places)
        for wish, words in (({"heat_to": 45}, "Heating"), ({"power": False}, "Off|Cooling")):
            self.daemon.post_wish(wish)
            self.wait_for_text("activity", words)
            self.assertEqual(self.evaluate(places), before, wish)

    def test_the_way_by_keys_begins_with_off(self):
        self.browser.execute_script("document.getElementById('main').focus()")
        self.browser.switch_to.active_element.send_keys(Keys.TAB)
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("id"), "off")

    def test_it_can_stand_on_the_home_screen(self):
        for path in ("hearth.webmanifest", "icon.png"):
            for place in ("/", "/hearth/"):
                status, headers, body = self.daemon.request("GET", place + path)
                self.assertEqual(status, 200)
                self.assertTrue(body)
                self.assertIn(headers["Content-Type"], ("application/manifest+json", "image/png"))


class HeatTests(RunningPageTestCase):
    def test_one_tap_heats_and_off_ends_it(self):
        self.press_preset("heat-presets", "PA")
        self.wait_for_text("activity", "Heating to 50 °C")
        state = self.daemon.get_state()
        self.assertEqual((state["power"], state["mode"]), (True, "always_on"))
        self.assertEqual((state["target_c"], state["changed_by"]), (50, "page"))
        self.wait_for_text("activity", "Ready")
        self.wait_for_text("promise", "Holding 50 °C")
        self.assertAlmostEqual(
            float(self.text("chamber")), self.daemon.get_state()["chamber"]["temperature_c"], delta=2
        )
        self.press_preset("heat-presets", "PETG")
        self.wait_for_state(lambda state: state["set_point_c"] == 40, "the new target")
        self.wait_for_text("activity", "Cooling to 40 °C")

        self.press("off")
        self.wait_for_state(lambda state: not state["power"], "the power off")
        self.wait_for_state(lambda state: not state["heater_on"], "the heater off")
        self.wait_for_text("toasts", "^Off$")
        self.wait_for_text("activity", "Off|Cooling down")
        self.wait_for_text("events", r"Heat to 50 °C\s+this page")

    def test_a_tap_can_be_taken_back(self):
        self.daemon.post_wish({"set_target": 47})
        self.daemon.post_wish({"mode": "drying"})
        self.wait_for_state(lambda state: state["mode"] == "drying", "the mode")
        self.press("tab-heat")
        self.press_preset("heat-presets", "PC")
        self.wait_for_state(lambda state: state["power"], "heat")
        self.press("undo")
        self.wait_for_state(lambda state: not state["power"], "no heat")
        self.wait_for_state(
            lambda state: (state["target_c"], state["mode"]) == (47, "drying"), "all as it was"
        )

    def test_after_off_nothing_earlier_can_be_taken_back(self):
        self.daemon.post_wish({"heat_to": 44})
        self.wait_for_text("card", "44 °C")
        self.press_preset("heat-presets", "PC")
        wait_until(lambda: self.browser.find_elements(By.ID, "undo"), "Undo")
        self.press("off")
        self.wait_for_text("toasts", "^Off$")
        self.assertEqual(self.browser.find_elements(By.ID, "undo"), [])

    def test_plus_and_minus_change_the_target_while_it_heats(self):
        self.daemon.post_wish({"heat_to": 41})
        self.wait_for_text("card", "41 °C")
        for _ in range(3):
            self.press("more")
        self.assertEqual(self.value("target"), "44")
        self.wait_for_state(lambda state: state["target_c"] == 44, "three degrees more")
        self.enter("target", "46,5")
        self.wait_for_state(lambda state: state["target_c"] == 46.5, "what was typed")
        self.enter("target", "300")
        self.wait_for_text("toasts", "60 °C is the highest this chamber takes")
        self.wait_for_state(lambda state: state["target_c"] == 60, "the highest")
        self.enter("target", "warm")
        self.wait_for_text("toasts", "Not a number: warm")
        self.assertEqual(self.daemon.get_state()["target_c"], 60)

    def test_off_has_the_last_word_over_a_tap_just_before(self):
        self.daemon.post_wish({"heat_to": 41})
        self.wait_for_text("card", "41 °C")
        # The target follows a tap 400 ms later: that must not turn the heat on again.
        self.browser.execute_script(
            "for (const name of ['more', 'off']) document.getElementById(name).click();"
        )
        self.wait_for_state(lambda state: not state["power"], "off")
        off_at = self.daemon.get_state()["uptime_s"]
        self.wait_for_state(lambda state: state["uptime_s"] > off_at + 1.5, "the tap's time to be over")
        self.assertFalse(self.daemon.get_state()["power"])

    def test_plus_and_minus_heat_nothing_by_themselves(self):
        self.daemon.post_wish({"set_target": 42})
        self.wait_for_text("heat", "Heat to 42 °C")
        self.press("less")
        self.wait_for_text("heat", "Heat to 41 °C")
        self.assertFalse(self.daemon.get_state()["power"])
        self.press("heat")
        self.wait_for_state(lambda state: state["power"] and state["target_c"] == 41, "heat")

    def test_tell_me_has_the_device_watch_for_the_soak(self):
        self.press("tell")
        self.press_preset("heat-presets", "PETG")
        self.wait_for_state(lambda state: state["soak"] is not None, "a soak")
        self.press("tell")

    def test_a_field_in_use_is_not_overwritten(self):
        self.daemon.post_wish({"heat_to": 41})
        self.wait_for_text("card", "41 °C")
        field = self.find("target")
        self.click(field)
        field.send_keys(Keys.CONTROL, "a", Keys.NULL, "5")
        self.daemon.post_wish({"set_target": 43})
        self.wait_for_text("card", "43 °C")
        self.assertEqual(self.value("target"), "5")
        field.send_keys("0", Keys.ENTER)
        self.wait_for_state(lambda state: state["target_c"] == 50, "what was typed")

    def test_what_others_ask_for_is_shown(self):
        self.daemon.post_wish({"heat_to": 41})
        self.wait_for_text("card", "41 °C")
        self.wait_for_text("facts", r"Last set by\s+a program")
        wait_until(lambda: self.value("target") == "41", "the field follows")

    def test_two_pages_agree(self):
        first = self.browser.current_window_handle
        self.browser.switch_to.new_window("tab")
        self.open(self.daemon)
        self.press_preset("heat-presets", "PETG")
        self.wait_for_text("card", "40 °C")
        self.browser.close()
        self.browser.switch_to.window(first)
        self.wait_for_text("card", "40 °C")

    def test_a_reload_in_the_middle_of_a_run_changes_nothing(self):
        self.press_preset("heat-presets", "PC")
        self.wait_for_text("card", "60 °C")
        self.browser.refresh()
        self.wait_until_live()
        self.wait_for_text("card", "60 °C")
        self.assertEqual(self.daemon.get_state()["target_c"], 60)


class OtherModesTests(RunningPageTestCase):
    def test_drying_by_a_card_and_by_own_numbers(self):
        self.press("tab-dry")
        self.press_preset("dry-presets", "PLA")
        self.wait_for_state(lambda state: state["drying"]["running"] and state["power"], "drying")
        self.assertEqual(self.daemon.get_state()["set_point_c"], 55)
        self.wait_for_text("activity", "Drying PLA at 55 °C")
        self.wait_for_text("promise", "Ends at ")
        self.wait_for_text("remaining", r"11 h 5\d min|12 h")
        self.press("off")
        self.wait_for_state(lambda state: not state["drying"]["running"], "the end of drying")
        self.assertFalse(self.daemon.get_state()["power"])

        self.enter("dry-target", 45)
        self.enter("dry-hours", 3)
        self.press("dry")
        self.wait_for_state(lambda state: state["drying"]["running"], "drying again")
        self.wait_for_text("remaining", r"2 h 5\d min|3 h")
        self.wait_for_text("activity", "Drying at 45 °C")

        # The run is changed while it goes on.
        self.press("dry-more")
        self.wait_for_state(lambda state: state["drying"]["duration_s"] == 4 * 3600, "an hour more")
        self.wait_for_text("dry-of", "of 4 h")
        self.press("dry-less")
        self.wait_for_state(lambda state: state["drying"]["duration_s"] == 3 * 3600, "an hour less")
        self.enter("dry-now", 48)
        self.wait_for_state(lambda state: state["set_point_c"] == 48, "another temperature")
        self.assertTrue(self.daemon.get_state()["drying"]["running"])

    def test_auto_is_set_up_and_turned_on(self):
        self.press("tab-auto")
        for field, value in (("heat-bed", 95), ("fan-bed", 40), ("auto-target", 48)):
            self.enter(field, value)
        self.wait_for_state(lambda state: state["target_c"] == 48, "the target")
        self.wait_for_state(
            lambda state: state["auto"] == {"fan_bed_threshold_c": 40, "heat_bed_threshold_c": 95}, "the beds"
        )
        self.assertFalse(self.daemon.get_state()["power"], "saving must not turn anything on")
        self.press("start-auto")
        self.wait_for_state(lambda state: state["power"], "the power on")
        self.assertEqual(self.daemon.get_state()["mode"], "auto")
        self.wait_for_text("activity", "Auto, waiting")
        self.wait_for_text("promise", "no printer is connected")

    def test_what_auto_heats_by_is_chosen(self):
        self.go("settings/printer")
        chosen = "document.querySelector('#auto-rules [aria-pressed=true]').dataset.value"
        for rule, words in (("print", "PLA and TPU get no heat"), ("bed", "on a hot bed")):
            self.evaluate(f"document.querySelector('#auto-rules [data-value={rule}]').click()")
            self.wait_for_state(lambda state: state["device"]["printer"]["auto"] == rule, rule)
            self.wait_for_text("auto-rule-hint", words)
            wait_until(lambda: self.evaluate(chosen) == rule, "the choice")
        self.assertFalse(self.daemon.get_state()["power"], "choosing must not turn anything on")

    def test_a_sensor_is_corrected(self):
        self.go("settings/device")
        self.enter("offset-element", "-1.5")
        self.wait_for_state(lambda state: state["element"]["offset_k"] == -1.5, "the correction")
        self.enter("offset-element", "much")
        self.wait_for_text("s-device", "Not a number: much")
        self.assertEqual(self.value("offset-element"), "much")
        self.enter("offset-element", "9")
        self.wait_for_text("s-device", "5")
        self.enter("offset-element", "0")
        self.wait_for_state(lambda state: state["element"]["offset_k"] == 0, "no correction")

    def test_a_calibration_asks_first_and_the_safe_answer_has_the_focus(self):
        self.press("guide-now")
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("id"), "ask-no")
        self.press("ask-no")
        self.assertIsNone(self.daemon.get_state()["calibration"]["phase"])
        # Another test may have left the chamber warm: then the device says no, in words.
        self.press("guide-now")
        self.press("ask-yes")
        wait_until(
            lambda: self.text("activity") == "Calibrating" or self.text("toasts"), "a calibration, or why not"
        )
        if self.daemon.get_state()["calibration"]["phase"]:
            self.press("stop-calibration")
            self.wait_for_text("toasts", "Calibration stopped")


class PresetTests(RunningPageTestCase):
    def test_presets_are_kept_on_the_device_and_a_wrong_one_is_answered_in_words(self):
        before = self.daemon.get_state()["device"]["presets"]
        self.addCleanup(self.daemon.request, "POST", "/api/v1/device", json.dumps({"presets": before}),
                        {"Content-Type": "application/json"})

        def kept():
            return [(one["name"], one["heat_c"]) for one in self.daemon.get_state()["device"]["presets"]]

        self.open(self.daemon, DESKTOP, "settings/presets")
        wait_until(lambda: self.browser.find_elements(By.ID, "preset-1-heat"), "the presets")
        self.enter("preset-1-heat", 42)
        wait_until(lambda: ("PETG", 42) in kept(), "the preset on the device")
        self.enter("preset-1-heat", 90)
        self.wait_for_text("s-presets", r"PETG.*60 °C")
        self.assertEqual(self.find("preset-1-heat").get_attribute("value"), "90", "what was typed stays")
        self.enter("preset-1-name", "<b>x</b>")
        self.wait_for_text("s-presets", "without < > & and quotes")
        self.enter("preset-1-name", "x" * 300)
        self.wait_for_text("s-presets", "a name of at most 20 letters")
        self.assertEqual(len(self.value("preset-1-name")), 300, "what was typed stays")
        self.assertIn(("PETG", 42), kept())
        # Another browser shows them, and the card heats to them.
        self.browser.execute_script("localStorage.clear()")
        self.open(self.daemon)
        self.press_preset("heat-presets", "PETG")
        self.wait_for_state(lambda state: state["set_point_c"] == 42, "heat by the preset")


class WithoutScriptTests(RunningPageTestCase):
    """In a browser that runs no script, or cannot read it."""

    def test_off_works(self):
        self.daemon.post_wish({"heat_to": 45})
        self.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        self.addCleanup(
            self.browser.execute_cdp_cmd, "Emulation.setScriptExecutionDisabled", {"value": False}
        )
        for place in ("/", "/hearth/"):
            with self.subTest(place):
                self.daemon.post_wish({"heat_to": 45})
                self.wait_for_state(lambda state: state["power"], "heat")
                self.browser.get(self.daemon.url + place)
                self.find("off").click()
                self.wait_for_state(lambda state: not state["power"], "no heat")
                wait_until(
                    lambda: urllib.parse.urlsplit(self.browser.current_url).path == place, "the page again"
                )
