"""`python -I -S launch.py KILL_AFTER MOST_GIB TOLD COMMAND...`: run a command and tell, as JSON, what it took.

This is a script of its own, of the standard library alone, because Linux counts the memory of whoever starts a process
into the process's peak: what starts a measured command has to be small. KILL_AFTER (seconds) and MOST_GIB may be 0: no
limit. TOLD is the file that gets what the command says on standard error.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time


def main(kill_after: float, most_gib: float, told: str, command: list[str]) -> None:
    """Run the command and print seconds, processor seconds, peak KiB and exit code."""
    with open(told, "wb") as stream:  # noqa: PTH123 - pathlib would be memory
        began = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stream)
        if most_gib:
            most = int(most_gib * 2**30)
            resource.prlimit(child.pid, resource.RLIMIT_AS, (most, most))
        watch = threading.Timer(kill_after, os.kill, (child.pid, signal.SIGKILL))
        if kill_after:
            watch.start()
        _, status, used = os.wait4(child.pid, 0)
        watch.cancel()
        seconds = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
    took = {"seconds": seconds, "busy": used.ru_utime + used.ru_stime, "kib": used.ru_maxrss, "code": child.returncode}
    print(json.dumps(took))


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4:])
