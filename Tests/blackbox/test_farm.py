"""Many simulated controllers at one real broker, and that nothing is left of them."""

import json
import pathlib
import signal
import subprocess
import tempfile
import unittest

from broker import Broker, Client
from daemon import HEARTH, PATIENCE

COUNT = 20
#: The farm is a program of its own, built beside the one under test.
FARM = pathlib.Path(HEARTH).with_name("hearth-farm")


def run_farm(*words, timeout=PATIENCE):
    """Runs the simulated farm to its end and returns what it printed and its exit status."""
    return subprocess.run(
        [FARM, "simulate", *map(str, words)], capture_output=True, text=True, timeout=timeout
    )


class FarmTests(unittest.TestCase):
    def setUp(self):
        self.broker = self.enterContext(Broker())

    def words(self, *words):
        return [
            "simulate", "--count", COUNT, "--broker", f"127.0.0.1:{self.broker.port}", *words,
        ]

    def start(self, *words):
        """The simulation as a process, whose words are read line by line."""
        process = subprocess.Popen(
            [FARM, *map(str, self.words(*words))],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def test_controllers_talk_heat_by_command_and_leave_nothing_behind(self):
        with Client(self.broker, "farm/#") as client:
            process = self.start("--topics", "both", "--seconds", 600, "--json")
            states = [f"farm/hearth/{number:06}/state" for number in range(1, COUNT + 1)]
            client.wait(lambda c: set(states) <= set(c.newest), "a state of each")
            client.wait(
                lambda c: sum(c.json(topic).get("mode") == "heat" for topic in states) == COUNT // 2,
                "every other one heating",
            )
            self.assertIn("measuring", process.stderr.readline())
            stock = "farm/panda_breath/000020/state"
            client.newest.pop(stock, None)
            client.wait(lambda c: c.json(stock).get("work_on") == "ON", "stock's beat")
            process.send_signal(signal.SIGTERM)
            out, complaints = process.communicate(timeout=PATIENCE)
        self.assertEqual(0, process.returncode, complaints)
        report = json.loads(out)
        self.assertEqual((COUNT, COUNT, True), tuple(report[key] for key in ("controllers", "connected", "ok")))
        self.assertEqual((COUNT // 2, 0), (report["heating"], report["latched"]))
        self.assertGreater(report["published"], 0)
        with Client(self.broker, "#") as late:
            late.publish("end", "now")
            late.wait(lambda c: "end" in c.newest, "the end of what is kept")
            self.assertEqual([], [topic for topic, kept in late.retained.items() if kept])

    def test_a_broker_that_goes_away_makes_the_numbers_bad(self):
        process = self.start("--seconds", 600)
        self.assertIn("measuring", process.stderr.readline())
        self.broker.kill()
        self.broker.start()
        with Client(self.broker, "farm/hearth/000001/availability") as client:
            client.wait(lambda c: c.newest, "a controller that is back")
            process.send_signal(signal.SIGTERM)
            _, complaints = process.communicate(timeout=PATIENCE)
        self.assertEqual(1, process.returncode)
        self.assertIn("connections were lost", complaints)

    def test_a_bridge_carries_states_up_and_no_command_down(self):
        """As docs/farm.md has it: a broker in the room, and one above."""
        bridge = [
            "connection room1", f"address 127.0.0.1:{self.broker.port}",
            "topic farm/hearth/+/state out 1", "topic farm/hearth/+/availability out 1",
        ]
        with Broker(lines=bridge) as room, Client(self.broker, "farm/#") as above:
            self.broker = room
            process = self.start("--seconds", 600, "--heating", 0)
            state = "farm/hearth/000001/state"
            above.wait(lambda c: c.json(state).get("mode") == "off", "a state, above")
            self.assertEqual([], [topic for topic in above.newest if "homeassistant" in topic])
            above.publish("farm/hearth/000001/set/mode", "heat")
            with Client(self.broker, "farm/#") as inside:
                inside.publish("farm/hearth/000002/set/mode", "heat")
                other = "farm/hearth/000002/state"
                inside.wait(lambda c: c.json(other).get("mode") == "heat", "a command of the room")
                self.assertEqual("off", inside.json(state)["mode"])
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)

    def test_a_broker_that_refuses_is_told(self):
        with Broker(password="sesame") as closed:
            process = subprocess.Popen(
                [FARM, "simulate", "--count", "2", "--broker", f"127.0.0.1:{closed.port}"],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            self.addCleanup(process.kill)
            out, complaints = process.communicate(timeout=4 * PATIENCE)
        self.assertEqual(1, process.returncode)
        self.assertIn("only 0 of 2 controllers were connected", complaints)
        self.assertIn("refuses this device", complaints)

    def test_user_and_password_come_from_a_service_file(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        secret = pathlib.Path(folder, "secret")
        secret.write_text("sesame\n")
        with Broker(password="sesame") as closed:
            file = closed.configuration(folder, "user: heater", f"password_file: {secret}")
            done = run_farm(
                "--count", 2, "--service-file", file, "--seconds", 1,
                timeout=4 * PATIENCE,
            )
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("Connected     2", done.stdout)

    def test_without_a_broker_it_says_how_to_name_one(self):
        done = run_farm("--count", 2)
        self.assertEqual(2, done.returncode)
        self.assertIn("--broker", done.stderr)


if __name__ == "__main__":
    unittest.main()
