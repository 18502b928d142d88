"""Wire contract, section 2: frames, good and bad."""

import json
import os
import re
import socket
import struct
import time

from daemon import DaemonTestCase, wait_until
from panda import BINARY, CLOSE, PING, PONG, TEXT, Panda, connected

CONTINUATION = 0


class OutgoingTests(DaemonTestCase):
    def test_every_frame_is_one_compact_text_of_under_4096_bytes(self):
        with connected(self.daemon) as other, connected(self.daemon) as client:
            other.send({"settings": {"set_temp": 47}})
            other.send({"settings": {"language": "zh"}, "wifi": {"scan": 1}, "printer": {"scan": 1}})
            client.receive_operating(set_temp=47)
            client.receive_for(1.2)
            for frame in client.frames:
                self.assertEqual(frame.opcode, TEXT)
                self.assertTrue(frame.is_final)
                self.assertLess(len(frame.payload), 4096)
                compact = json.dumps(
                    json.loads(frame.payload), separators=(",", ":"), ensure_ascii=False
                )
                # Decimals may be spelled in more than one way.
                without_decimals = re.compile(r"\.\d+")
                self.assertEqual(
                    without_decimals.sub("", frame.payload.decode()),
                    without_decimals.sub("", compact),
                )

    def test_the_server_sends_no_pings(self):
        with connected(self.daemon) as client:
            client.receive_for(3)
            self.assertNotIn(PING, {frame.opcode for frame in client.frames})


class ControlFrameTests(DaemonTestCase):
    def test_a_ping_is_answered_with_its_payload(self):
        with connected(self.daemon) as client:
            for payload in [b"", b"hearth", bytes(125)]:
                client.send_frame(PING, payload)
                frame = client.receive()
                while frame.opcode == TEXT:
                    frame = client.receive()
                self.assertEqual((frame.opcode, frame.payload), (PONG, payload))

    def test_a_close_is_echoed(self):
        with connected(self.daemon) as client:
            client.send_frame(CLOSE, struct.pack("!H", 1000) + b"done")
            frame = client.receive()
            while frame.opcode != CLOSE:
                frame = client.receive()
            self.assertEqual(frame.payload[:2], struct.pack("!H", 1000))

    def test_an_unmasked_pong_does_not_cost_the_connection(self):
        with connected(self.daemon) as client:
            client.send_frame(PONG, b"", is_masked=False)
            client.send_frame(PONG, b"klipper", is_masked=False)
            client.send_frame(PONG, b"klipper")
            client.peer_settles()


