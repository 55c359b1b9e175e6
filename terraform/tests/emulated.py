"""AWS, emulated on this machine, as the tests start it; and where terraform finds the provider for it."""
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
REGION = "eu-central-1"
SECONDS_TO_START = 90


def provider_mirror():
    """The directory to give to `terraform init -plugin-dir`; None if there's none on this machine."""
    named = os.environ.get("TF_PLUGIN_DIR")
    if named:
        return named
    for root in ("/opt", "/usr/share", "/usr/local/share", str(pathlib.Path.home())):
        for found in pathlib.Path(root).glob("**/hashicorp/aws"):
            return str(found.parents[2])
    return None


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


class Emulator:
    """Serves from when it is made; the caller stops it."""

    def __init__(self, directory):
        self.url = f"http://127.0.0.1:{free_port()}"
        self.log = directory / "emulator.log"
        environment = os.environ | {"MOTO_IAM_LOAD_MANAGED_POLICIES": "true", "MOTO_ACM_VALIDATION_WAIT": "0"}
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([sys.executable, HERE / "aws_emulator.py", "-p", self.url.rsplit(":", 1)[1]],
                                            stdout=log, stderr=log, env=environment, start_new_session=True)
        self.await_answer()

    def await_answer(self):
        deadline = time.monotonic() + SECONDS_TO_START
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                urllib.request.urlopen(self.url + "/moto-api/data.json", timeout=5)
                return
            except OSError:
                time.sleep(0.25)
        self.process.kill()
        raise SystemExit(f"the emulator did not start: {self.log.read_text()[-1000:]}")

    def environment(self):
        """What terraform and the AWS command need to ask it, and not AWS."""
        return os.environ | {"AWS_ENDPOINT_URL": self.url, "AWS_ACCESS_KEY_ID": "emulated", "AWS_SECRET_ACCESS_KEY": "emulated",
                             "AWS_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true", "TF_IN_AUTOMATION": "1",
                             "TF_CLI_ARGS_init": f"-plugin-dir={provider_mirror()}", "TF_CLI_CONFIG_FILE": os.devnull}

    def client(self, service, region=REGION):
        import boto3
        return boto3.client(service, region_name=region, endpoint_url=self.url,
                            aws_access_key_id="emulated", aws_secret_access_key="emulated")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
