"""Plays the StatusNotifierWatcher of a desktop on D-Bus. Commands come on standard input, one a line:
own, disown, host on, host off. Each is answered with "done"."""

import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME = "org.kde.StatusNotifierWatcher"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Watcher(dbus.service.Object):
    has_host = False

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        if (interface, name) != (NAME, "IsStatusNotifierHostRegistered"):
            raise dbus.exceptions.DBusException("unknown property")
        return dbus.Boolean(self.has_host)

    @dbus.service.signal(NAME)
    def StatusNotifierHostRegistered(self):
        pass

    @dbus.service.signal(NAME)
    def StatusNotifierHostUnregistered(self):
        pass


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
watcher = Watcher(bus, "/StatusNotifierWatcher")
loop = GLib.MainLoop()


def obey(command):
    if command == "own":
        bus.request_name(NAME)
    elif command == "disown":
        bus.release_name(NAME)
    elif command == "host on":
        watcher.has_host = True
        watcher.StatusNotifierHostRegistered()
    elif command == "host off":
        watcher.has_host = False
        watcher.StatusNotifierHostUnregistered()


def read(source, condition):
    line = sys.stdin.readline()
    if line == "":
        loop.quit()
        return False
    obey(line.strip())
    print("done", flush=True)
    return True


GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, read)
loop.run()
