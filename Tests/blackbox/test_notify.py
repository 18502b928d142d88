"""Messages to people who are not at the page: ntfy, a webhook, MQTT."""

import hashlib
import hmac
import json
import pathlib
import tempfile
import unittest

from broker import Broker, Client
from daemon import Daemon, run_hearth, wait_until
from documents import blocks_of
from listener import Listener
from test_documents_json import differences

SECRET = "a secret of two"
TOKEN = "tk_not_a_real_one"


class NotifyTestCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def heater(self, *lines, before="", **options):
        path = self.folder / "service.conf"
        path.write_text("\n".join([before, "[notify]", *lines]) + "\n")
        return self.enterContext(Daemon(arguments=["--service-file", path], **options))

    def secret(self, name, text):
        path = self.folder / name
        path.write_text(text + "\n")
        return path

    def ways(self, daemon):
        status, _, body = daemon.request("GET", "/api/v1/notify")
        self.assertEqual(200, status)
        return {way["way"]: way for way in json.loads(body)["ways"]}

    def send_test(self, daemon):
        status, _, body = daemon.request("POST", "/api/v1/notify/test")
        return status, json.loads(body)

    def events(self, daemon):
        _, _, body = daemon.request("GET", "/api/v1/events?limit=200")
        return [event["text"] for event in json.loads(body)["events"]]


