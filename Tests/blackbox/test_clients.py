"""Wire contract, section 9: the known clients, with a WebSocket library that is not ours."""

import asyncio
import json

import websockets

from daemon import DaemonTestCase


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
