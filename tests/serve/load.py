"""Puts a server under load and under clients that misbehave, and says what it did.

    python tests/serve/load.py target/release/plenary [--seconds 10] [--idle 10000]

Parts: pages with 64 connections, a batch of 1,000 names to reconcile, clients that never finish their headers, a body of 1 GB, many
idle connections; and whether the server is healthy after each. It needs nothing but Python; `ulimit -n` bounds the idle ones.
"""

import argparse
import http.client
import json
import re
import resource
import socket
import subprocess
import sys
import threading
import time

INPUT = "fixtures/publish/forum.yaml"


class Server:
    """A running server."""

    def __init__(self, program, *arguments, source=INPUT):
        command = [program, "serve", source, "--isolated", "--quiet", "--listen", "127.0.0.1:0", "--rate", "0", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stdout.readline())[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)

    def memory(self):
        """Megabytes that are resident."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) // 1024

    def healthy(self):
        """Milliseconds until the health is told; none where it is not."""
        began = time.monotonic()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", "/health")
            is_well = connection.getresponse().status == 200
        except OSError:
            return None
        return round((time.monotonic() - began) * 1000, 1) if is_well else None


def pages(server, seconds, connections=64):
    """Requests a second, and the time in which most are answered."""
    taken, statuses, lock = [], {}, threading.Lock()
    paths = ["/", "/session/community-networks.html", "/session/community-networks.ttl", "/assets/style.css"]
    requests = [f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths]
    end = time.monotonic() + seconds

    def client():
        own, counts = [], {}
        with socket.create_connection(("127.0.0.1", server.port)) as stream:
            reader = stream.makefile("rb")
            while time.monotonic() < end:
                began = time.monotonic()
                stream.sendall(requests[len(own) % len(requests)])
                status = reader.readline().split()[1].decode()
                length = 0
                while (line := reader.readline()) != b"\r\n":
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                reader.read(length)
                own.append(time.monotonic() - began)
                counts[status] = counts.get(status, 0) + 1
        with lock:
            taken.extend(own)
            for status, count in counts.items():
                statuses[status] = statuses.get(status, 0) + count

    threads = [threading.Thread(target=client) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.sort()
    at = lambda share: round(taken[int(len(taken) * share)] * 1000, 1)
    return f"{len(taken) // seconds} requests/s (client in Python), median {at(0.5)} ms, 99 of 100 in {at(0.99)} ms, {statuses}"


def names(server):
    """Seconds for a batch of 1,000 names."""
    queries = [{"conditions": [{"matchType": "name", "propertyValue": f"University of Northport {at}"}]} for at in range(1000)]
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", "/reconcile/1.0/match", json.dumps({"queries": queries}), {"content-type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    return f"{answer.status} in {time.monotonic() - began:.2f} s"


def never_finished(server, count=200, seconds=6):
    """Clients that send a byte of a header now and then."""
    streams = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(count)]
    for stream in streams:
        stream.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
    end, health = time.monotonic() + seconds, []
    while time.monotonic() < end:
        for stream in streams:
            try:
                stream.sendall(b"x")
            except OSError:
                pass
        health.append(server.healthy())
        time.sleep(0.5)
    closed = sum(is_closed(stream) for stream in streams)
    return f"{closed} of {count} closed after {seconds} s, health meanwhile {max(filter(None, health), default=None)} ms at most"


def is_closed(stream):
    stream.settimeout(0.2)
    try:
        while data := stream.recv(65536):
            if not data:
                return True
        return True
    except TimeoutError:
        return False
    except OSError:
        return True


def gigabyte(server):
    """A body of 1 GB, with its length and in pieces."""
    said = []
    piece = b"x" * (1 << 20)
    for head in (b"Content-Length: 1073741824\r\n", b"Transfer-Encoding: chunked\r\n"):
        before = server.memory()
        with socket.create_connection(("127.0.0.1", server.port)) as stream:
            stream.settimeout(30)
            sent, answer = 0, b""
            try:
                stream.sendall(b"POST /validate HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n")
                while sent < 1 << 30:
                    stream.sendall(piece if b"Length" in head else b"100000\r\n" + piece + b"\r\n")
                    sent += len(piece)
            except OSError:
                pass
            try:
                answer = stream.recv(4096)
            except OSError:
                pass
        status = answer.split()[1].decode() if answer else "closed"
        said.append(f"{status} after {sent >> 20} MB sent, memory {before} -> {server.memory()} MB")
    return "; ".join(said)


def idle(server, count):
    """Connections on which nothing is said."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 200) if hard > 0 else count + 200, hard))
    streams = []
    before = server.memory()
    for _ in range(count):
        try:
            streams.append(socket.create_connection(("127.0.0.1", server.port), timeout=10))
        except OSError:
            break
    health, memory = server.healthy(), server.memory()
    time.sleep(4)
    after = server.healthy()
    for stream in streams:
        stream.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return f"{len(streams)} connected, memory {before} -> {memory} MB, health {health} ms at once, {after} ms after the patience"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--source", default=INPUT)
    options = parser.parse_args()
    failed = False
    with Server(options.program, source=options.source) as server:
        parts = [("64 connections", lambda: pages(server, options.seconds)), ("1,000 names", lambda: names(server))]
        for name, part in parts + [("a body of 1 GB", lambda: gigabyte(server))]:
            said, health = part(), server.healthy()
            failed |= health is None
            print(f"{name}: {said}; then healthy in {health} ms")
    with Server(options.program, "--patience", "3", "--connections", str(options.idle + 500), source=options.source) as server:
        parts = [("unfinished headers", lambda: never_finished(server)), ("idle connections", lambda: idle(server, options.idle))]
        for name, part in parts:
            said, health = part(), server.healthy()
            failed |= health is None
            print(f"{name}: {said}; then healthy in {health} ms")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
