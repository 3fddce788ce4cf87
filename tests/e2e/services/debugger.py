"""An editor's debugger without the editor: stops at a line of the server, changes the code, and stops there again.

    debugger.py HOST:PORT URL FILE LINE COPY      FILE as the server knows it, COPY as it lies here
"""

import json
import socket
import sys
import threading
import urllib.request

PATIENCE = 300  # seconds


class Session:
    """One process that is debugged, over the debug adapter protocol."""

    def __init__(self, editor, config):
        self.editor = editor
        self.socket = socket.create_connection(editor.address)
        self.answers = {}
        self.changed = threading.Condition()
        self.initialized = False
        threading.Thread(target=self.read, daemon=True).start()
        self.ask("initialize", adapterID="debugpy", pathFormat="path")
        self.send("attach", config)  # answered after configurationDone
        self.wait(lambda: self.initialized)
        line = {"line": editor.line}
        self.ask("setBreakpoints", source={"path": editor.file}, breakpoints=[line])
        self.ask("configurationDone")

    def send(self, command, arguments):
        number = len(self.answers) + 1
        self.answers[number] = None
        message = {"type": "request", "seq": number, "command": command, "arguments": arguments}
        body = json.dumps(message).encode()
        self.socket.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        return number

    def ask(self, command, **arguments):
        number = self.send(command, arguments)
        self.wait(lambda: self.answers[number])
        return self.answers[number].get("body")

    def wait(self, condition):
        with self.changed:
            if not self.changed.wait_for(condition, PATIENCE):
                sys.exit("the debugger does not answer")

    def read(self):
        stream = self.socket.makefile("rb")
        while True:
            size = 0
            for header in iter(stream.readline, b"\r\n"):
                if not header:
                    return
                name, value = header.split(b":")
                size = int(value) if name == b"Content-Length" else size
            message = json.loads(stream.read(size))
            with self.changed:
                if message["type"] == "response":
                    self.answers[message["request_seq"]] = message
                self.initialized |= message.get("event") == "initialized"
                self.changed.notify_all()
            threading.Thread(target=self.editor.react, args=[self, message]).start()


class Editor:
    def __init__(self, address, url, file, line, copy):
        host, port = address.split(":")
        self.address, self.url, self.file, self.line, self.copy = (host, int(port)), url, file, int(line), copy
        self.children = 0
        self.stops = []
        self.changed = threading.Condition()

    def react(self, session, message):
        event, body = message.get("event"), message.get("body")
        if event == "debugpyAttach":  # a process that the first one has started: the server itself
            Session(self, body)
            with self.changed:
                self.children += 1
                self.changed.notify_all()
        elif event == "stopped":
            frames = session.ask("stackTrace", threadId=body["threadId"])["stackFrames"]
            with self.changed:
                self.stops.append(frames[0]["name"])
                self.changed.notify_all()
            session.ask("continue", threadId=body["threadId"])

    def wait(self, what, condition):
        with self.changed:
            if not self.changed.wait_for(condition, PATIENCE):
                sys.exit(f"not within {PATIENCE} s: {what}")

    def stop(self):
        """Ask for the page; it comes after the server has stopped on its way."""
        self.stops.clear()
        for _ in range(PATIENCE):
            try:
                urllib.request.urlopen(self.url, timeout=PATIENCE)
                break
            except OSError:  # it is starting
                threading.Event().wait(1)
        self.wait("a stop", lambda: self.stops)
        print("stopped in", self.stops[0], flush=True)

    def debug(self):
        Session(self, {"name": "web", "request": "attach", "subProcess": True})
        self.wait("the server's own process", lambda: self.children == 1)
        self.stop()
        with open(self.copy, "a") as file:
            file.write("\n# changed\n")
        self.wait("the server's next process", lambda: self.children == 2)
        print("reloaded", flush=True)
        self.stop()


Editor(*sys.argv[1:]).debug()
