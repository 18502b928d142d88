"""The service's settings, read and written over the API: what is kept, what is refused, and that no secret is shown."""

import json
import pathlib
import stat
import tempfile
import unittest

from broker import Broker
from daemon import Daemon, run_hearth, wait_until

SECRET = "a secret of two words"


class SettingsTestCase(unittest.TestCase):
    def heater(self, text="", **options):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = folder / "service.conf"
        self.file.write_text(text)
        return self.enterContext(Daemon(arguments=["--service-file", self.file], **options))

    def get(self, daemon):
        status, _, body = daemon.request("GET", "/api/v1/settings")
        self.assertEqual(status, 200, body)
        return json.loads(body)

    def post(self, daemon, body, path="/api/v1/settings", headers=None):
        status, _, answer = daemon.request(
            "POST", path, json.dumps(body), {"Content-Type": "application/json", **(headers or {})}
        )
        return status, json.loads(answer)

    def events(self, daemon):
        _, _, body = daemon.request("GET", "/api/v1/events?limit=200")
        return json.loads(body)["events"]

    def refuse(self, daemon, body, status, *words):
        before = self.get(daemon)
        answer = self.post(daemon, body)
        self.assertEqual(answer[0], status, answer)
        for word in words:
            self.assertIn(word, answer[1]["error"])
        self.assertEqual(self.get(daemon), before)


class SettingsTests(SettingsTestCase):
    def test_a_price_is_used_at_once_and_outlives_a_restart(self):
        daemon = self.heater("[energy]\nprice_per_kwh: 0.5\n")
        self.assertEqual(self.get(daemon)["energy"], {"price_per_kwh": 0.5, "currency": None})
        status, answer = self.post(
            daemon, {"energy": {"price_per_kwh": 0.32, "currency": "EUR"}, "requester": "page"}
        )
        self.assertEqual((status, answer["restart_needed"]), (200, False))
        for _ in range(2):
            runs = json.loads(daemon.request("GET", "/api/v1/runs")[2])
            self.assertEqual((runs["price_per_kwh"], runs["currency"]), (0.32, "EUR"))
            daemon.stop()
            daemon.start()
        self.assertIn("price_per_kwh: 0.5", self.file.read_text())
        told = [event for event in self.events(daemon) if event["text"].startswith("Settings changed: energy")]
        self.assertEqual(
            (told[0]["text"], told[0]["requester"]),
            ("Settings changed: energy.price_per_kwh from 0.5 to 0.32; energy.currency from its default to EUR.", "page"),
        )
        self.assertEqual(self.post(daemon, {"energy": {"price_per_kwh": None}})[0], 200)
        self.assertIsNone(self.get(daemon)["energy"]["price_per_kwh"])

    def test_a_bad_value_changes_nothing_and_is_named(self):
        daemon = self.heater()
        good = {"currency": "EUR"}
        self.refuse(daemon, {"energy": {**good, "price_per_kwh": "cheap"}}, 400, "energy.price_per_kwh must be a number")
        self.refuse(daemon, {"energy": {**good, "price_per_kwh": -1}}, 422, "energy.price_per_kwh: \"-1\" is too low")
        self.refuse(daemon, {"energy": good, "mqtt": {"broker": "a", "port": 99999}}, 422, "mqtt.port")
        self.refuse(daemon, {"energy": good, "mqtt": {"port": 1884}}, 422, "mqtt.broker")
        self.refuse(daemon, {"mqtt": {"brocker": "a"}}, 400, 'did you mean "mqtt.broker"?')
        self.refuse(daemon, {"mqqt": {"broker": "a"}}, 400, 'did you mean "mqtt"?')

    def test_neither_does_one_that_would_be_another_line(self):
        daemon = self.heater()
        self.refuse(daemon, {"mqtt": {"broker": "a", "user": "b\n[service]\nlisten: [::]:1"}}, 422, "mqtt.user")
        self.refuse(daemon, {"mqtt": {"broker": "a", "user": "b # c"}}, 422, "mqtt.user must be one line")
        self.refuse(daemon, {"framing": {"framed_by": ["http://a;b"]}}, 422, "framing.framed_by")
        self.refuse(daemon, {"framing": {"framed_by": ["*"]}}, 422, "framing.framed_by")
        self.refuse(daemon, {"notify": {"webhook": "ftp://example.org/x"}}, 422, "notify.webhook")
        self.refuse(daemon, {"notify": {"events": ["ready", "steady"]}}, 422, "notify.events")

    def test_what_is_refused_besides(self):
        daemon = self.heater()
        self.refuse(daemon, {"notify": {"mqtt": True}}, 422, "notify.mqtt", "broker")
        self.refuse(daemon, {"access": {"trusted": ["0.0.0.0/0"]}}, 400, "hearth.conf alone")
        self.refuse(daemon, {"unit": "K"}, 400, "unit must be one of: C, F")
        self.refuse(daemon, {}, 400, "sets nothing")
        status, answer = self.post(daemon, {"unit": "F"}, headers={"Origin": "https://example.org"})
        self.assertEqual((status, answer["code"]), (403, "foreign_origin"))

    def test_unit_and_language_are_settings_too(self):
        daemon = self.heater()
        self.assertEqual(self.post(daemon, {"unit": "F", "language": "zh"})[0], 200)
        answer = self.get(daemon)
        self.assertEqual((answer["unit"], answer["language"]), ("F", "zh"))

    def test_secrets_are_written_and_never_shown(self):
        daemon = self.heater()
        status, answer = self.post(daemon, {
            "mqtt": {"broker": "127.0.0.1", "port": 1, "password": SECRET},
            "notify": {"webhook": "http://127.0.0.1:1/hidden-path", "webhook_secret": SECRET, "events": ["fault"]},
        })
        self.assertEqual(status, 200, answer)
        self.assertTrue(answer["mqtt"]["password_set"] and answer["notify"]["webhook_secret_set"])
        self.assertEqual(answer["notify"]["webhook_place"], "127.0.0.1:1")
        self.assertTrue(answer["restart_needed"])
        told = json.dumps(self.events(daemon)) + json.dumps(self.get(daemon)) + daemon.log
        self.assertNotIn(SECRET, told)
        self.assertNotIn("hidden-path", told)
        self.assertIn("mqtt.password set", told)
        for name in ("mqtt-password", "webhook-secret", "settings.conf"):
            path = pathlib.Path(daemon.state_directory, name)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, name)
        # A secret is for its place: it does not go to another one.
        answer = self.post(daemon, {"mqtt": {"broker": "elsewhere.example"}})[1]
        self.assertFalse(answer["mqtt"]["password_set"])
        self.assertTrue(answer["notify"]["webhook_secret_set"])

    def test_a_broker_is_connected_to_after_a_restart_which_heat_forbids(self):
        with Broker() as broker:
            daemon = self.heater(speed=20)
            self.assertEqual(self.get(daemon)["mqtt"]["connection"], "off")
            self.post(daemon, {"mqtt": {"broker": "127.0.0.1", "port": broker.port}})
            wait_until(lambda: daemon.get_state()["chamber"]["temperature_c"], "a reading")
            daemon.post_wish({"heat_to": 40})
            status, answer = self.post(daemon, {}, "/api/v1/settings/restart")
            self.assertEqual((status, answer["code"]), (409, "heat_is_on"))
            self.assertTrue(daemon.get_state()["power"])
            daemon.post_wish({"power": False})
            wait_until(lambda: not daemon.get_state()["heater_on"], "the heater is off")
            daemon.stop()
            daemon.start()
            answer = wait_until(
                lambda: (lambda a: a if a["mqtt"]["connection"] == "connected" else None)(self.get(daemon)), "a connection"
            )
            self.assertFalse(answer["restart_needed"])
            self.assertEqual(self.post(daemon, {"mqtt": {"on": False}})[0], 200)
            daemon.stop()
            daemon.start()
            answer = self.get(daemon)["mqtt"]
            self.assertEqual((answer["on"], answer["broker"], answer["connection"]), (False, "127.0.0.1", "off"))

    def test_settings_that_cannot_be_read_do_not_keep_the_heater_from_starting(self):
        daemon = self.heater("[energy]\ncurrency: EUR\n")
        daemon.stop()
        pathlib.Path(daemon.state_directory, "settings.conf").write_text("[energy]\nprice_per_kwh: cheap\n")
        daemon.start()
        self.assertEqual(self.get(daemon)["energy"], {"price_per_kwh": None, "currency": "EUR"})
        self.assertIn("settings.conf are not used", daemon.log)

    def test_changes_in_a_row_are_held_back(self):
        daemon = self.heater()
        statuses = [self.post(daemon, {"unit": "F"})[0] for _ in range(15)]
        self.assertEqual(statuses[0], 200)
        self.assertIn(429, statuses)

    def test_the_command_shows_and_sets(self):
        daemon = self.heater()
        done = run_hearth("settings", "set", "energy.price_per_kwh", "0,32", "--host", daemon.host)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = run_hearth("settings", "--host", daemon.host)
        self.assertIn("energy.price_per_kwh", shown.stdout)
        self.assertIn("0.32", shown.stdout)
        failed = run_hearth("settings", "set", "energy.price_per_kwh", "cheap", "--host", daemon.host)
        self.assertNotEqual(failed.returncode, 0)
        self.assertIn("must be a number", failed.stderr)


