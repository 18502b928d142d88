"""What updates by a server of the device link have in common, over a WebSocket and over a broker."""

import sys

from bundles import UpdatedTestCase
from daemon import REPOSITORY, wait_until

sys.path.insert(0, str(REPOSITORY / "lab" / "links"))

#: Large chunks, so that a whole update takes few of them.
CHUNK = 0x4000
#: Small ones, for an update of a few hundred bytes.
SMALL = 64


class DeviceLinkTestCase(UpdatedTestCase):
    """`device_id` is what the device under test calls itself."""

    def assert_reply(self, reply, status, words):
        self.assertEqual(status, reply["status"], reply)
        self.assertIn(words, reply["message"])
        self.assertEqual(self.device_id, reply["device_id"])

    def assert_refused(self, reply, words):
        """The server was told, so is the owner, and nothing is kept or changed."""
        self.assert_reply(reply, "error", words)
        wait_until(lambda: any(words in event for event in self.events()), f"an event: {words}")
        wait_until(lambda: self.update_state()["phase"] == "idle", "the end of the update")
        self.assert_nothing_is_left()
        self.assertTrue(self.runs("0.1.0"))
