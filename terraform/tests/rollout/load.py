"""A constant load on the service, of which every answer is checked."""
import collections
import dataclasses
import hashlib
import http.client
import json
import random
import threading
import time

WORKERS = 24
TIMEOUT = 10
CLIENT = {"Host": "hashpost.example.org"}


class Wrong(Exception):
    """An answer that isn't the one that is due."""


@dataclasses.dataclass
class Phase:
    name: str
    begin: float
    end: float = 0.0
    kinds: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    nodes: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    milliseconds: list = dataclasses.field(default_factory=list)
    failures: list = dataclasses.field(default_factory=list)

    @property
    def requests(self):
        return sum(self.kinds.values())

    @property
    def seconds(self):
        return (self.end or time.monotonic()) - self.begin

    def percentile(self, share):
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Client:
    """One connection, kept until the other side closes it. A request is never sent twice."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)

    def ask(self, method, path, body=None):
        headers = {**CLIENT, "Content-Type": "application/json"} if body else CLIENT
        try:
            self.connection.request(method, path, body=body, headers=headers)
            answer = self.connection.getresponse()
            return answer, answer.read()
        except Exception:
            self.connection.close()
            raise

    def post(self, text):
        digest = hashlib.sha256(text.encode()).hexdigest()
        answer, body = self.ask("POST", "/messages", json.dumps({"message": text}).encode())
        expect(answer, body, 201, {"digest": digest})
        return answer.getheader("X-Node"), digest

    def get(self, digest, text):
        answer, body = self.ask("GET", "/messages/" + digest)
        expect(answer, body, 200, {"message": text})
        return answer.getheader("X-Node")

    def get_unknown(self, digest):
        answer, body = self.ask("GET", "/messages/" + digest)
        expect(answer, body, 404, {"type": "/problems/message-not-found", "status": 404})
        return answer.getheader("X-Node")


def expect(answer, body, status, members):
    if answer.status != status:
        raise Wrong(f"{answer.status} from {answer.getheader('X-Node')} instead of {status}: {body[:200]!r}")
    told = json.loads(body)
    if status == 404:
        told = {name: told.get(name) for name in members}
    if told != members:
        raise Wrong(f"{status} from {answer.getheader('X-Node')} with the wrong body: {body[:200]!r}")


def warm(port):
    """A node takes its time over the first requests, and the whole load would meet two nodes' first ones at once."""
    client = Client(port)
    for number in range(100):
        text = f"to warm {port} up, {number}"
        _, digest = client.post(text)
        client.get(digest, text)
        client.get_unknown(hashlib.sha256(f"never posted: {text}".encode()).hexdigest())


class Load:
    """Requests at a fixed rate, however slow the answers are: a late one makes later ones late, and none is left out."""

    def __init__(self, port, rate):
        self.port = port
        self.interval = WORKERS / rate
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.acknowledged = []  # Pairs of digest and text, in the order of their answers.
        self.phases = []
        self.threads = []

    @property
    def phase(self):
        return self.phases[-1]

    @property
    def sent(self):
        return sum(phase.requests for phase in self.phases)

    def enter(self, name):
        now = time.monotonic()
        with self.lock:
            if self.phases:
                self.phase.end = now
            self.phases.append(Phase(name, now))

    def start(self):
        begin = time.monotonic()
        for number in range(WORKERS):
            first = begin + number * self.interval / WORKERS
            self.threads.append(threading.Thread(target=self.work, args=(number, first), daemon=True))
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(TIMEOUT + 1)
        alive = sum(thread.is_alive() for thread in self.threads)
        self.threads = []
        if alive:
            raise RuntimeError(f"{alive} workers of the load hang")

    def work(self, number, due):
        chance = random.Random(number)
        client = Client(self.port)
        count = 0
        while not self.stopping.wait(max(0.0, due - time.monotonic())):
            count += 1
            kind = "post" if not self.acknowledged else chance.choices(("get", "post", "unknown"), (60, 25, 15))[0]
            self.record(kind, due, lambda: self.send(client, kind, chance, f"{number} {count}"))
            due += self.interval

    def send(self, client, kind, chance, name):
        if kind == "get":
            return client.get(*chance.choice(self.acknowledged))
        if kind == "unknown":
            return client.get_unknown(chance.randbytes(32).hex())
        text = f"{name} {time.time_ns()} grün 🚦 " + "x" * chance.randrange(1500)
        node, digest = client.post(text)
        self.acknowledged.append((digest, text))
        return node

    def record(self, kind, due, request):
        phase = self.phase
        try:
            node, failure = request(), None
        except Exception as fault:  # Whatever it is, the request has failed.
            node, failure = None, f"{kind}: {type(fault).__name__}: {fault}"
        took = (time.monotonic() - due) * 1000
        with self.lock:
            phase.kinds[kind] += 1
            phase.milliseconds.append(took)
            if failure:
                phase.failures.append((time.monotonic(), failure))
            else:
                phase.nodes[node] += 1

    def read_back(self, name):
        """Reads every acknowledged message once, as fast as it goes."""
        self.enter(name)
        shares = [self.acknowledged[number::WORKERS] for number in range(WORKERS)]
        readers = [threading.Thread(target=self.read_all, args=(share,), daemon=True) for share in shares]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        self.phase.end = time.monotonic()

    def read_all(self, messages):
        client = Client(self.port)
        for digest, text in messages:
            self.record("get", time.monotonic(), lambda: client.get(digest, text))
