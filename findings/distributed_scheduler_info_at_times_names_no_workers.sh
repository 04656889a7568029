#!/usr/bin/env bash
# distributed 2026.8.0: `Client.scheduler_info(n_workers=-1)`, which is to name all workers, at times names none.
#
# The client asks, and then returns an attribute (client.py, `scheduler_info`). It renews the same attribute on a timer of
# its own, by default every two seconds, and then asks for no workers (`_update_scheduler_info(n_workers=0)`). Where that
# answer comes between the two, it is what is returned: it counts two workers and names none. `Client.nthreads()` asks the
# scheduler and returns the answer, and always names both. Here the timer's interval, a documented setting, is a
# millisecond, so that it is seen within seconds and not in days.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q distributed==2026.8.0
cd "$work"
cat > seen.py <<'CODE'
import dask.config
from distributed import Client, LocalCluster

dask.config.set({"distributed.client.scheduler-info-interval": "1 ms", "logging.distributed": "error"})
if __name__ == "__main__":
    options = {"processes": False, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(n_workers=2, **options) as cluster, Client(cluster) as client:
        found, threads = set(), set()
        for _ in range(5000):
            info = client.scheduler_info(n_workers=-1)
            found.add((info["n_workers"], len(info["workers"])))
            threads.add(len(client.nthreads()))
            if len(found) > 1:
                break
        print(sorted(found), sorted(threads))
CODE
said=$("$work/env/bin/python" seen.py 2>/dev/null | tail -1)
echo "$said"
[ "$said" = "[(2, 0), (2, 2)] [2]" ]