class PasswordTests(SettingsTestCase):
    PATH = "/api/v1/access/password"

    def test_it_is_set_changed_with_the_old_one_and_removed(self):
        daemon = self.heater()
        status, answer = self.post(daemon, {"new": "short"}, self.PATH)
        self.assertEqual((status, answer["code"]), (422, "bad_value"))
        self.assertEqual(self.post(daemon, {"new": "the first one", "requester": "page"}, self.PATH)[0], 200)
        wait_until(lambda: daemon.request("GET", "/api/v1/settings")[0] == 401, "a password is needed")
        self.assertEqual(self.post(daemon, {"unit": "F"})[0], 401)
        token = pathlib.Path(daemon.state_directory, "command-line").read_text().split()[1]
        daemon.headers = {"Authorization": f"Bearer {token}"}
        self.assertTrue(self.get(daemon)["access"]["password_set"])
        status, answer = self.post(daemon, {"old": "a guess of it", "new": "the second one"}, self.PATH)
        self.assertEqual((status, answer["code"]), (403, "wrong_password"))
        self.assertEqual(self.post(daemon, {"old": "the first one", "new": "the second one"}, self.PATH)[0], 200)
        self.assertEqual(self.post(daemon, {"old": "the second one", "new": None}, self.PATH)[0], 200)
        daemon.headers = {}
        wait_until(lambda: daemon.request("GET", "/api/v1/settings")[0] == 200, "no password is needed")
        texts = [(event["text"], event["requester"]) for event in self.events(daemon)]
        self.assertIn(("The password was set.", "page"), texts)
        self.assertNotIn("the first one", json.dumps(texts))


if __name__ == "__main__":
    unittest.main()
