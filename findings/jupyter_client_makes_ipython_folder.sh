#!/usr/bin/env bash
# jupyter_client 8.10.0 with IPython 9.18.1: looking for kernel specs writes into the user's home.
#
# Expected: `KernelSpecManager().find_kernel_specs()` only reads: it lists the kernels there are.
# Seen: it creates the folder ~/.ipython where there is none. The default of `kernel_dirs` asks IPython for its folder,
# so as to look into ~/.ipython/kernels as well (jupyter_client/kernelspec.py, since pull request 4 of 2015), and
# `IPython.paths.get_ipython_dir` makes the folder it names. Making the manager alone does not; the first look does.
# With `kernel_dirs=jupyter_path("kernels")` given, nothing is created.
# It matters to whoever runs notebooks under a read-only home, or promises to leave nothing in it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q jupyter_client==8.10.0 ipython==9.18.1

look() {   # look HOME CODE: what lies in that home after the code
    mkdir "$1"
    env -u IPYTHONDIR -u XDG_CONFIG_HOME HOME="$1" "$work/env/bin/python" -c "$2"
    ls -A "$1"
}
made=$(look "$work/made" "from jupyter_client.kernelspec import KernelSpecManager; KernelSpecManager()")
default=$(look "$work/default" \
    "from jupyter_client.kernelspec import KernelSpecManager; KernelSpecManager().find_kernel_specs()")
given=$(look "$work/given" "from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.paths import jupyter_path
KernelSpecManager(kernel_dirs=jupyter_path('kernels')).find_kernel_specs()")
echo "after making the manager: '$made'; after a look: '$default'; after a look with kernel_dirs given: '$given'"
[ "$made" = "" ] && [ "$default" = ".ipython" ] && [ "$given" = "" ]