class IncomingTests(DaemonTestCase):
    def assertTakes(self, send):
        """What `send(client, target)` sends must set the target."""
        with connected(self.daemon) as watcher, connected(self.daemon) as client:
            target = 41 if watcher.dump["settings"]["set_temp"] != 41 else 42
            send(client, target)
            watcher.receive_operating(set_temp=target)

    def test_a_text_frame_is_taken(self):
        self.assertTakes(lambda client, target: client.send({"settings": {"set_temp": target}}))

    def test_a_binary_frame_is_taken(self):
        self.assertTakes(
            lambda client, target: client.send({"settings": {"set_temp": target}}, opcode=BINARY)
        )

    def test_a_message_in_fragments_with_a_ping_between_them_is_taken(self):
        def send(client, target):
            text = json.dumps({"settings": {"set_temp": target}}).encode()
            client.send_frame(TEXT, text[:9], is_final=False)
            client.send_frame(PING, b"between")
            client.send_frame(CONTINUATION, text[9:15], is_final=False)
            client.send_frame(CONTINUATION, text[15:])

        self.assertTakes(send)

    def test_a_frame_that_trickles_in_is_taken(self):
        def send(client, target):
            whole = []
            real, client.socket = client.socket, Recorder(whole)
            client.send({"settings": {"set_temp": target}})
            client.socket = real
            for byte in b"".join(whole):
                client.socket.sendall(bytes([byte]))

        self.assertTakes(send)

    def test_several_roots_in_one_frame_are_all_applied(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as client:
            client.send(
                {
                    "printer": {"scan": 1},
                    "settings": {"set_temp": 43, "language": "zh"},
                    "sta": {"hostname": "SeveralRoots"},
                }
            )
            self.assertEqual(
                client.receive_field("response", "type"), {"type": "set_hostname", "ok": 1}
            )
            watcher.receive_operating(set_temp=43)
        with connected(self.daemon) as client:
            self.assertEqual(client.dump["sta"]["hostname"], "SeveralRoots")
            self.assertEqual(client.dump["settings"]["language"], "zh")

    def test_a_one_shot_client_that_never_reads_nor_closes_properly_is_heard(self):
        with connected(self.daemon) as watcher:
            for target in range(50, 55):
                client = Panda(self.daemon)
                client.send({"settings": {"set_temp": target}})
                client.socket.close()
                watcher.receive_operating(set_temp=target)

    def test_a_one_shot_client_that_leaves_unread_bytes_is_heard(self):
        """Closing with unread bytes sends a reset instead of an orderly end."""
        with connected(self.daemon) as watcher:
            for target in range(50, 53):
                client = Panda(self.daemon)
                client.socket.recv(1, socket.MSG_PEEK)
                client.send({"settings": {"set_temp": target}})
                watcher.receive_for(0.3)
                client.socket.close()
                wait_until(lambda: self.target() == target, f"a target of {target}")

    def target(self):
        with connected(self.daemon) as client:
            return client.dump["settings"]["set_temp"]


class Recorder:
    """Stands where a socket is and keeps what is sent."""

    def __init__(self, kept):
        self.sendall = kept.append


BAD_MESSAGES = {
    "no JSON": "hello",
    "nothing": "",
    "half an object": '{"settings":{"set_temp":',
    "an array": '[{"settings":{"set_temp":44}}]',
    "a number": "5",
    "null": "null",
    "a root that is no object": '{"settings":5,"wifi":[],"sta":null,"printer":"x","ap":true}',
    "an unknown root": '{"nothing":{"set_temp":44}}',
    "an unknown field": '{"settings":{"heat_to":44}}',
    "a text for a number": '{"settings":{"set_temp":"44"}}',
    "a number for a boolean": '{"settings":{"work_on":1}}',
    "null for a number": '{"settings":{"set_temp":null}}',
    "an object for a number": '{"settings":{"set_temp":{"set_temp":44}}}',
    "a mode of 0": '{"settings":{"work_mode":0}}',
    "a mode of 4": '{"settings":{"work_mode":4}}',
    "a mode of 258, whose low byte is 2": '{"settings":{"work_mode":258}}',
    "a negative mode": '{"settings":{"work_mode":-1}}',
    "not a number": '{"settings":{"set_temp":NaN}}',
    "infinity": '{"settings":{"set_temp":Infinity}}',
    "1e999": '{"settings":{"set_temp":1e999}}',
    "-1e999": '{"settings":{"set_temp":-1e999}}',
    "a huge integer": '{"settings":{"set_temp":' + "9" * 400 + "}}",
    "the keys twice": '{"settings":{"set_temp":44},"settings":{"set_temp":45}}',
    "trailing garbage": '{"settings":{"set_temp":44}} x',
    "seventeen deep": '{"settings":{"set_temp":44,"x":' + "[" * 16 + "]" * 16 + "}}",
    "a million brackets": "[" * 60000,
    "invalid UTF-8": b'{"settings":{"set_temp":44,"x":"\xff\xfe"}}',
    "a surrogate in UTF-8": b'{"settings":{"set_temp":44,"x":"\xed\xa0\x80"}}',
    "a lone surrogate escape": r'{"settings":{"set_temp":44,"x":"\ud800"}}',
    "a NUL": b'{"settings":{"set_temp":44}}\x00',
    "a query": '{"query":1}',
    "extra keys of known clients":
        '{"settings":{"target_temp":44,"filter_temp":44,"drying_running":false,"ui_action":"x"}}',
    "over 64 KiB": '{"settings":{"set_temp":44,"x":"' + "x" * 70000 + '"}}',
    "over 1 MiB": '{"settings":{"set_temp":44,"x":"' + "x" * (1 << 20) + '"}}',
}

#: Breaches of RFC 6455 after which a server has to fail the connection.
BREACHES = {"invalid UTF-8", "a surrogate in UTF-8", "over 64 KiB", "over 1 MiB"}


class BadMessageTests(DaemonTestCase):
    def settings(self):
        with connected(self.daemon) as client:
            return client.dump["settings"]

    def assertIgnored(self, name, message, opcode):
        before = self.settings()
        with connected(self.daemon) as client:
            try:
                client.send(message, opcode=opcode)
                client.peer_settles()
            except OSError:
                self.assertIn(name, BREACHES, "the connection was dropped")
        self.assertEqual(self.settings(), before)

    def test_a_bad_text_frame_changes_nothing_and_costs_no_connection(self):
        for name, message in BAD_MESSAGES.items():
            with self.subTest(name):
                self.assertIgnored(name, message, TEXT)

    def test_a_bad_binary_frame_changes_nothing_and_costs_no_connection(self):
        for name, message in BAD_MESSAGES.items():
            with self.subTest(name):
                self.assertIgnored(name, message, BINARY)

    def test_garbage_instead_of_frames_harms_nobody_else(self):
        with connected(self.daemon) as watcher:
            for _ in range(20):
                with connected(self.daemon) as client:
                    try:
                        client.socket.sendall(os.urandom(2000))
                    except OSError:
                        pass
            watcher.peer_settles()
            watcher.receive_message(timeout=3)

    def test_a_frame_of_16_mib_costs_no_memory(self):
        before = resident_kilobytes(self.daemon.process.pid)
        with connected(self.daemon) as client:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, 16 << 20) + bytes(4)
            try:
                client.socket.sendall(head)
                for _ in range(256):
                    client.socket.sendall(bytes(1 << 16))
            except OSError:
                pass
            after = resident_kilobytes(self.daemon.process.pid)
        self.assertLess(after - before, 4096)
        with connected(self.daemon):
            pass

    def test_good_messages_after_many_bad_ones_are_taken(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as client:
            for _ in range(500):
                client.send('{"settings":{"set_temp":')
            client.send({"settings": {"set_temp": 46}})
            watcher.receive_operating(set_temp=46)


def resident_kilobytes(process):
    """Memory of a process that is in RAM, in KiB."""
    with open(f"/proc/{process}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1))


class SlowReaderTests(DaemonTestCase):
    def holds(self, client_port):
        """Whether the daemon still holds its end of a client's connection."""
        wanted = (f"{self.daemon.port:04X}", f"{client_port:04X}")
        with open("/proc/net/tcp", encoding="ascii") as table:
            for line in list(table)[1:]:
                columns = line.split()
                ports = (columns[1].split(":")[1], columns[2].split(":")[1])
                if ports == wanted and columns[9] != "0":
                    return True
        return False

    def test_a_client_that_never_reads_is_dropped_and_delays_nobody(self):
        with connected(self.daemon) as healthy, Panda(
            self.daemon, receive_buffer=2048
        ) as stuck:
            port = stuck.socket.getsockname()[1]
            self.assertTrue(self.holds(port))
            stuck.socket.setblocking(False)
            ask = Panda.send_frame
            longest = 0.0
            last = time.monotonic()
            deadline = last + 60
            while self.holds(port) and time.monotonic() < deadline:
                # Dumps fill the buffers of both ends sooner than temperatures would.
                try:
                    for _ in range(20):
                        ask(stuck, TEXT, b'{"get_settings":1}')
                except OSError:
                    pass
                healthy.receive_message()
                now = time.monotonic()
                longest, last = max(longest, now - last), now
            self.assertFalse(self.holds(port), "the client that never reads was not dropped")
            self.assertLess(longest, 3.0, "the healthy client had to wait")
            healthy.peer_settles()
