"""The power goes at each step of a change of versions (docs/update.md), and the machine is booted again."""

import json
import os
import termios
import threading

import daemon
import updates
from opened import OpenWatch
from report import say

OLD, NEW, EITHER = "old", "new", "either"
# For a step to come that the one before has begun, in s: three starts of a version that crashes.
PATIENCE = 120


def cut_power(words):
    """Tells the one outside who ends the emulator, and stands still meanwhile: a panic stops all
    processors, and nothing more is written."""
    say("cut " + words)
    termios.tcdrain(1)
    with open("/proc/sysrq-trigger", "w") as file:
        file.write("c")


class Progress:
    """How far a change of versions has come, as the files show that it opens."""

    def __init__(self, slot, bundle):
        self.slot = slot
        self.bundle = bundle
        # What is opened now: `new` is the folder that is unpacked to, `slot` the one that it becomes.
        self.name = ""
        self.opened = None
        # What the choice is to say once it is replaced, and since it was.
        self.written = self.stage = None
        self.is_unpacked = self.is_handed_over = False

    def take(self, opened):
        self.opened = opened
        _, found, path = opened.path.partition("/slots")
        if not found:
            self.name = "elsewhere"
            return
        first, *rest = path.strip("/").split("/")
        place = {self.slot: "slot", self.slot + ".new": "new", "": "folder"}.get(first, first)
        self.name = "/".join([place, *rest])
        self.is_unpacked |= self.name == "new"
        if self.name == "choice.new" and opened.size:
            self.written = self.meaning(json.loads(opened.content()))
        elif self.name == "folder" and not self.is_there("choice.new"):
            self.stage = self.written
        self.is_handed_over |= self.is_tried() and self.stage == "counted"

    def meaning(self, choice):
        if choice["use"] != self.slot:
            return "back"
        if "trial" not in choice:
            return "kept"
        return "chosen" if choice["trial"]["starts_left"] == 3 else "counted"

    @staticmethod
    def is_there(name):
        return os.path.lexists(f"{updates.SLOTS}/{name}")

    def is_begun(self, name):
        return self.name == name and not self.opened.size

    def is_half(self, name, size):
        return self.name == name and self.opened.size >= size / 2

    def is_whole(self, name, size):
        return self.name == name and self.opened.size == size

    def is_tried(self):
        return self.name == "slot/hearth" and self.opened.is_executed

    def is_flushed(self, stage):
        """The choice that says this is about to be flushed."""
        return self.name == "choice.new" and self.opened.size > 0 and self.written == stage

    def is_replaced(self, stage):
        """The choice has just got its name, and its folder is about to be flushed."""
        return self.name == "folder" and self.stage == stage


class Cut:
    """A step at which the power goes, and what may run afterwards. `change` is what is under way."""

    def __init__(self, name, is_there, outcome, change="update"):
        self.name = name
        self.is_there = is_there
        self.outcome = outcome
        self.change = change


