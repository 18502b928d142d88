"""Wire contract, section 8: what the stock page trips over."""

from daemon import DaemonTestCase, wait_until
from panda import connected, is_operating


class EchoTests(DaemonTestCase):
    def mode(self):
        with connected(self.daemon) as client:
            return client.dump["settings"]["work_mode"]

    def set_mode(self, mode):
        with connected(self.daemon) as client:
            client.send({"settings": {"work_mode": mode}})
            client.peer_settles()
            wait_until(lambda: self.mode() == mode, f"mode {mode}")

    def test_the_echo_of_the_dump_is_no_change(self):
        self.set_mode(1)
        with connected(self.daemon) as watcher, connected(self.daemon) as page:
            page.send({"settings": {"work_mode": page.dump["settings"]["work_mode"]}})
            pushes = [m for m in watcher.receive_for(0.7) if is_operating(m)]
            self.assertEqual(pushes, [])

    def test_two_tabs_do_not_swing_each_other(self):
        """Each tab echoes each mode that it is told; that must come to rest."""
        self.set_mode(1)
        with connected(self.daemon) as one, connected(self.daemon) as two:
            one.send({"settings": {"work_mode": 2}})
            echoes = 0
            for _ in range(30):
                for tab in (one, two):
                    try:
                        message = tab.receive_message(timeout=0.06)
                    except TimeoutError:
                        continue
                    if is_operating(message):
                        echoes += 1
                        tab.send({"settings": {"work_mode": message["settings"]["work_mode"]}})
            self.assertLessEqual(echoes, 2)
        self.assertEqual(self.mode(), 2)

    def test_a_stale_echo_does_not_undo_another_client_s_change(self):
        for _ in range(5):
            self.set_mode(1)
            with connected(self.daemon) as one, connected(self.daemon) as two:
                one.send({"settings": {"work_mode": 2}})
                two.receive_operating(work_mode=2)
                # What `two` was last told is 2; before it hears of the next change it echoes that.
                one.send({"settings": {"work_mode": 1}})
                one.peer_settles()
                two.send({"settings": {"work_mode": 2}})
                two.receive_operating(work_mode=1)
                two.receive_for(0.5)
            self.assertEqual(self.mode(), 1)

    def test_a_wish_to_change_the_mode_back_is_no_echo(self):
        self.set_mode(1)
        with connected(self.daemon) as one, connected(self.daemon) as two:
            one.send({"settings": {"work_mode": 2}})
            two.receive_operating(work_mode=2)
            two.send({"settings": {"work_mode": 3}})
            one.receive_operating(work_mode=3)
            two.send({"settings": {"work_mode": 2}})
            one.receive_operating(work_mode=2)


class ForbiddenFieldTests(DaemonTestCase):
    def test_fields_that_break_the_page_are_never_sent(self):
        with connected(self.daemon) as client, connected(self.daemon) as other:
            for message in (
                {"settings": {"language": "fr"}},
                {"settings": {"work_mode": 2, "work_on": True}},
                {"settings": {"filament_timer": 2}},
                {"printer": {"scan": 1}},
                {"wifi": {"scan": 1}},
            ):
                other.send(message)
            other.send({"settings": {"work_on": False}})
            seen = [client.dump] + client.receive_for(2)
        for message in seen:
            self.assertNotIn("ws_theme", message)
            settings = message.get("settings", {})
            for name in ("img_version", "ptc_heater_status", "warehouse_sensor_status",
                         "ptc_sensor_status"):
                self.assertNotIn(name, settings)
            self.assertIn(settings.get("language", "en"), ("en", "zh"))

    def test_what_an_old_page_may_lose_stands_in_frames_of_its_own(self):
        with connected(self.daemon) as client, connected(self.daemon) as other:
            other.send({"settings": {"set_temp": 42, "printer_type": 2}, "sta": {"hostname": "H"}})
            for message in client.receive_for(1.5) + other.receive_for(0.1):
                if "response" in message:
                    self.assertEqual(message.keys(), {"response"})
                if "warehouse_temper" in message.get("settings", {}):
                    self.assertEqual(message.keys(), {"settings"})
                    self.assertNotIn("work_mode", message["settings"])
                if "work_mode" in message.get("settings", {}):
                    self.assertEqual(message.keys(), {"settings"})
