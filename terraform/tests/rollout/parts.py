"""The parts of the trial that are processes of their own: PostgreSQL, nodes and HAProxy."""
import contextlib
import csv
import http.client
import os
import pathlib
import random
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tarfile
import time
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
NOBODY = 65534
DRAIN_SECONDS = 15
DEREGISTRATION_DELAY_SECONDS = 30
# Of the node itself, from SIGTERM on.
END_SECONDS = 30
TAKEN = set()


class Failed(Exception):
    """The trial can't go on."""


def free_port():
    """Below those that the system gives to outgoing connections, so that it's still free when its process listens."""
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            if port not in TAKEN:
                TAKEN.add(port)
                return port


def wait_for(what, seconds, holds, process=None):
    end = time.monotonic() + seconds
    while not holds():
        if process and process.poll() is not None:
            raise Failed(f"{what}: its process ended with {process.returncode}")
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {seconds} s")
        time.sleep(0.1)


class Part:
    """A process that ends with this one, even if this one is killed."""

    def __init__(self, log):
        self.log = log
        self.process = None

    def spawn(self, command, environment=None, user=()):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *user, "--", *map(str, command)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                env={**os.environ, **(environment or {})},
            )

    def logged(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def end(self, number, seconds):
        """The exit code, if it ends in time; then None, and it is killed."""
        if self.process is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def kill(self):
        self.end(signal.SIGKILL, 10)


class Postgres(Part):
    def __init__(self, directory, archive):
        super().__init__(directory / "postgresql.log")
        self.home = directory / "postgresql"
        self.data = self.home / "data"
        self.port = free_port()
        self.password = secrets.token_hex(16)
        # It refuses to run as root.
        self.user = ("--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups") if os.geteuid() == 0 else ()
        self.unpack(archive)
        self.initialise()

    def unpack(self, archive):
        self.home.mkdir()
        with zipfile.ZipFile(archive) as jar:
            name = next(name for name in jar.namelist() if name.endswith(".txz"))
            with jar.open(name) as packed, tarfile.open(fileobj=packed, mode="r|xz") as files:
                files.extractall(self.home / "server")

    def initialise(self):
        self.data.mkdir()
        secret = self.home / "password"
        secret.touch(0o600)
        secret.write_text(secrets.token_hex(16))
        if self.user:
            for path in (self.home, self.data, secret):
                os.chown(path, NOBODY, NOBODY)
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}",
                 "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync")
        self.alone("postgres", f"create role hashpost login password '{self.password}'",
                   "create database hashpost owner hashpost")

    def run(self, program, *arguments, text=None):
        done = subprocess.run(
            ["setpriv", *self.user, "--", self.home / "server" / "bin" / program, *arguments],
            input=text, text=True, capture_output=True, cwd=self.home, timeout=60,
        )
        with open(self.log, "a", encoding="utf-8") as log:
            log.write(done.stdout + done.stderr)
        if done.returncode:
            raise Failed(f"{program} ended with {done.returncode}; see {self.log}")
        return done.stdout

    def alone(self, database, *statements):
        """Runs statements while no server runs; the rows come back as it prints them."""
        return self.run("postgres", "--single", "-j", "-D", self.data, database,
                        text="".join(statement + ";\n\n" for statement in statements))

    def start(self):
        self.spawn([self.home / "server" / "bin" / "postgres", "-D", self.data, "-h", "127.0.0.1", "-p", self.port,
                    "-c", "unix_socket_directories="], user=self.user)
        wait_for("PostgreSQL", 30, lambda: "ready to accept connections" in self.logged(), self.process)

    def stop(self):
        self.end(signal.SIGINT, 20)

    def environment(self):
        return {
            "HASHPOST_DB_URL": f"jdbc:postgresql://127.0.0.1:{self.port}/hashpost",
            "HASHPOST_DB_USER": "hashpost",
            "HASHPOST_DB_PASSWORD": self.password,
        }


