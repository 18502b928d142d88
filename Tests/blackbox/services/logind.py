"""systemd-logind as a dbusmock template: it restarts nothing, and keeps what it was told.

An inhibitor holds for as long as its descriptor is open, as with the real one. Parameter: `refuses`,
as by polkit.
"""

import os
import select

import dbus

BUS_NAME = "org.freedesktop.login1"
MAIN_OBJ = "/org/freedesktop/login1"
MAIN_IFACE = "org.freedesktop.login1.Manager"
SYSTEM_BUS = True


def load(mock, parameters):
    mock.told = []
    mock.inhibitors = []

    def check():
        if parameters.get("refuses"):
            raise dbus.exceptions.DBusException(
                "Interactive authentication required.",
                name="org.freedesktop.DBus.Error.InteractiveAuthorizationRequired",
            )

    def reboot(interactive):
        check()
        mock.told.append(["reboot", "interactive" if interactive else "alone"])

    def inhibit(*words):
        check()
        ours, theirs = os.pipe()
        mock.inhibitors.append((ours, [str(word) for word in words]))
        answer = dbus.types.UnixFd(theirs)
        os.close(theirs)
        return answer

    def report():
        held = []
        for ours, words in mock.inhibitors:
            # The other end is closed: nobody holds it any more.
            if not select.select([ours], [], [], 0)[0]:
                held.append(["inhibit", *words])
        return dbus.Array(mock.told + held, signature="as")

    mock.reboot, mock.inhibit, mock.report = reboot, inhibit, report
    mock.AddMethods(
        MAIN_IFACE,
        [
            ("Reboot", "b", "", "self.reboot(args[0])"),
            ("Inhibit", "ssss", "h", "ret = self.inhibit(*args)"),
            ("Report", "", "aas", "ret = self.report()"),
        ],
    )
