"""A running server, for the scripts beside this one."""

import http.client
import os
import re
import subprocess
import time

INPUT = "fixtures/publish/forum.yaml"
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """`plenary serve` of an input, on a free port, with no bound on requests a second."""

    def __init__(self, program, *arguments, source=INPUT, log=subprocess.DEVNULL):
        command = [program, "serve", source, "--isolated", "--quiet", "--listen", "127.0.0.1:0", "--rate", "0", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)/", line)[1]) if line else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def memory(self, which="VmRSS"):
        """Megabytes that are resident; the most so far with VmHWM."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(which + r":\s+(\d+)", status.read())[1]) // 1024

    def used(self):
        """Seconds that processors worked for it."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def busy(self, seconds=1.0):
        """How many processors it keeps busy."""
        before = self.used()
        time.sleep(seconds)
        return round((self.used() - before) / seconds, 2)

    def get(self, path, timeout=60, accept="*/*"):
        """Status, body, and seconds until it was there."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"accept": accept})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        return answer.status, body, time.monotonic() - began

    def healthy(self):
        """Milliseconds until the health is told; none where it is not."""
        try:
            status, _, took = self.get("/health", timeout=10)
        except OSError:
            return None
        return round(took * 1000, 1) if status == 200 else None
