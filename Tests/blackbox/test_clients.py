"""Wire contract, section 9: the known clients, with a WebSocket library that is not ours."""

import asyncio
import json
import unittest

import websockets

from access import GuardedDaemon
from daemon import DaemonTestCase, wait_until
from panda import connected


def run(conversation):
    """Runs one conversation to its end, but not for longer than a minute."""
    return asyncio.run(asyncio.wait_for(conversation, 60))


async def receive(client, wanted=lambda message: True):
    """The next message that is wanted."""
    while True:
        message = json.loads(await client.recv())
        if wanted(message):
            return message


async def send(client, message):
    await client.send(json.dumps(message))


class KnownClientTests(DaemonTestCase):
    @property
    def uri(self):
        return f"ws://{self.daemon.host}/ws"

    def test_a_library_that_pings_stays_connected(self):
        async def conversation():
            async with websockets.connect(
                self.uri, ping_interval=0.2, ping_timeout=2
            ) as client:
                for _ in range(6):
                    await receive(client)
                await asyncio.wait_for(await client.ping(), 5)

        run(conversation())

    def test_a_library_that_waits_for_the_close_echo_gets_it(self):
        async def conversation():
            client = await websockets.connect(self.uri, close_timeout=30)
            await receive(client)
            await asyncio.wait_for(client.close(), 5)

        run(conversation())

    def test_a_library_s_compression_works_or_is_declined(self):
        async def conversation():
            async with websockets.connect(self.uri, compression="deflate") as client:
                self.assertIn("fw_version", (await receive(client))["settings"])

        run(conversation())

    def test_the_klipper_tool_finds_what_it_needs_first(self):
        async def conversation():
            async with websockets.connect(self.uri, ping_interval=None) as client:
                dump = await receive(client)
                self.assertRegex(dump["settings"]["fw_version"], r"\AV\d+\.\d+\.\d+\Z")
                self.assertIn(dump["settings"]["printer_type"], (1, 2))
                self.assertIn("state", dump["printer"])

        run(conversation())

    def test_the_klipper_module_turns_on_and_off(self):
        async def conversation():
            async with websockets.connect(self.uri) as other, websockets.connect(self.uri) as client:
                await receive(other)
                await receive(client)
                for settings in (
                    {"isrunning": 0, "drying_running": False},
                    {"work_mode": 2},
                    {"set_temp": 45, "target_temp": 45},
                    {"work_on": True},
                ):
                    await send(client, {"settings": settings})
                await receive(
                    other,
                    lambda m: m.get("settings", {}).get("work_on") == 1
                    and m["settings"]["set_temp"] == 45
                    and m["settings"]["work_mode"] == 2,
                )
                await send(
                    client,
                    {"settings": {"isrunning": 0, "drying_running": False, "target_temp": 0}},
                )
                await send(client, {"settings": {"work_on": False}})
                off = await receive(other, lambda m: m.get("settings", {}).get("work_on") == 0)
                self.assertEqual(off["settings"]["set_temp"], 45)

        run(conversation())

    def test_the_klipper_module_s_own_modes_and_its_way_to_turn_off(self):
        """One field a frame, in its order; at the end off twice, the second time on fresh connections."""

        def has(**fields):
            return lambda m: fields.items() <= m.get("settings", {}).items()

        async def conversation():
            async with websockets.connect(self.uri) as other, websockets.connect(self.uri) as client:
                await receive(other)
                await receive(client)
                for settings in (
                    {"isrunning": 0}, {"work_mode": 1}, {"temp": 47}, {"filtertemp": 35},
                    {"hotbedtemp": 70}, {"work_on": True},
                ):
                    await send(client, {"settings": settings})
                await receive(
                    other, has(work_mode=1, set_temp=47, filtertemp=35, hotbedtemp=70, work_on=1)
                )
                for settings in (
                    {"work_mode": 3}, {"custom_temp": 48}, {"custom_timer": 5},
                    {"filament_temp": 48}, {"filament_timer": 5}, {"isrunning": 1},
                    {"work_on": True},
                ):
                    await send(client, {"settings": settings})
                dry = await receive(
                    other, has(work_mode=3, custom_temp=48, custom_timer=5, isrunning=1, work_on=1)
                )
                self.assertGreater(dry["settings"]["remaining_seconds"], 5 * 3600 - 60)
                for settings in ({"isrunning": 0}, {"work_on": False}):
                    await send(client, {"settings": settings})
                await receive(other, has(isrunning=0, work_on=0))
                await send(client, {"settings": {"work_mode": 2}})
                await send(client, {"settings": {"work_on": True}})
                await receive(other, has(work_mode=2, work_on=1))
                for settings in ({"isrunning": 0}, {"work_on": False}):
                    one_shot = await websockets.connect(self.uri)
                    await send(one_shot, {"settings": settings})
                    one_shot.transport.abort()
                await receive(other, has(work_on=0))

        run(conversation())

    def test_home_assistant_takes_the_first_frame_of_each_fresh_connection(self):
        async def conversation():
            for _ in range(3):
                async with websockets.connect(self.uri, ping_interval=20) as client:
                    dump = await receive(client)
                    self.assertLessEqual({"settings", "sta", "printer"}, dump.keys())

        run(conversation())

    def test_the_mqtt_bridge_sends_power_and_mode_in_one(self):
        async def conversation():
            async with websockets.connect(self.uri) as client, websockets.connect(self.uri) as other:
                await receive(other)
                await send(client, {"settings": {"work_on": True, "work_mode": 2}})
                await receive(
                    other,
                    lambda m: m.get("settings", {}).get("work_on") == 1
                    and m["settings"]["work_mode"] == 2,
                )
                await send(client, {"settings": {"work_on": False}})
                await receive(other, lambda m: m.get("settings", {}).get("work_on") == 0)

        run(conversation())

    def test_panda_control_reads_back_what_it_set(self):
        async def conversation():
            for target in (48, 49):
                async with websockets.connect(self.uri) as client:
                    await send(client, {"settings": {"set_temp": target}})
                    await asyncio.wait_for(receive(client), 5)
                async with websockets.connect(self.uri) as client:
                    self.assertEqual((await receive(client))["settings"]["set_temp"], target)

        run(conversation())

    def test_frames_fit_the_octoprint_plugin(self):
        async def conversation():
            async with websockets.connect(self.uri) as client:
                for _ in range(6):
                    self.assertLess(len(await client.recv()), 4096)

        run(conversation())


class StandAloneTests(unittest.TestCase):
    """OctoPrint drives the printer by itself, and its plugin heats beside a connected one alone."""

    def test_the_octoprint_plugin_is_told_what_it_heats_by(self):
        with GuardedDaemon("[printer]\nstand_alone: yes\n", password=None) as daemon:
            with connected(daemon) as client:
                self.assertEqual(client.dump["printer"]["state"], 3)
                client.send({"settings": {"work_mode": 2}})
                client.send({"settings": {"work_on": True}})
                wait_until(lambda: daemon.get_state()["power"], "heat")
                client.send({"settings": {"work_mode": 1}})
                wait_until(lambda: daemon.get_state()["mode"] == "auto", "mode auto")
            self.assertIsNone(daemon.get_state()["bed"])
            self.assertEqual(daemon.get_state()["device"]["printer"]["link"], "unbound")
