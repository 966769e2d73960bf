"""Starts the program mujaz, which lies in this package, with the libtorch of the PyTorch that this Python finds.

PyTorch is not imported: only its folder is looked up. The program takes the place of Python, so that signals and the exit
code are its own.
"""

import importlib.util
import os
import signal
import sys

# The program is built with this version of PyTorch. Libraries of another lack what it calls.
TORCH = "2.11"
USAGE, ENVIRONMENT = 2, 3


class Trouble(Exception):
    """What keeps the program from starting, in words, and the exit code."""

    def __init__(self, reason, code=ENVIRONMENT):
        super().__init__(reason)
        self.code = code


def main():
    """Runs mujaz with the arguments of this process. Returns only if it cannot be started."""
    try:
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "mujaz")
        start(program, sys.argv[1:], environment(os.environ))
    except Trouble as trouble:
        print(f"mujaz: {trouble}", file=sys.stderr)
        return trouble.code


def start(program, arguments, environment):
    # Python ignores these two, and a program inherits what is ignored.
    for name in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(name, signal.SIG_DFL)
    try:
        os.execve(program, ["mujaz", *arguments], environment)
    except OSError as error:
        raise Trouble(f"{program} cannot be started ({error.strerror}); install mujaz again") from None


def environment(inherited):
    """The environment of the program: that of this process, and where its libraries are."""
    # libtorch ends a program before its first line where there is no current folder.
    try:
        os.getcwd()
    except OSError:
        raise Trouble("the current folder was deleted: go to another one with cd", USAGE) from None
    lib = os.path.join(torch_folder(), "lib")
    found = dict(inherited)
    folders = [lib, *nvidia_folders(), found.get("LD_LIBRARY_PATH")]
    found["LD_LIBRARY_PATH"] = ":".join(filter(None, folders))
    if os.path.isfile(os.path.join(lib, "libtorch_cuda.so")):
        found.setdefault("MUJAZ_LIBTORCH_CUDA", lib)
    return found


def places(package):
    """The folders of a package that this Python would import; none if it has no such package."""
    spec = importlib.util.find_spec(package)
    return list(spec.submodule_search_locations or ()) if spec else []


def torch_folder():
    """The folder of a PyTorch that fits."""
    wanted = f"    {sys.executable} -m pip install 'torch=={TORCH}.*'"
    found = next(iter(places("torch")), None)
    if found is None:
        raise Trouble(f"this Python has no PyTorch. Install it with:\n{wanted}")
    version = torch_version(found)
    if version.split(".")[:2] != TORCH.split("."):
        raise Trouble(f"this needs PyTorch {TORCH}, and {found} holds {version or 'no PyTorch'}. Install it with:\n{wanted}")
    if not os.path.isfile(os.path.join(found, "lib", "libtorch_cpu.so")):
        raise Trouble(f"{found} holds no lib/libtorch_cpu.so. Install PyTorch from Python's packages with:\n{wanted}")
    return found


def torch_version(folder):
    """The version that PyTorch's folder states, as in 2.11.0+cu130; empty if it states none."""
    try:
        with open(os.path.join(folder, "version.py"), encoding="utf-8") as lines:
            stated = [line.partition("=")[2] for line in lines if line.startswith("__version__")]
    except OSError:
        return ""
    return stated[0].strip(" '\"\n") if stated else ""


def nvidia_folders():
    """The folders of NVIDIA's libraries, which come in packages of their own that may lie elsewhere than PyTorch's."""
    packages = [os.path.join(place, name, "lib") for place in places("nvidia") for name in sorted(os.listdir(place))]
    return [folder for folder in packages if os.path.isdir(folder)]
