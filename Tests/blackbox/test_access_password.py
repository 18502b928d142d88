"""Who is let in where there is a password."""

import json
import os
import re
import stat
import subprocess
import unittest

from access import PASSWORD, GuardedDaemon
from daemon import HEARTH, PATIENCE, Daemon, run_hearth, wait_until
from panda import Panda, Refused, connected

#: (method, path, body) of everything that is for those who are let in
CLOSED = [
    ("GET", "/api/v1/state", None),
    ("GET", "/api/v1/stream", None),
    ("GET", "/api/v1/events", None),
    ("GET", "/api/v1/history", None),
    ("GET", "/api/v1/stop", None),
    ("GET", "/api/v1/access", None),
    ("GET", "/hearth/api/v1/state", None),
    ("GET", "/api/v1/else", None),
    ("GET", "/metrics", None),
    ("POST", "/api/v1/wish", '{"set_target":50}'),
    ("POST", "/ota", "x"),
    ("POST", "/else", "x"),
]
STRANGER = "127.0.0.66"
FRIEND = "127.0.0.77"


class GuardedTestCase(unittest.TestCase):
    service = ""

    @classmethod
    def setUpClass(cls):
        cls.daemon = cls.enterClassContext(GuardedDaemon(cls.service))

    def status(self, path, **options):
        return self.daemon.request("GET", path, **options)[0]


