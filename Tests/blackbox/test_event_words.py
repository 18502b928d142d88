"""Events that people understand: what changed, who asked, and a calibration that is told as one."""

import json
import unittest

from daemon import Daemon, wait_until


class EventWordsTests(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon(speed=100))
        wait_until(lambda: self.daemon.get_state()["chamber"]["temperature_c"], "a reading")

    def events(self, kind):
        _, _, body = self.daemon.request("GET", f"/api/v1/events?kinds={kind}")
        return json.loads(body)["events"]

    def told(self, kind):
        return wait_until(lambda: self.events(kind), kind)[0]

    def test_a_change_says_from_what_to_what_and_who_asked(self):
        self.daemon.post_wish({"set_target": 47, "requester": "page"})
        event = self.told("settings_changed")
        self.assertEqual(event["text"], "Settings changed: target from 60.0 °C to 47.0 °C")
        self.assertEqual(event["requester"], "page")
        self.daemon.stop()
        self.daemon.start()
        self.assertEqual(self.events("settings_changed")[0]["text"], event["text"])

    def test_a_calibration_is_not_told_as_turned_on_in_a_mode(self):
        self.assertEqual(self.daemon.post_wish({"calibrate": True})[0], 200)
        self.told("calibration_started")
        self.assertEqual(self.events("powered_on"), [])
        self.daemon.post_wish({"stop_calibration": True})
        self.told("powered_off")
        self.daemon.post_wish({"heat_to": 47})
        self.assertEqual(self.told("powered_on")["mode"], "always_on")


if __name__ == "__main__":
    unittest.main()
