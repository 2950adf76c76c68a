# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that lies: it stands between two clients and an honest confabd and may change what they say.

Clients reach it as plain HTTP on loopback. Bytes pass as they are until a connection becomes a WebSocket;
from then on each text frame is offered to a function, which may change it, drop it or add others.
"""

import asyncio
import json
import struct
import threading

TEXT, CLOSE_OR_CONTROL = 1, 8


class Frames:
    """Reads RFC 6455 frames off a stream; joins fragments of a message."""

    def __init__(self, reader):
        self.reader = reader

    async def read_frame(self):
        first, second = await self.reader.readexactly(2)
        length = second & 0x7F
        if length == 126:
            length = struct.unpack("!H", await self.reader.readexactly(2))[0]
        elif length == 127:
            length = struct.unpack("!Q", await self.reader.readexactly(8))[0]
        mask = await self.reader.readexactly(4) if second & 0x80 else b"\0\0\0\0"
        payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(await self.reader.readexactly(length)))
        return first & 0x80, first & 0x0F, payload

    async def read(self):
        """(opcode, payload) of the next message or control frame."""
        opcode, message = None, b""
        while True:
            final, code, payload = await self.read_frame()
            if code >= CLOSE_OR_CONTROL:
                return code, payload
            opcode, message = opcode or code, message + payload
            if final:
                return opcode, message


def frame(opcode, payload, masked):
    """The bytes of one frame. The mask may be anything; nobody here needs it to be secret."""
    length = len(payload)
    extended = b"" if length < 126 else struct.pack("!H", length) if length < 1 << 16 else struct.pack("!Q", length)
    size = length if length < 126 else 126 if length < 1 << 16 else 127
    mask = b"\0\0\0\0" if masked else b""
    return bytes([0x80 | opcode, size | (0x80 if masked else 0)]) + extended + mask + payload


class Connection:
    """One client's connection and the one behind it to the honest service."""

    def __init__(self, service, to_client, to_service):
        self.service, self.to_client, self.to_service = service, to_client, to_service
        self.pid = None

    def send_to_client(self, message):
        """Makes the client believe that the service said this. The loop's thread only."""
        self.to_client.write(frame(TEXT, json.dumps(message).encode(), masked=False))

    async def pump(self, reader, writer, from_client):
        frames = Frames(reader)
        try:
            while True:
                opcode, payload = await frames.read()
                passed = self.look_at(payload, from_client) if opcode == TEXT else [payload]
                for each in passed:
                    writer.write(frame(opcode, each, masked=from_client))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def look_at(self, payload, from_client):
        message = json.loads(payload)
        if from_client and message.get("type") == "hello":
            self.pid = message["pid"]
        changed = self.service.change(self, message, from_client)
        if changed is message:
            return [payload]
        return [json.dumps(changed).encode()] if changed else []


class HostileService:
    """Use in a with block. @change (connection, message, from_client) returns the same message to let it pass
    as it is, another one, or None to swallow it; it runs on the loop's thread."""

    def __init__(self, honest_port, change):
        self.honest_port, self.change = honest_port, change
        self.connections = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        start = asyncio.start_server(self.accept, "127.0.0.1", 0)
        self.server = asyncio.run_coroutine_threadsafe(start, self.loop).result(5)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        return self

    async def accept(self, from_client, to_client):
        from_service, to_service = await asyncio.open_connection("127.0.0.1", self.honest_port)
        request = await from_client.readuntil(b"\r\n\r\n")
        lines = [line for line in request.split(b"\r\n") if not line.lower().startswith(b"sec-websocket-extensions:")]
        to_service.write(b"\r\n".join(lines))
        if b"upgrade: websocket" not in request.lower():
            await asyncio.gather(self.copy(from_client, to_service), self.copy(from_service, to_client))
            return
        to_client.write(await from_service.readuntil(b"\r\n\r\n"))
        connection = Connection(self, to_client, to_service)
        self.connections.append(connection)
        await asyncio.gather(connection.pump(from_client, to_service, True),
                             connection.pump(from_service, to_client, False))

    @staticmethod
    async def copy(reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        writer.close()

    def call(self, function, *arguments):
        """Runs a function on the loop's thread, from another one."""
        self.loop.call_soon_threadsafe(function, *arguments)

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
