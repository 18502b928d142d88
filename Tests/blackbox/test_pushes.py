"""Wire contract, section 4: who is told what, and when."""

from daemon import DaemonTestCase
from panda import OPERATING_FIELDS, connected, is_operating


class OperatingPushTests(DaemonTestCase):
    def test_another_client_s_write_is_pushed_whole_and_in_a_frame_of_its_own(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as writer:
            writer.send({"settings": {"set_temp": 51}})
            message = watcher.receive_until(is_operating, "a push of the operating state")
        self.assertEqual(message.keys(), {"settings"})
        self.assertEqual(set(message["settings"]) - {"temp"}, set(OPERATING_FIELDS))
        self.assertEqual(message["settings"]["set_temp"], 51)
        self.assertEqual(message["settings"].get("temp", 51), 51)
        for name, value in message["settings"].items():
            self.assertIs(type(value), int, name)

    def test_the_writer_is_not_told_its_own_write(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as writer:
            writer.send({"settings": {"set_temp": 52}})
            watcher.receive_operating(set_temp=52)
            self.assertEqual([m for m in writer.receive_for(0.7) if is_operating(m)], [])

    def test_a_write_that_changes_nothing_is_told_to_nobody(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as writer:
            settings = writer.dump["settings"]
            writer.send({"settings": {"set_temp": settings["set_temp"]}})
            writer.send({"settings": {"work_mode": settings["work_mode"]}})
            self.assertEqual([m for m in watcher.receive_for(0.7) if is_operating(m)], [])

    def test_a_target_above_the_limit_is_clamped_and_told_to_its_writer_too(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as writer:
            writer.send({"settings": {"set_temp": 50}})
            watcher.receive_operating(set_temp=50)
            writer.send({"settings": {"set_temp": 80}})
            told = writer.receive_operating(set_temp=60)
            watcher.receive_operating(set_temp=told["set_temp"])

    def test_a_wish_through_the_api_is_pushed_to_every_client(self):
        with connected(self.daemon) as one, connected(self.daemon) as two:
            status, answer = self.daemon.post_wish({"set_target": 53})
            self.assertEqual(status, 200, answer)
            one.receive_operating(set_temp=53)
            two.receive_operating(set_temp=53)


class DevicePushTests(DaemonTestCase):
    def test_a_language_is_told_to_all(self):
        with connected(self.daemon) as one, connected(self.daemon) as two:
            for sent, told in [("zh", "zh"), ("en", "en"), ("zh", "zh"), ("fr", "en")]:
                one.send({"settings": {"language": sent}})
                self.assertEqual(one.receive_field("settings", "language")["language"], told)
                self.assertEqual(two.receive_field("settings", "language")["language"], told)

    def test_the_hotspot_s_switch_is_told(self):
        with connected(self.daemon) as client, connected(self.daemon) as other:
            before = client.dump["ap"]["on"]
            client.send({"ap": {"on": 1 - before}})
            self.assertEqual(other.receive_field("ap", "on")["on"], 1 - before)

    def test_a_search_for_networks_begins_and_ends(self):
        with connected(self.daemon) as client:
            client.send({"wifi": {"scan": 1}})
            found = client.receive_until(
                lambda message: message.get("wifi", {}).get("scan") == 2, "the end of the scan"
            )["wifi"]
            self.assertLessEqual(len(found["list"]), 20)

    def test_a_search_for_printers_begins_and_ends(self):
        with connected(self.daemon) as client:
            client.send({"printer": {"scan": 1}})
            found = client.receive_until(
                lambda message: message.get("printer", {}).get("scan") == 2, "the end of the scan"
            )["printer"]
            self.assertIsInstance(found["list"], list)

    def test_a_binding_is_told(self):
        with connected(self.daemon) as client, connected(self.daemon) as other:
            client.send(
                {"printer": {"name": "P1S", "sn": "01P", "access_code": "1", "ip": "127.0.0.1"}}
            )
            bound = other.receive_field("printer", "name")
            self.assertEqual((bound["name"], bound["sn"]), ("P1S", "01P"))
            self.assertEqual(bound["access_code"], "")