class ClosedDoorTests(GuardedTestCase):
    def test_nothing_is_told_or_done_without_a_login(self):
        wrong = {"Authorization": "Bearer " + "0" * 64}
        for headers in ({}, wrong, {"Cookie": "hearth=" + "0" * 64}, {"Authorization": "Basic eA=="}):
            for method, path, body in CLOSED:
                with self.subTest(path=path, headers=headers):
                    status, answer, _ = self.daemon.request(
                        method, path, body, {"Content-Type": "application/json", **headers}
                    )
                    self.assertEqual(status, 401)
                    self.assertEqual(answer["WWW-Authenticate"], "Bearer")

    def test_a_token_in_the_address_has_to_be_right_too(self):
        self.assertEqual(self.status("/api/v1/state?token=" + "0" * 64), 401)
        self.assertEqual(self.status("/api/v1/state?token="), 401)

    def test_no_websocket_opens_without_a_login(self):
        for headers in ({}, {"Origin": self.daemon.url}, {"Authorization": "Bearer wrong"}):
            with self.subTest(headers), self.assertRaises(Refused) as refusal:
                Panda(self.daemon, headers=headers)
            self.assertEqual(refusal.exception.status, 401)
        with self.assertRaises(Refused):
            Panda(self.daemon, path="/ws?token=wrong")

    def test_the_refusal_is_json_and_says_what_to_do(self):
        _, _, body = self.daemon.request("GET", "/api/v1/state")
        answer = json.loads(body)
        self.assertEqual((answer["ok"], answer["code"]), (False, "login_needed"))
        self.assertIn("/login", answer["error"])

    def test_programs_find_the_device_by_its_title_all_the_same(self):
        for path in ("/", "/login", "/hearth/"):
            status, _, body = self.daemon.request("GET", path)
            self.assertEqual(status, 200, path)
            self.assertEqual(re.findall(r"<title>(.*?)</title>", body.decode()), ["Panda Breath"])
            self.assertIn(b'type="password"', body)

    def test_who_it_is_and_the_way_to_the_page_are_open(self):
        self.assertEqual(self.status("/api/v1/version"), 200)
        for path in ("/generate_204", "/hotspot-detect.html"):
            status, headers, _ = self.daemon.request("GET", path)
            self.assertEqual((status, headers["Location"]), (302, "/"))

    def test_the_login_page_runs_no_script_and_is_framed_by_nobody(self):
        policy = self.daemon.request("GET", "/")[1]["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("frame-ancestors 'none'", policy)
        self.assertIn("form-action 'self'", policy)

    def test_a_page_of_another_site_cannot_log_in(self):
        for origin in ("http://evil.example", "null"):
            self.assertEqual(self.daemon.log_in(headers={"Origin": origin})[0], 403)

    def test_the_right_word_does_not_help_another_site_or_a_foreign_name(self):
        way_in = self.daemon.token("program")
        for extra, code in (
            ({"Origin": "http://evil.example"}, "foreign_origin"), ({"Host": "evil.example"}, "foreign_host"),
        ):
            status, answer = self.daemon.post_wish({"set_target": 50}, {**way_in, **extra})
            self.assertEqual((status, answer["code"]), (403, code))


class OpenDoorTests(GuardedTestCase):
    def test_a_login_sets_a_cookie_that_opens_page_interface_and_websocket(self):
        status, headers, _ = self.daemon.log_in(headers={"Origin": self.daemon.url})
        self.assertEqual((status, headers["Location"]), (303, "./"))
        cookie = headers["Set-Cookie"]
        for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(word, cookie)
        self.assertNotIn("Secure", cookie)
        way_in = {"Cookie": "other=1; " + cookie.split(";")[0]}
        self.assertEqual(self.status("/api/v1/state", headers=way_in), 200)
        self.assertIn(b"api/v1/stream", self.daemon.request("GET", "/", headers=way_in)[2])
        with connected(self.daemon, headers={**way_in, "Origin": self.daemon.url}) as client:
            client.send({"settings": {"set_temp": 44}})
            client.peer_settles()
        status, answer = self.daemon.post_wish({"set_target": 45}, way_in)
        self.assertEqual(status, 200, answer)

    def test_each_login_has_an_id_of_its_own_of_256_bits(self):
        ids = {self.daemon.cookie()["Cookie"] for _ in range(3)}
        self.assertEqual(len(ids), 3)
        for one in ids:
            self.assertRegex(one, r"^hearth=[0-9a-f]{64}$")

    def test_a_token_opens_the_interface_and_the_websocket_in_both_ways(self):
        header = self.daemon.token("way-in")
        token = header["Authorization"].split()[1]
        self.assertEqual(self.status(f"/api/v1/state?token={token}"), 200)
        self.assertEqual(self.status(f"/api/v1/events?limit=5&token={token}"), 200)
        with connected(self.daemon, headers=header):
            pass
        with connected(self.daemon, path=f"/ws?token={token}"):
            pass
        status, _, _ = self.daemon.request(
            "POST", f"/ota?token={token}", b"x", {"OTA-Type": "ota_fw"}
        )
        self.assertNotEqual(status, 401)

    def test_logging_out_ends_the_session_and_what_it_has_open(self):
        way_in = self.daemon.cookie()
        with connected(self.daemon, headers=way_in) as client:
            self.assertIn(b"Log out", self.daemon.request("GET", "/logout", headers=way_in)[2])
            self.assertEqual(self.status("/api/v1/state", headers=way_in), 200)
            status, headers, _ = self.daemon.request("POST", "/logout", headers=way_in)
            self.assertEqual(status, 303)
            self.assertIn("Max-Age=0", headers["Set-Cookie"])
            self.assertEqual(self.status("/api/v1/state", headers=way_in), 401)
            self.assert_is_closed(client)

    def test_a_removed_token_lets_nobody_in_and_ends_what_is_open(self):
        way_in = self.daemon.token("short-lived")
        with connected(self.daemon, headers=way_in) as client:
            self.daemon.access("token", "remove", "short-lived")
            self.assert_is_closed(client)
        wait_until(lambda: self.status("/api/v1/state", headers=way_in) == 401, "the refusal")

    def assert_is_closed(self, client):
        with self.assertRaises((ConnectionError, AssertionError)):
            client.receive_until(lambda message: False, "the end")
        self.assertEqual(client.frames[-1].opcode, 8)

    def test_who_is_logged_in_is_told_to_who_is_let_in(self):
        way_in = self.daemon.cookie(source="127.0.0.5")
        answer = json.loads(self.daemon.request("GET", "/api/v1/access", headers=way_in)[2])
        self.assertEqual((answer["password_needed"], answer["let_in_by"]), (True, "session"))
        self.assertIn("127.0.0.5", [session["address"] for session in answer["sessions"]])

    def test_a_login_is_an_event_and_a_wrong_password_too(self):
        way_in = self.daemon.cookie(source="127.0.0.6")
        self.daemon.log_in("wrong password", source="127.0.0.7")

        def texts():
            body = self.daemon.request("GET", "/api/v1/events?limit=100", headers=way_in)[2].decode()
            return "127.0.0.6" in body and "wrong password from 127.0.0.7" in body

        wait_until(texts, "both events")


class TrustTests(GuardedTestCase):
    service = "[access]\ntrusted: 127.0.0.77, fd00::/8\n"

    def test_a_trusted_address_needs_no_login(self):
        self.assertEqual(self.status("/api/v1/state", source=FRIEND), 200)
        with connected(self.daemon, source=FRIEND):
            pass
        self.assertIn(b"api/v1/stream", self.daemon.request("GET", "/", source=FRIEND)[2])

    def test_its_neighbour_does(self):
        self.assertEqual(self.status("/api/v1/state", source="127.0.0.78"), 401)
        self.assertEqual(self.status("/api/v1/state"), 401)

    def test_it_cannot_be_claimed_by_a_header(self):
        for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"):
            self.assertEqual(self.status("/api/v1/state", headers={name: FRIEND}), 401, name)


class CommandLineTests(unittest.TestCase):
    def test_commands_of_the_service_s_user_work_and_others_are_told_what_to_do(self):
        with GuardedDaemon() as daemon:
            self.assertEqual(daemon.command("status").returncode, 0)
            self.assertEqual(daemon.command("set", "41").returncode, 0)
            # Who may not see the daemon's process does not find where it keeps its word.
            refused = subprocess.run(
                ["unshare", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "--pid",
                 "--fork", "--mount-proc", HEARTH, "status", "--host", daemon.host],
                capture_output=True, text=True, timeout=PATIENCE,
            )
            self.assertEqual(refused.returncode, 4)
            self.assertIn("HEARTH_TOKEN", refused.stderr)
            token = daemon.token("shell")["Authorization"].split()[1]
            let_in = run_hearth(
                "status", "--host", daemon.host, env={**os.environ, "HEARTH_TOKEN": token}
            )
            self.assertEqual(let_in.returncode, 0, let_in)

    def test_what_is_stored_is_for_its_owner_and_holds_no_secret(self):
        with GuardedDaemon() as daemon:
            token = daemon.token("klipper")["Authorization"].split()[1]
            for name in ("access", "command-line"):
                path = os.path.join(daemon.state_directory, name)
                self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
            with open(os.path.join(daemon.state_directory, "access"), encoding="utf-8") as file:
                text = file.read()
            self.assertNotIn(PASSWORD, text)
            self.assertNotIn(token, text)
            self.assertRegex(text, r"(?m)^password scrypt 8192 8 10 [0-9a-f]{32} [0-9a-f]{64}$")
            daemon.stop()
            self.assertFalse(os.path.exists(os.path.join(daemon.state_directory, "command-line")))

    def test_a_password_that_is_set_while_it_runs_ends_what_was_open(self):
        with GuardedDaemon(password=None) as daemon, connected(daemon) as client:
            daemon.access("password", input=PASSWORD + "\n")
            with self.assertRaises((ConnectionError, AssertionError)):
                client.receive_until(lambda message: False, "the end")
            self.assertEqual(client.frames[-1].opcode, 8)
            self.assertEqual(daemon.request("GET", "/api/v1/state")[0], 401)

    def test_a_changed_password_ends_sessions_and_a_token_stays(self):
        with GuardedDaemon() as daemon:
            session, token = daemon.cookie(), daemon.token("klipper")
            with connected(daemon, headers=session) as client:
                daemon.access("password", input="another password\n")
                with self.assertRaises((ConnectionError, AssertionError)):
                    client.receive_until(lambda message: False, "the end")
            self.assertEqual(daemon.request("GET", "/api/v1/state", headers=session)[0], 401)
            self.assertEqual(daemon.request("GET", "/api/v1/state", headers=token)[0], 200)
            self.assertEqual(daemon.log_in()[0], 401)
            self.assertEqual(daemon.log_in("another password")[0], 303)

    def test_sessions_are_listed_and_ended(self):
        with GuardedDaemon() as daemon:
            session = daemon.cookie(source="127.0.0.8")
            self.assertIn("127.0.0.8", daemon.command("access", "sessions").stdout)
            daemon.access("sessions", "--end")
            wait_until(
                lambda: daemon.request("GET", "/api/v1/state", headers=session)[0] == 401, "its end"
            )
            self.assertIn("Nobody", daemon.command("access", "sessions").stdout)

    def test_off_opens_the_device_to_all(self):
        with GuardedDaemon() as daemon:
            daemon.access("off")
            wait_until(lambda: daemon.request("GET", "/api/v1/state")[0] == 200, "open doors")

    def test_a_session_does_not_outlive_the_service(self):
        with GuardedDaemon() as daemon:
            session = daemon.cookie()
            daemon.stop()
            daemon.start()
            self.assertEqual(daemon.request("GET", "/api/v1/state", headers=session)[0], 401)

    def test_a_damaged_file_lets_nobody_in_but_the_trusted(self):
        with GuardedDaemon("[access]\ntrusted: 127.0.0.77\n") as daemon:
            path = os.path.join(daemon.state_directory, "access")
            with open(path, "r+b") as file:
                file.truncate(30)
            wait_until(lambda: daemon.log_in()[0] == 503, "the refusal")
            self.assertEqual(daemon.request("GET", "/api/v1/state")[0], 401)
            self.assertEqual(daemon.request("GET", "/api/v1/state", source=FRIEND)[0], 200)
            self.assertIn("damaged", daemon.log)

    def test_without_a_password_nothing_changes(self):
        with Daemon() as daemon:
            self.assertEqual(daemon.request("GET", "/api/v1/state")[0], 200)
            self.assertEqual(daemon.request("GET", "/login")[0], 303)

    def test_a_password_has_a_length(self):
        for password in ("short", "x" * 129, ""):
            result = run_hearth("access", "password", "--state", "/tmp", input=password + "\n")
            self.assertEqual(result.returncode, 4, password)
