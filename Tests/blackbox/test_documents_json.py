"""The JSON of the documents beside what the program answers: the same keys, with values of the same kind."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

from broker import Broker, Client
from bundles import ARCHITECTURE, Workshop
from daemon import SIMULATED_BOARD, Daemon, wait_until
from documents import blocks, blocks_of
from test_klipper import Moonraker, bind_by_api


def blocks_at(words):
    """(path, text, place) of the blocks that show what is answered, as in `json GET /api/v1/state`."""
    for block in blocks():
        if block.language.startswith(words + " /"):
            yield block.language.removeprefix(words + " "), block.text, block.place


def kind(value):
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return type(value).__name__
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def differences(told, real, path=""):
    """What a document tells otherwise than it is. A value that may be null is told by either."""
    if isinstance(told, dict) and isinstance(real, dict):
        keys = {key for key in told if key != "…"}
        for key in sorted(keys - set(real)):
            yield f"{path}/{key}: not there"
        if len(keys) == len(told):
            for key in sorted(set(real) - keys):
                yield f"{path}/{key}: not told"
        for key in sorted(keys & set(real)):
            yield from differences(told[key], real[key], f"{path}/{key}")
    elif isinstance(told, list) and isinstance(real, list):
        if told and real:
            yield from differences(told[0], real[0], path + "[]")
    elif None not in (told, real) and kind(told) != kind(real) and told != "…":
        yield f"{path}: {kind(real)}, told as {kind(told)}"


class AnswerTests(unittest.TestCase):
    """A daemon with much that the state can tell about: contacts, a printer that prints, a fault."""

    def setUp(self):
        board = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "board.conf")
        contacts = "\n[input smoke]\n[input door]\n"
        board.write_text(SIMULATED_BOARD.read_text() + contacts, encoding="utf-8")
        self.daemon = self.enterContext(Daemon(board=board, speed=20))

    def get(self, path):
        status, _, body = self.daemon.request("GET", path)
        self.assertEqual(status, 200)
        return json.loads(body)

    def latch(self):
        wait_until(lambda: self.daemon.get_state()["chamber"]["temperature_c"], "a reading")
        self.daemon.post_wish({"heat_to": 50, "lease_s": 3600})
        status, _, _ = self.daemon.request(
            "POST", "/api/v1/simulate", '{"fault":"element_short"}',
            {"Content-Type": "application/json"},
        )
        self.assertEqual(status, 200)
        wait_until(lambda: self.daemon.get_state()["latch"], "a fault")

    def test_what_is_got_is_as_the_document_tells(self):
        printer = self.enterContext(Moonraker())
        bind_by_api(self.daemon, printer)
        printer.start_print()
        wait_until(lambda: self.daemon.get_state()["device"]["printer"]["report"], "a report")
        self.latch()
        # What stopped the heat is kept a moment later.
        wait_until(lambda: self.get("/api/v1/stop").get("rows"), "the two minutes before")
        wait_until(lambda: self.get("/api/v1/history")["rows"], "history")
        seen = 0
        for path, text, place in blocks_at("json GET"):
            seen += 1
            real = self.get(path)
            if path.endswith("/events"):
                real = {"events": [one for one in real["events"] if one["kind"] == "latched"]}
            with self.subTest(place):
                self.assertEqual(list(differences(json.loads(text), real)), [])
        self.assertGreaterEqual(seen, 4)

    def test_a_wish_is_answered_as_the_document_tells(self):
        for path, text, place in blocks_at("json POST"):
            with self.subTest(place):
                status, _, body = self.daemon.request(
                    "POST", path, '{"set_target":44}', {"Content-Type": "application/json"}
                )
                self.assertEqual((status, json.loads(body)), (200, json.loads(text)))

    def test_the_stream_is_as_the_document_tells(self):
        for path, text, place in blocks_at("text GET"):
            names = set(re.findall(r"(?m)^event: (\w+)$", text))
            self.assertGreater(len(names), 1)
            with subprocess.Popen(
                ["curl", "--silent", "--no-buffer", "--max-time", "20", self.daemon.url + path],
                stdout=subprocess.PIPE, text=True,
            ) as stream:
                try:
                    self.daemon.post_wish({"heat_to": 40})
                    heard = {}
                    while set(heard) != names:
                        name = re.fullmatch(r"event: (\w+)\n", stream.stdout.readline())
                        if name:
                            heard[name[1]] = json.loads(stream.stdout.readline().removeprefix("data: "))
                finally:
                    stream.terminate()
            for name, data in re.findall(r"(?m)^event: (\w+)\ndata: (.*)$", text):
                for key in re.findall(r'"(\w+)":', data):
                    self.assertIn(key, heard[name], place)


class OtherTests(unittest.TestCase):
    def test_a_bundle_s_manifest_is_as_the_document_tells(self):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        bundle = workshop.small_bundle()
        # Eight bytes of name, the length, and the signature.
        length = int.from_bytes(bundle[8:12], "big")
        real = json.loads(bundle[76 : 76 + length])
        self.assertEqual(real["architecture"], ARCHITECTURE)
        for block in blocks_of("json bundle"):
            told = json.loads(block.text)
            self.assertEqual(list(differences(told, real)), [], block.place)
            self.assertEqual(
                [one["path"] for one in told["files"]], [one["path"] for one in real["files"]]
            )

    def test_stocks_state_is_as_the_document_tells(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        broker = self.enterContext(Broker())
        path = broker.configuration(folder, "id: lab1", "stock_topics: yes")
        self.enterContext(Daemon(arguments=["--service-file", path]))
        with Client(broker, "panda_breath/LAB1/state") as client:
            client.wait(lambda c: c.newest, "a state")
            real = client.json("panda_breath/LAB1/state")
        for block in blocks_of("json panda_breath/ID/state"):
            self.assertEqual(list(differences(json.loads(block.text), real)), [], block.place)


if __name__ == "__main__":
    unittest.main()
