# SPDX-License-Identifier: GPL-3.0-or-later
"""What is behind the windows of the demo: a colour that runs, and a compositor, so that shadows and popovers are drawn."""

import ctypes
import shutil
import subprocess

import numpy as np

TOP, BOTTOM = (226, 232, 240), (188, 203, 222)
MARGIN = 24
# X.h, Xatom.h
Z_PIXMAP, RETAIN_PERMANENT, PROP_MODE_APPEND = 2, 1, 2
XA_ATOM, XA_PIXMAP = 4, 20


def pixels(size):
    """height x width x 3"""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    along = (0.35 * x / width + 0.65 * y / height)[..., None]
    return np.array(TOP) * (1 - along) + np.array(BOTTOM) * along


class Server:
    """The few calls to the X server that no program of this demo makes for it."""

    def __init__(self, display):
        self.x11 = ctypes.CDLL("libX11.so.6")
        for name in ("XOpenDisplay", "XDefaultVisual", "XDefaultGC", "XCreateImage"):
            getattr(self.x11, name).restype = ctypes.c_void_p
        for name in ("XDefaultRootWindow", "XCreatePixmap", "XInternAtom"):
            getattr(self.x11, name).restype = ctypes.c_ulong
        self.connection = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.connection))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.x11.XSetCloseDownMode(self.connection, RETAIN_PERMANENT)
        self.x11.XCloseDisplay(self.connection)

    def atom(self, name):
        return self.x11.XInternAtom(self.connection, name.encode(), 0)

    def append(self, name, kind, number):
        """To a property of the root window."""
        self.x11.XChangeProperty(self.connection, self.root, ctypes.c_ulong(self.atom(name)), ctypes.c_ulong(kind), 32,
                                 PROP_MODE_APPEND, ctypes.byref(ctypes.c_ulong(number)), 1)

    def pixmap(self, bgrx):
        height, width = bgrx.shape[:2]
        depth = self.x11.XDefaultDepth(self.connection, 0)
        visual = ctypes.c_void_p(self.x11.XDefaultVisual(self.connection, 0))
        raw = bgrx.tobytes()
        image = ctypes.c_void_p(self.x11.XCreateImage(self.connection, visual, depth, Z_PIXMAP, 0, raw, width, height,
                                                      32, 0))
        pixmap = self.x11.XCreatePixmap(self.connection, self.root, width, height, depth)
        context = ctypes.c_void_p(self.x11.XDefaultGC(self.connection, 0))
        self.x11.XPutImage(self.connection, ctypes.c_ulong(pixmap), context, image, 0, 0, 0, 0, width, height)
        return pixmap


def hang(display, size):
    """Makes it the background of the root window, and says so as compositors expect it (_XROOTPMAP_ID)."""
    width, height = size
    bgrx = np.zeros((height, width, 4), np.uint8)
    bgrx[..., :3] = pixels(size)[..., ::-1]
    with Server(display) as server:
        pixmap = server.pixmap(bgrx)
        server.x11.XSetWindowBackgroundPixmap(server.connection, server.root, ctypes.c_ulong(pixmap))
        server.x11.XClearWindow(server.connection, server.root)
        server.append("_XROOTPMAP_ID", XA_PIXMAP, pixmap)


def composite(desktop):
    """Without a compositor the windows have a plain border instead of a shadow; the demo goes on."""
    if not shutil.which("picom"):
        return
    desktop.spawn(["picom", "--config", "/dev/null", "--backend", "xrender", "--no-vsync"])
    allow_shadows(desktop.environment["DISPLAY"])


def allow_shadows(display):
    """GTK draws shadows only where the window manager says that it takes them for no part of the window (the property
    _GTK_FRAME_EXTENTS). openbox does not know of that, which matters only to whoever moves windows to an edge."""
    with Server(display) as server:
        server.append("_NET_SUPPORTED", XA_ATOM, server.atom("_GTK_FRAME_EXTENTS"))


def capture(desktop):
    """The screen as it is seen, which xwd does not get from a compositor: height x width x 3."""
    raw = subprocess.run(["import", "-window", "root", "-depth", "8", "rgb:-"], env=desktop.environment,
                         capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(desktop.size[1], desktop.size[0], 3)


def save(picture, path):
    """As a PNG."""
    height, width = picture.shape[:2]
    subprocess.run(["convert", "-size", f"{width}x{height}", "-depth", "8", "rgb:-", "-strip", f"png24:{path}"],
                   input=np.ascontiguousarray(picture).tobytes(), check=True)
    make_small(path)


def make_small(path):
    """256 colours are enough for windows; without pngquant the file stays as it is."""
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--speed", "1", "--output", path, path], check=True)


def crop(picture, left, right):
    """The part between two columns that shows windows, with a margin; none if there is only background."""
    height, width = picture.shape[:2]
    differs = abs(picture.astype(np.float32) - pixels((width, height))).max(axis=2) > 20
    differs[:, :left] = differs[:, right:] = False
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return None
    top, bottom = max(rows[0] - MARGIN, 0), min(rows[-1] + 1 + MARGIN, height)
    first, last = max(columns[0] - MARGIN, left), min(columns[-1] + 1 + MARGIN, right)
    return picture[top:bottom, first:last]
