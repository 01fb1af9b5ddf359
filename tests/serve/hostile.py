"""Clients that misbehave, and what the server does meanwhile and afterwards.

    python tests/serve/hostile.py target/release/plenary [--idle 10000] [--source INPUT]

Queries that never end, and clients that leave them; clients that never finish their headers; a body of 1 GB; many idle
connections. Each part ends with the health of the server. It needs nothing but Python; `ulimit -n` bounds the idle ones.
Exits 1 where the server did not answer as it should.
"""

import argparse
import resource
import socket
import sys
import threading
import time
import urllib.parse

from serving import INPUT, Server

ENDLESS = "/sparql?query=" + urllib.parse.quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
QUICK = "/sparql?query=" + urllib.parse.quote("ASK { ?s ?p ?o }")
LIMIT = 5


def endless(server, count=4):
    """Queries that do not end, while others are asked."""
    stopped, quick = [], []

    def ask():
        stopped.append(server.get(ENDLESS)[::2])

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        quick.append(server.get(QUICK)[::2])
        time.sleep(0.05)
    statuses = sorted({status for status, _ in stopped})
    times = sorted(took for _, took in quick)
    well = statuses == [503] and all(status == 200 for status, _ in quick)
    busy = server.busy()
    said = f"{count} stopped with {statuses} in {max(took for _, took in stopped):.1f} s at most (limit {LIMIT} s); meanwhile "
    said += f"{len(quick)} quick ones, median {times[len(times) // 2] * 1000:.0f} ms, slowest {times[-1] * 1000:.0f} ms; "
    return well and busy < 0.2, said + f"then {busy} processors busy"


def left(server, count=8):
    """Queries that do not end, whose clients hang up."""
    streams = []
    for _ in range(count):
        stream = socket.create_connection(("127.0.0.1", server.port))
        stream.sendall(f"GET {ENDLESS} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        streams.append(stream)
    before = server.busy(0.5)
    for stream in streams:
        stream.close()
    time.sleep(0.5)
    after = server.busy(0.5)
    return before > 4 * after and after < 0.2, f"{count} asked, {before} processors busy; 0.5 s after they left {after}"


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
    said = f"{closed} of {count} closed after {seconds} s, health meanwhile {max(filter(None, health), default=None)} ms at most"
    return closed == count and None not in health, said


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
    said, well = [], True
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
        well &= sent < 1 << 30 and status in ("413", "closed")
        said.append(f"{status} after {sent >> 20} MB sent, memory {before} -> {server.memory()} MB")
    return well, "; ".join(said)


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
    said = f"{len(streams)} connected, memory {before} -> {memory} MB, health {health} ms at once, {after} ms after the patience"
    return len(streams) == count and health is not None and after is not None, said


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--source", default=INPUT)
    options = parser.parse_args()
    bounds = ["--patience", "3", "--max-time", str(LIMIT), "--connections", str(options.idle + 500)]
    failed = False
    with Server(options.program, *bounds, source=options.source) as server:
        parts = {
            "queries without an end": lambda: endless(server),
            "clients that leave": lambda: left(server),
            "a body of 1 GB": lambda: gigabyte(server),
            "unfinished headers": lambda: never_finished(server),
            "idle connections": lambda: idle(server, options.idle),
        }
        for name, part in parts.items():
            well, said = part()
            health = server.healthy()
            failed |= not well or health is None
            print(f"{name}: {'' if well else 'NOT AS IT SHOULD BE: '}{said}; then healthy in {health} ms", flush=True)
        print(f"memory: {server.memory('VmHWM')} MB at most")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
