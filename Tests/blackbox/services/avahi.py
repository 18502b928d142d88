"""Avahi as a dbusmock template.

Parameters: `machine`, its own host name; `taken`, names that somebody else in the network has; `services`, name,
address and port of what others announce as heaters.
"""

import dbus
import dbusmock
from gi.repository import GLib

BUS_NAME = "org.freedesktop.Avahi"
MAIN_OBJ = "/"
SERVER = "org.freedesktop.Avahi.Server"
GROUP = "org.freedesktop.Avahi.EntryGroup"
BROWSER = "org.freedesktop.Avahi.ServiceBrowser"
MAIN_IFACE = SERVER
SYSTEM_BUS = True

ESTABLISHED, COLLISION = 2, 3


def next_name(name, separator):
    head, found, tail = name.rpartition(separator)
    return f"{head}{separator}{int(tail) + 1}" if found and tail.isdigit() else f"{name}{separator}2"


def load(mock, parameters):
    taken = {name.lower() for name in parameters.get("taken", [])}
    mock.groups = {}

    def new_group():
        path = dbus.ObjectPath(f"/Client1/EntryGroup{len(mock.groups) + 1}")
        mock.AddObject(
            path,
            GROUP,
            {},
            [
                ("AddAddress", "iiuss", "", "self.take('address', args)"),
                ("AddService", "iiussssqaay", "", "self.take('service', args)"),
                ("Commit", "", "", "self.commit()"),
                ("Free", "", "", "self.free()"),
            ],
        )
        group = dbusmock.get_object(path)
        entries = mock.groups[path] = {"entries": [], "published": False}

        def commit():
            hosts = {str(one[3]).lower() for kind, one in entries["entries"] if kind == "address"}
            state = COLLISION if hosts & {name + ".local" for name in taken} else ESTABLISHED
            entries["published"] = state == ESTABLISHED

            def tell():
                values = [dbus.Int32(state), "Local name collision" if state == COLLISION else ""]
                group.EmitSignal(GROUP, "StateChanged", "is", values)
                return False

            GLib.timeout_add(50, tell)

        def free():
            entries["published"] = False

        group.take = lambda kind, args: entries["entries"].append((kind, args))
        group.commit = commit
        group.free = free
        return path

    def report():
        """Every published service: name, type, host, port, texts; and every address."""
        rows = []
        for group in mock.groups.values():
            for kind, args in group["entries"] if group["published"] else []:
                if kind == "service":
                    texts = ["".join(map(chr, text)) for text in args[8]]
                    rows.append(["service", args[3], args[4], args[6], args[7], *texts])
                else:
                    rows.append(["address", args[3], args[4]])
        return dbus.Array(
            [dbus.Array(list(map(str, row)), signature="s") for row in rows], signature="as"
        )

    services = {name: (address, port) for name, address, port in parameters.get("services", [])}

    def browse(kind):
        path = dbus.ObjectPath("/Client1/ServiceBrowser1")
        mock.AddObject(path, BROWSER, {}, [("Free", "", "", "")])
        browser = dbusmock.get_object(path)

        def tell():
            for name in services:
                values = [dbus.Int32(1), dbus.Int32(0), name, kind, "local", dbus.UInt32(0)]
                browser.EmitSignal(BROWSER, "ItemNew", "iisssu", values)
            return False

        GLib.timeout_add(50, tell)
        return path

    def resolve(args):
        address, port = services[str(args[2])]
        texts = dbus.Array([], signature="ay")
        return (dbus.Int32(1), dbus.Int32(0), args[2], args[3], args[4], "other.local", dbus.Int32(0), address,
                dbus.UInt16(port), texts, dbus.UInt32(0))

    mock.browse, mock.resolve = browse, resolve
    mock.new_group, mock.report = new_group, report
    mock.next_name = next_name
    mock.AddMethods(
        SERVER,
        [
            ("GetHostName", "", "s", f"ret = {parameters.get('machine', 'pi')!r}"),
            ("GetAlternativeHostName", "s", "s", "ret = self.next_name(args[0], '-')"),
            ("GetAlternativeServiceName", "s", "s", "ret = self.next_name(args[0], ' #')"),
            ("EntryGroupNew", "", "o", "ret = self.new_group()"),
            ("ServiceBrowserNew", "iissu", "o", "ret = self.browse(args[2])"),
            ("ResolveService", "iisssiu", "iissssisqaayu", "ret = self.resolve(args)"),
            ("Report", "", "aas", "ret = self.report()"),
        ],
    )
