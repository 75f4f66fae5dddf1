"""A Spark cluster on this machine: a master and workers, each a process of its own, on loopback.

    with Cluster(workers=2, cores=[{0}, {1}]) as cluster:
        spark = cluster.session()
"""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import pyspark

HOME = pathlib.Path(pyspark.__file__).parent


def port():
    """A free port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Cluster:
    """A master and workers. `cores`: the processors that each worker is kept on, where it is kept on any."""

    def __init__(self, workers=2, cores=None, memory="1g"):
        self.memory, self.started, self.sessions = memory, [], []
        self.folder = tempfile.TemporaryDirectory(prefix="dateline-spark-", ignore_cleanup_errors=True)
        self.env = dict(os.environ, SPARK_HOME=str(HOME), SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable,
                        SPARK_DAEMON_MEMORY="256m", SPARK_NO_DAEMONIZE="1")
        at, self.page = port(), port()
        self.address = f"spark://127.0.0.1:{at}"
        self._start("master.Master", ["--host", "127.0.0.1", "--port", at, "--webui-port", self.page])
        self._wait(lambda page: "ALIVE" in page)
        for nth in range(workers):
            words = ["--host", "127.0.0.1", "--webui-port", port(), "--cores", 1, "--memory", memory, "--work-dir",
                     f"{self.folder.name}/worker{nth}", self.address]
            self._start("worker.Worker", words, cores[nth] if cores else None)
        self._wait(lambda page: len(re.findall(r"worker-\d{14}-", page)) >= workers)

    def _start(self, kind, words, cores=None):
        log = open(f"{self.folder.name}/{kind}-{len(self.started)}.log", "wb")
        command = [HOME / "bin/spark-class", f"org.apache.spark.deploy.{kind}", *map(str, words)]
        if cores:
            command = ["taskset", "--cpu-list", ",".join(map(str, sorted(cores))), *command]
        # A group of its own, so that all that it starts can be ended with it.
        self.started.append(subprocess.Popen(command, env=self.env, stdout=log, stderr=log, start_new_session=True))

    def _wait(self, ready):
        until = time.monotonic() + 300
        while time.monotonic() < until:
            try:
                if ready(urllib.request.urlopen(f"http://127.0.0.1:{self.page}", timeout=5).read().decode()):
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise RuntimeError("The cluster did not start; its logs are in " + self.folder.name)

    def session(self, **settings):
        """A session on the cluster."""
        from pyspark.sql import SparkSession

        build = SparkSession.builder.master(self.address).appName("dateline")
        asked = {
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
            "spark.executor.memory": "600m", "spark.executor.cores": "1", "spark.sql.shuffle.partitions": "8",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "200", "spark.local.dir": self.folder.name,
            "spark.sql.warehouse.dir": f"{self.folder.name}/warehouse", "spark.driver.memory": "1g",
            "spark.ui.showConsoleProgress": "false",
        } | settings
        for name, value in asked.items():
            build = build.config(name, value)
        os.environ.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
        spark = build.getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
        self.sessions.append(spark)
        return spark

    def executors(self):
        """The processes of this cluster that run tasks, by their numbers."""
        groups, found = {one.pid for one in self.started}, []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and os.getpgid(int(entry.name)) in groups:
                    words = (entry / "cmdline").read_bytes()
                    if b"CoarseGrainedExecutorBackend" in words:
                        found.append(int(entry.name))
            except (OSError, ProcessLookupError):
                pass
        return found

    def kill_executor(self):
        """Kills one as a machine that fails would."""
        found = self.executors()
        if not found:
            return False
        os.kill(found[0], signal.SIGKILL)
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for spark in self.sessions:
            spark.stop()
        for one in self.started:
            os.killpg(one.pid, signal.SIGKILL)
            one.wait()
        self.folder.cleanup()