class WebhookTests(NotifyTestCase):
    def setUp(self):
        super().setUp()
        self.hook = self.enterContext(Listener())

    def kinds(self):
        return [json.loads(body)["kind"] for _, _, body in self.hook.requests]

    def heater(self, *lines, **options):
        key = self.secret("hook", SECRET)
        webhook = [f"webhook: http://127.0.0.1:{self.hook.port}/in?x=1", f"webhook_secret_file: {key}"]
        return super().heater(*webhook, *lines, **options)

    def test_a_run_is_told_from_ready_to_cool(self):
        daemon = self.heater(speed=60)
        daemon.post_wish({"heat_to": 50})
        wait_until(lambda: "ready" in self.kinds(), "ready")
        daemon.post_wish({"power": False})
        wait_until(lambda: "cooled_down" in self.kinds(), "cooled down")
        path, headers, body = self.hook.requests[0]
        self.assertEqual("/in?x=1", path)
        self.assertEqual("application/json", headers["Content-Type"])
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        self.assertEqual(f"sha256={digest}", headers["X-Hearth-Signature"])
        message = json.loads(body)
        self.assertEqual({"id", "kind", "title", "text", "at_ms", "device"}, set(message))
        self.assertEqual("The chamber has reached 50.0 °C", message["text"].rstrip("."))
        self.assertEqual(daemon.get_state()["device"]["id"], message["device"]["id"])
        (document,) = blocks_of("json webhook")
        self.assertEqual([], list(differences(json.loads(document.text), message)))
        (check,) = blocks_of("python webhook")
        exec(check.text, functions := {})
        for secret, is_right in ((SECRET, True), ("another", False)):
            told = functions["is_from_hearth"](body, headers["X-Hearth-Signature"], secret.encode())
            self.assertEqual(is_right, told)
        ids = [json.loads(body)["id"] for _, _, body in self.hook.requests]
        self.assertEqual(len(ids), len(set(ids)))

    def test_a_fault_and_a_trouble_are_told(self):
        daemon = self.heater()
        daemon.post_wish({"heat_to": 50})
        wait_until(lambda: daemon.get_state()["heater_on"], "the heater on")
        daemon.request(
            "POST",
            "/api/v1/simulate",
            b'{"fault":"chamber_open"}',
            {"Content-Type": "application/json"},
        )
        wait_until(lambda: "fault" in self.kinds(), "the fault")

    def test_only_what_is_wanted_is_told(self):
        daemon = self.heater("events: cooled_down", speed=60)
        daemon.post_wish({"heat_to": 45})
        wait_until(lambda: daemon.get_state()["activity"] == "holding", "holding")
        daemon.post_wish({"power": False})
        wait_until(self.kinds, "a message")
        self.assertEqual({"cooled_down"}, set(self.kinds()))

    def test_a_test_arrives_and_says_so(self):
        daemon = self.heater()
        self.assertEqual(
            (200, {"result": "sent", "ways": [
                {"way": "webhook", "place": f"127.0.0.1:{self.hook.port}", "trouble": None}
            ]}),
            self.send_test(daemon),
        )
        self.assertEqual(["test"], self.kinds())

    def test_the_command_line_tries_it(self):
        daemon = self.heater()
        done = run_hearth("notify", "test", "--host", daemon.host)
        self.assertEqual((0, f"webhook (127.0.0.1:{self.hook.port}): sent\n"), (done.returncode, done.stdout))
        self.hook.status = 500
        done = run_hearth("notify", "test", "--host", daemon.host)
        self.assertEqual(1, done.returncode)
        self.assertIn("it answers status 500", done.stdout)
        shown = run_hearth("notify", "status", "--host", daemon.host)
        self.assertIn("nothing waits", shown.stdout)

    def test_a_redirect_is_never_followed(self):
        other = self.enterContext(Listener())
        self.hook.status = 307
        self.hook.headers = {"Location": f"http://127.0.0.1:{other.port}/elsewhere"}
        daemon = self.heater()
        _, answer = self.send_test(daemon)
        self.assertEqual("failed", answer["result"])
        self.assertIn("no redirect is followed", answer["ways"][0]["trouble"])
        self.assertEqual([], other.requests)

    def test_what_answers_500_is_tried_again_and_is_a_trouble_meanwhile(self):
        self.hook.status = 500
        daemon = self.heater(speed=60)
        daemon.post_wish({"heat_to": 45})

        def troubles():
            return [t for t in daemon.get_state()["device"]["troubles"] if "Messages do not reach" in t]

        trouble = wait_until(troubles, "the trouble")[0]
        self.assertIn("it answers status 500", trouble)
        self.assertIn("One message waits", trouble)
        self.hook.status = 204
        wait_until(lambda: not troubles(), "no trouble")
        self.assertGreaterEqual(len(self.hook.requests), 2)
        self.assertEqual(self.hook.requests[0][2], self.hook.requests[-1][2])
        self.assertTrue(any("reach" in text and "again" in text for text in self.events(daemon)))

    def test_a_webhook_that_hangs_holds_up_nothing(self):
        self.hook.answers.clear()
        daemon = self.heater(speed=60)
        daemon.post_wish({"heat_to": 45})
        wait_until(lambda: self.hook.requests, "a request that hangs")
        step = daemon.get_state()["step"]
        daemon.post_wish({"power": False})
        state = wait_until(
            lambda: (s := daemon.get_state())["step"] > step + 50 and s, "steps while it hangs"
        )
        self.assertFalse(state["power"])
        wait_until(
            lambda: self.ways(daemon)["webhook"]["trouble"], "the trouble of a hook that hangs"
        )
        self.assertIn("does not answer within 10 s", self.ways(daemon)["webhook"]["trouble"])

    def test_a_stop_does_not_wait_for_what_hangs(self):
        self.hook.answers.clear()
        daemon = self.heater(speed=60)
        daemon.post_wish({"heat_to": 45})
        wait_until(lambda: self.hook.requests, "a request that hangs")
        self.assertEqual(0, daemon.stop())

    def test_no_secret_and_no_path_is_shown(self):
        self.hook.status = 403
        daemon = self.heater()
        self.send_test(daemon)
        shown = daemon.request("GET", "/api/v1/notify")[2] + daemon.request("GET", "/api/v1/state")[2]
        shown += "\n".join(self.events(daemon)).encode() + daemon.log.encode()
        for word in [SECRET.encode(), b"/in?x=1"]:
            self.assertNotIn(word, shown)


