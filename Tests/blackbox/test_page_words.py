"""The page's words: one table in three languages, and what a person sees of them."""

import re
import unittest

from daemon import REPOSITORY, wait_until
from page import CHROMIUM, VIEWS
from test_page import RunningPageTestCase

if CHROMIUM:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

PAGE = REPOSITORY / "Sources" / "Server" / "Page"
ROW = re.compile(r"""^  (?:'([^']+)'|(\w+)): (['"])(.*)\3,$""", re.MULTILINE)


def table(language):
    """Every sentence of a language: the page's and those of the views that are fetched later."""
    page, views = rows(language), rows(f"views-{language}")
    if page.keys() & views.keys():
        raise AssertionError(f"two tables of {language} have the same key")
    return page | views


def rows(name):
    text = (PAGE / "Words" / f"{name}.js").read_text(encoding="utf-8")
    found = [(quoted or plain, sentence) for quoted, plain, _, sentence in ROW.findall(text)]
    if len(dict(found)) != len(found):
        raise AssertionError(f"a key stands twice in {name}")
    # What the rule above does not read would not be held complete.
    others = [line for line in ROW.sub("", text).splitlines() if re.match(r"^  [^/]", line)]
    if others:
        raise AssertionError(f"no row of {name}: {others}")
    return dict(found)


class TableTests(unittest.TestCase):
    def setUp(self):
        self.english = table("english")
        self.script = self.scripts("Script") + self.scripts("Views")
        self.markup = (PAGE / "page.html").read_text(encoding="utf-8")

    def scripts(self, folder):
        return "\n".join(path.read_text(encoding="utf-8") for path in (PAGE / folder).glob("*.js"))

    def test_every_language_has_every_sentence_with_the_same_holes(self):
        holes = lambda sentence: sorted(set(re.findall(r"\{\w+\}", sentence)))  # noqa: E731
        for language in ("german", "chinese"):
            other = table(language)
            self.assertEqual(other.keys(), self.english.keys(), language)
            for key, sentence in self.english.items():
                with self.subTest(language, key=key):
                    self.assertTrue(other[key].strip())
                    self.assertEqual(holes(other[key]), holes(sentence))
                    self.assertEqual(other[key].count("|"), sentence.count("|"), "questions")

    def test_every_key_that_the_page_names_has_its_sentence(self):
        named = set(re.findall(r"""data-(?:t|label)="(\w+)\"""", self.markup))
        named |= set(re.findall(r"\bt\('([\w.]+)'", self.script))
        self.assertGreater(len(named), 150)
        self.assertEqual(sorted(named - self.english.keys()), [])

    def test_the_page_needs_no_sentence_that_is_fetched_later(self):
        spoken = self.scripts("Script") + self.markup
        named = set(re.findall(r"""['"`]([\w.]+)['"`]""", spoken))
        self.assertEqual(sorted(named & rows("views-english").keys()), [])
        for language in ("german", "chinese"):
            self.assertEqual(rows(language).keys(), rows("english").keys(), language)

    def test_every_fault_has_its_title(self):
        rules = REPOSITORY / "Sources" / "Chamber" / "Guards" / "Rules"
        codes = set()
        for path in rules.glob("*.swift"):
            codes |= set(re.findall(r'word: "(safety\.\w+)"', path.read_text(encoding="utf-8")))
        self.assertGreater(len(codes), 20)
        self.assertEqual(sorted(codes - self.english.keys()), [])

    def test_no_sentence_is_left_over(self):
        spoken = self.script + self.markup
        built = r"^(safety\.|check\.|by_|l_|n_|r_|s_|k_|u_|link_|probe_|sum_|x_)"
        words = set(re.findall(r"[\w.]+", spoken))
        # These come from the state as words of its own.
        state = {"boot", "session_limit", "overrun", "lease_expired", "clock", "calibration_over", "heat_balance",
                 "absent", "short_circuit", "open_circuit", "unreadable", "implausible", "stale",
                 "printing", "idle", "smoke", "cutout"}
        left = [key for key in self.english if not re.match(built, key) and key not in words | state]
        self.assertEqual(left, [])


class LanguageTests(RunningPageTestCase):
    language = "de-DE"

    def test_the_browsers_language_is_the_pages(self):
        self.assertEqual(self.evaluate("document.documentElement.lang"), "de")
        self.assertIn("Ausschalten", self.text("off"))
        self.daemon.post_wish({"heat_to": 45.5})
        self.wait_for_text("card", "(Heizt auf|Hält) 45,5 °C")
        self.wait_for_text("chamber", r"\d,\d")

    def test_another_language_is_chosen_and_kept(self):
        self.go("settings/display")
        Select(self.find("language")).select_by_value("zh")
        wait_until(lambda: self.evaluate("document.documentElement.lang") == "zh-Hans", "Chinese")
        self.open(self.daemon)
        self.assertIn("关闭", self.text("off"))
        self.browser.delete_all_cookies()

    def test_no_key_is_shown_for_a_sentence(self):
        for view in VIEWS:
            self.open(self.daemon, view=view)
            text = self.evaluate("document.body.innerText")
            self.assertIsNone(re.search(r"\{\w+\}|undefined|NaN|\bnull\b", text), text)

    def test_fahrenheit(self):
        self.addCleanup(self.browser.execute_script, "localStorage.clear()")
        self.addCleanup(
            self.daemon.request, "POST", "/api/v1/device", '{"unit":"C"}', {"Content-Type": "application/json"}
        )
        self.go("settings/display")
        wait_until(lambda: self.browser.find_elements(By.CSS_SELECTOR, "[data-value=F]"), "the units")
        self.click(self.browser.find_element(By.CSS_SELECTOR, "[data-value=F]"))
        wait_until(lambda: self.words("unit") == "°F", "the unit")
        self.open(self.daemon)
        self.assertEqual(self.daemon.get_state()["device"]["unit"], "F", "for every browser")
        self.daemon.post_wish({"heat_to": 50})
        self.wait_for_text("card", "122 °F")
        wait_until(lambda: self.value("target") == "122", "the field")
        self.enter("target", "113")
        self.wait_for_state(lambda state: state["target_c"] == 45, "45 °C")