class Node(Part):
    """One node, as it is deployed but for its root directory, since several run on one machine here."""

    def __init__(self, name, directory, war, config, payara, jvm_options, postgres):
        super().__init__(directory / f"node-{name}.log")
        self.name = name
        self.port = free_port()
        self.begin = time.monotonic()
        self.told = None
        self.root = directory / f"node-{name}"
        for part in ("config", "docroot", "lib"):
            shutil.copytree(payara / part, self.root / part)
        (self.root / "tmp").mkdir()
        launcher = payara / "launch-micro.jar"
        self.spawn(
            ["java", f"@{config / 'jvm.options'}", *jvm_options, f"-Djava.io.tmpdir={self.root / 'tmp'}",
             f"-Dfish.payara.micro.UnpackDir={payara}", f"-Dfish.payara.micro.BootJar={launcher.as_uri()}",
             "-cp", launcher, "fish.payara.micro.impl.PayaraMicroImpl", "--rootdir", self.root,
             "--nohazelcast", "--disablephonehome", "--prebootcommandfile", config / "preboot.asadmin",
             "--logproperties", config / "logging.properties", "--port", self.port, "--contextroot", "/",
             "--deploy", war],
            {**postgres.environment(), "HASHPOST_DRAIN_SECONDS": str(DRAIN_SECONDS)},
        )

    def readiness(self):
        """The status of its probe; 0 if nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def tell_to_end(self):
        self.told = time.monotonic()
        self.process.terminate()
        wait_for(f"readiness of {self.name} after SIGTERM", 10, lambda: self.readiness() == 503, self.process)

    def await_end(self):
        try:
            code = self.process.wait(max(0.1, self.told + END_SECONDS - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise Failed(f"{self.name} has not ended {END_SECONDS} s after SIGTERM") from None
        if code != 0:
            raise Failed(f"{self.name} ended with {code}")

    def reason(self):
        """The line in which the service itself says why it did not start."""
        own = [line for line in self.logged().splitlines() if line.startswith("hashpost: ")]
        return own[0] if own else f"see {self.log}"


class Balancer(Part):
    def __init__(self, directory):
        super().__init__(directory / "haproxy.log")
        self.port = free_port()
        self.socket = directory / "haproxy.sock"
        program = shutil.which("haproxy", path=os.environ["PATH"] + ":/usr/sbin:/sbin")
        self.spawn([program, "-db", "-f", HERE / "haproxy.cfg"],
                   {"ROLLOUT_PORT": str(self.port), "ROLLOUT_SOCKET": str(self.socket)})
        wait_for("HAProxy", 10, self.socket.exists, self.process)

    def command(self, *lines):
        for line in lines:
            with socket.socket(socket.AF_UNIX) as link:
                link.settimeout(5)
                link.connect(str(self.socket))
                link.sendall(line.encode() + b"\n")
                answer = b"".join(iter(lambda: link.recv(65536), b"")).decode()
        return answer

    def rows(self):
        lines = self.command("show stat").lstrip("# ").strip().splitlines()
        return {(row["pxname"], row["svname"]): row for row in csv.DictReader(lines)}

    def target(self, node):
        return self.rows()["nodes", node.name]

    def register(self, node):
        """It is down until it has passed its checks, as a new target is; left to itself, HAProxy would trust it."""
        server = f"set server nodes/{node.name}"
        self.command(f"{server} addr 127.0.0.1 port {node.port}", f"{server} state drain", f"{server} health down",
                     f"{server} state ready")
        if not self.target(node)["status"].startswith("DOWN"):
            raise Failed(f"HAProxy has {node.name} as {self.target(node)['status']} from the start")

    def is_healthy(self, node):
        return self.target(node)["status"] == "UP"

    def is_down(self, node):
        return re.match("DOWN|MAINT", self.target(node)["status"]) is not None

    def deregister(self, node):
        """No new request goes there; over when none runs there any more, or the delay is."""
        self.command(f"set server nodes/{node.name} state drain")
        wait_for(f"the last requests of {node.name}", DEREGISTRATION_DELAY_SECONDS,
                 lambda: self.target(node)["scur"] == "0")

    def forget(self, node):
        self.command(f"set server nodes/{node.name} state maint")

    def seen(self):
        """Requests that came, and answers of 5xx that went to clients."""
        row = self.rows()["users", "FRONTEND"]
        return int(row["req_tot"]), int(row["hrsp_5xx"])