# In this order the upload after a cut has to get further than the one before, up to the last ones.
ARRIVAL = [
    Cut("an upload begins", lambda p: p.is_begun("incoming"), OLD),
    Cut("half of it has arrived", lambda p: p.is_half("incoming", len(p.bundle.bytes)), OLD),
    Cut("unpacking begins", lambda p: p.is_begun("new/hearth"), OLD),
    Cut("half a program is unpacked", lambda p: p.is_half("new/hearth", p.bundle.size("hearth")), OLD),
    Cut(
        "both programs are, one is not flushed",
        lambda p: p.is_whole("new/hearth-switch", p.bundle.size("hearth-switch")), OLD,
    ),
    Cut("the signed head is written", lambda p: p.is_begun("new/head"), OLD),
    Cut("the unpacked folder is flushed", lambda p: p.name == "new", OLD),
    Cut(
        "the folder has become the slot",
        lambda p: p.name == "folder" and p.is_unpacked and not p.is_there(p.slot + ".new"), OLD,
    ),
    Cut("the programs are tried", lambda p: p.is_tried(), OLD),
    # It holds something from the cut before.
    Cut("what the slot held is removed", lambda p: p.name == "slot", OLD),
]
CHANGE = [
    Cut("the choice is written", lambda p: p.is_begun("choice.new"), OLD),
    Cut("the choice is flushed", lambda p: p.is_flushed("chosen"), OLD),
    Cut("the choice is replaced", lambda p: p.is_replaced("chosen"), EITHER),
    Cut("the update is accepted", lambda p: p.stage == "chosen" and p.name == "slot/head", NEW),
    Cut("the service starts again", lambda p: p.stage == "chosen" and p.name == "choice", NEW),
    Cut("a start of the trial is counted", lambda p: p.is_flushed("counted"), NEW),
    Cut("the count is replaced", lambda p: p.is_replaced("counted"), NEW),
    Cut("the new version takes over", lambda p: p.is_handed_over, NEW),
    Cut("it tidies up", lambda p: p.is_handed_over and p.name == "folder", NEW),
    Cut("its trial ends", lambda p: p.is_flushed("kept"), NEW),
    Cut("the end is replaced", lambda p: p.is_replaced("kept"), NEW),
    Cut("a rollback is replaced", lambda p: p.is_replaced("back"), EITHER, "rollback"),
    Cut("a version that crashes is given up", lambda p: p.is_flushed("back"), OLD, "crash"),
]


class PowerCutChecks:
    """A part of `UpdateChecks`. `after` says, from the second boot on, how the power went."""

    def power_cuts_in_arrival(self):
        self.cut_next(ARRIVAL)

    def power_cuts_in_change(self):
        self.cut_next(CHANGE)

    def cut_next(self, cuts):
        # Back and forth between two versions, and a short trial: there are many cuts.
        self.start(trial_s=5, allow_downgrade="yes")
        number = 0
        if self.after is None:
            self.take_update(updates.Bundle("first"))
        else:
            number, old, new = self.after.split(",")
            self.judge(cuts[int(number)], old, new)
            number = int(number) + 1
        if number < len(cuts):
            self.cut(cuts[number], number)
            return
        self.take_update(self.other(updates.running()))
        self.heats("after all of these cuts")

    def cut(self, cut, number):
        """Begins a change, and cuts the power at its step."""
        old = updates.running()
        bundle = updates.Bundle("crash") if cut.change == "crash" else self.other(old)
        slot = updates.slot_that_runs()
        if cut.change != "rollback":
            slot = "b" if slot == "a" else "a"
        progress = Progress(slot, bundle)
        words = f"{number},{old},{bundle.version}"
        is_reached = threading.Event()

        def look(opened):
            progress.take(opened)
            if cut.is_there(progress):
                is_reached.set()
                cut_power(words)

        OpenWatch(updates.STATE, look)
        threading.Thread(target=self.make, args=[cut.change, bundle], daemon=True).start()
        if is_reached.wait(PATIENCE):
            # The power goes meanwhile.
            threading.Event().wait()
        self.report.check("power cut as " + cut.name, False, f"not within {PATIENCE} s")
        cut_power(words)

    @staticmethod
    def make(change, bundle):
        if change == "rollback":
            daemon.request("POST", "/api/v1/update/rollback")
        else:
            is_accepted, told = updates.upload(bundle.bytes)
            say(f"note {told}")

    def judge(self, cut, old, new):
        """What runs, and what lies on the disk, after the power came back."""
        allowed = {OLD: {old}, NEW: {new}, EITHER: {old, new}}[cut.outcome]
        version = updates.running()
        problems = [f"{name} is left over" for name in updates.leftovers()]
        problems += [f"{name} is damaged" for name in updates.damage()]
        if version not in allowed:
            problems.append(f"{version} runs")
        self.report.check(
            "power cut as " + cut.name, not problems,
            "; ".join(problems) or f"from {old} to {new}: {version} runs, whole",
        )
