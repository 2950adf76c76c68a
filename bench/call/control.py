# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves the page to both browsers, passes messages between them, and waits for what they report."""

import http.server
import json
import pathlib
import queue
import threading
import time
import urllib.parse

PAGE = pathlib.Path(__file__).resolve().parent / "page"
TYPES = {".html": "text/html", ".js": "text/javascript"}


class Handler(http.server.BaseHTTPRequestHandler):
    """GET is the page or, at /events, an event stream to one browser; POST is a message or a picture from one."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        address = urllib.parse.urlparse(self.path)
        if address.path == "/events":
            self.stream_events(urllib.parse.parse_qs(address.query)["me"][0])
            return
        path = PAGE / (address.path.lstrip("/") or "call.html")
        found = path.is_file() and path.parent == PAGE
        body = path.read_bytes() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", TYPES.get(path.suffix, "text/plain"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream_events(self, who):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b": hello\n\n")
        while (message := self.server.control.outboxes[who].get()) is not None:
            self.wfile.write(f"data: {json.dumps(message)}\n\n".encode())
            self.wfile.flush()

    def do_POST(self):
        address = urllib.parse.urlparse(self.path)
        who = urllib.parse.parse_qs(address.query)["me"][0]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()
        if address.path == "/picture":
            self.server.control.pictures.append(body)
        else:
            self.server.control.pass_on(who, json.loads(body))

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 32


class Control:
    """The controller's end. Start it inside the network namespace that the address belongs to."""

    def __init__(self, host):
        self.outboxes = {"a": queue.Queue(), "b": queue.Queue()}
        self.reports, self.pictures = [], []
        self.arrived = threading.Condition()
        self.server = Server((host, 0), Handler)
        self.server.control = self
        self.url = f"http://{host}:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def pass_on(self, who, message):
        target = message.pop("to")
        if target != "controller":
            self.outboxes[target].put(message)
            return
        with self.arrived:
            self.reports.append({"from": who, **message})
            self.arrived.notify_all()

    def say(self, who, kind):
        self.outboxes[who].put({"type": kind})

    def wait(self, who, kind, seconds=40):
        """Takes the first report of this kind from one browser."""
        deadline = time.monotonic() + seconds
        with self.arrived:
            while True:
                for report in self.reports:
                    if report["from"] == who and report["type"] == "failed":
                        raise RuntimeError(f"the page of {who} failed: {report['text']}")
                    if (report["from"], report["type"]) == (who, kind):
                        self.reports.remove(report)
                        return report
                if not self.arrived.wait(deadline - time.monotonic()):
                    raise TimeoutError(f"the browser of {who} did not report '{kind}' within {seconds} s")

    def ask(self, who, kind, answer=None):
        self.say(who, kind)
        return self.wait(who, answer or kind)

    def close(self):
        for outbox in self.outboxes.values():
            outbox.put(None)
        self.server.shutdown()
        self.server.server_close()
