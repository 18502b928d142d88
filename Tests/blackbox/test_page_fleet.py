"""The page's view of all heaters, its settings of notifications, and what it says where nobody looks."""

import pathlib
import tempfile
import unittest

from daemon import Daemon, wait_until
from fleet import Heaters
from listener import Listener
from machine import enter_own_machine
from page import PageTestCase


def setUpModule():
    if not enter_own_machine({}):
        raise unittest.SkipTest("needs root, and namespaces of its own")


class FleetPageTests(PageTestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())

    def cards(self):
        return self.browser.execute_script(
            "return [...document.querySelectorAll('#fleet-list .heater')].map("
            "card => [card.dataset.tone, card.getAttribute('href'), card.innerText])"
        )

    def test_all_heaters_stand_there_those_with_a_fault_first(self):
        heaters = self.enterContext(Heaters(3))
        fault = {"title": "<b>Too hot</b>", "number": 1}
        heaters.states[heaters.addresses[2]] = Heaters.state("hot", latch=fault, activity="latched", power=False)
        self.open(self.daemon)
        self.click(self.find("hostname"))
        wait_until(lambda: len(self.cards()) == 4, "four cards")
        wait_until(lambda: self.cards()[0][0] == "bad", "the fault first")
        tone, link, text = self.cards()[0]
        self.assertEqual(f"http://{heaters.addresses[2]}:8080/", link)
        self.assertIn("<b>Too hot</b>", text)
        wait_until(lambda: "41.3" in self.cards()[1][2] + self.cards()[2][2], "what another one measures")
        self.assertIn("this one", "".join(card[2] for card in self.cards()))

    def test_heaters_of_one_name_are_told_apart_by_their_addresses(self):
        heaters = self.enterContext(Heaters(31))
        for address in heaters.addresses:
            heaters.states[address] = Heaters.state("voron")
        self.open(self.daemon, view="fleet")
        wait_until(lambda: sum("voron" in card[2] for card in self.cards()) == 31, "31 names")
        self.assertEqual(len(self.cards()), 32)
        others = [(link, text) for _, link, text in self.cards() if link]
        self.assertEqual(len({link for link, _ in others}), 31)
        for link, text in others:
            self.assertIn("voron", text)
            self.assertIn(link.removeprefix("http://").removesuffix("/"), text)

    def test_turn_all_off_names_who_did_not_confirm(self):
        heaters = self.enterContext(Heaters(2))
        self.open(self.daemon, view="fleet")
        wait_until(lambda: len(self.cards()) == 3, "three cards")
        heaters.moods[heaters.addresses[0]] = "refuses"
        self.click(self.find("fleet-off"))
        wait_until(lambda: "1 of 3" in self.text("fleet-result"), "what became of it")
        self.assertIn("heater-0", self.text("fleet-outcomes"))
        self.assertFalse(heaters.states[heaters.addresses[1]]["power"])
        heaters.moods[heaters.addresses[0]] = ""
        self.click(self.find("fleet-off"))
        wait_until(lambda: "All 3 heaters" in self.text("fleet-result"), "all off")


class TellPageTests(PageTestCase):
    def test_the_title_counts_what_happened_while_nobody_looked(self):
        daemon = self.enterContext(Daemon(speed=60))
        self.open(daemon)
        self.browser.execute_script(
            "window.away = true; Object.defineProperty(document, 'hidden', { get: () => window.away })"
        )
        daemon.post_wish({"heat_to": 45})
        wait_until(lambda: self.browser.title.startswith("("), "news in the title")
        self.assertIn("Ready", self.browser.title)
        self.browser.execute_script(
            "window.away = false; document.dispatchEvent(new Event('visibilitychange'))"
        )
        wait_until(lambda: not self.browser.title.startswith("("), "a title without news")

    def test_the_settings_send_a_test(self):
        hook = self.enterContext(Listener())
        path = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "hearth.conf")
        path.write_text(f"[notify]\nwebhook: http://127.0.0.1:{hook.port}/in\n")
        daemon = self.enterContext(Daemon(arguments=["--service-file", path]))
        self.open(daemon, view="settings")
        self.go("settings/notify")
        wait_until(lambda: f"127.0.0.1:{hook.port}" in self.text("s-notify"), "the way")
        self.click(self.find("notify-test"))
        wait_until(lambda: "Sent." in self.text("s-notify"), "that it was sent")
        hook.status = 500
        self.click(self.find("notify-test"))
        wait_until(lambda: "answers status 500" in self.text("s-notify"), "why it was not")