class NtfyTests(NotifyTestCase):
    def test_it_speaks_as_ntfy_wants_it(self):
        server = self.enterContext(Listener())
        token = self.secret("token", TOKEN)
        daemon = self.heater(
            f"ntfy: http://127.0.0.1:{server.port}/topic-nobody-guesses", f"ntfy_token_file: {token}"
        )
        self.assertEqual("sent", self.send_test(daemon)[1]["result"])
        path, headers, body = server.requests[0]
        self.assertEqual("/topic-nobody-guesses", path)
        self.assertEqual("Hearth: Test", headers["Title"])
        self.assertEqual("3", headers["Priority"])
        self.assertEqual(f"Bearer {TOKEN}", headers["Authorization"])
        self.assertTrue(headers["Click"].startswith("http://127.0.0.1:"))
        self.assertEqual("This is a test: messages of this heater arrive.", body.decode())

    def test_one_way_that_fails_does_not_keep_the_other(self):
        server = self.enterContext(Listener())
        daemon = self.heater(
            f"ntfy: http://127.0.0.1:{server.port}/t", "webhook: http://127.0.0.1:1/in"
        )
        _, answer = self.send_test(daemon)
        self.assertEqual("failed", answer["result"])
        troubles = {way["way"]: way["trouble"] for way in answer["ways"]}
        self.assertIsNone(troubles["ntfy"])
        self.assertIn("cannot be reached", troubles["webhook"])

    def test_a_server_without_a_trusted_certificate_gets_nothing(self):
        server = self.enterContext(Listener())
        daemon = self.heater(f"ntfy: https://127.0.0.1:{server.port}/t")
        self.assertIn("TLS", self.send_test(daemon)[1]["ways"][0]["trouble"])
        self.assertEqual([], server.requests)


class WayTests(NotifyTestCase):
    def test_without_a_way_a_test_says_what_to_do(self):
        daemon = self.enterContext(Daemon())
        self.assertEqual({}, self.ways(daemon))
        status, answer = self.send_test(daemon)
        self.assertEqual((409, "no_way"), (status, answer["code"]))
        self.assertIn("[notify] in hearth.conf", answer["error"])
        self.assertIn("[notify] in hearth.conf", run_hearth("notify", "test", "--host", daemon.host).stderr)

    def test_a_test_is_no_get(self):
        daemon = self.enterContext(Daemon())
        self.assertEqual(405, daemon.request("GET", "/api/v1/notify/test")[0])

    def test_another_site_sends_no_test(self):
        daemon = self.enterContext(Daemon())
        status, _, _ = daemon.request(
            "POST", "/api/v1/notify/test", headers={"Origin": "http://elsewhere.example"}
        )
        self.assertEqual(403, status)

    def test_mqtt_without_a_broker_is_a_mistake(self):
        path = self.folder / "service.conf"
        path.write_text("[notify]\nmqtt: yes\n")
        done = run_hearth("run", "--service-file", path, "--board", "boards/simulated.conf",
                          "--state", self.folder / "state", "--listen", "127.0.0.1:0")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("no broker below [mqtt]", done.stderr)

    def test_a_wrong_address_is_a_mistake(self):
        path = self.folder / "service.conf"
        path.write_text("[notify]\nntfy: ftp://example.org/x\nevents: ready, steady\n")
        done = run_hearth("run", "--service-file", path, "--board", "boards/simulated.conf")
        self.assertIn("give an address as in https://HOST/PATH", done.stderr)
        self.assertIn("unknown word", done.stderr)


class BrokerNoticeTests(NotifyTestCase):
    def test_messages_go_over_mqtt_too(self):
        broker = self.enterContext(Broker())
        client = self.enterContext(Client(broker, "hearth/lab1/notice"))
        lines = f"[mqtt]\nbroker: 127.0.0.1\nport: {broker.port}\nid: lab1\nhome_assistant: no\n"
        daemon = self.heater("mqtt: yes", before=lines)
        self.assertEqual("sent", self.send_test(daemon)[1]["result"])
        client.wait(lambda c: c.json("hearth/lab1/notice"), "the message")
        self.assertEqual("test", client.json("hearth/lab1/notice")["kind"])
