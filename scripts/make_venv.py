"""Make or refresh `.venv` from the locked requirements; called by make, with any Python.

Runs before anything is installed, so it needs the standard library only. It does nothing when
`.venv` was made from the same locks by the same Python.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from.json"
OLDEST = (3, 11)


def main() -> None:
    """Bring `.venv` up to date, or say in one sentence what stands in the way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="install the development tools too")
    wants_dev = parser.parse_args().dev
    _refuse_unusable_python()
    made_from = _read_stamp()
    wanted = _wanted(dev=wants_dev or bool(made_from.get("dev")))
    if made_from == wanted and _python().exists():
        return
    _make(wanted, wants_new=made_from.get("python") != wanted["python"])


def _refuse_unusable_python() -> None:
    if sys.version_info < OLDEST:
        have, want = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST))
        sys.exit(f"reviewpress needs Python {want} or newer and {sys.executable} is {have}; "
                 "name another one with: make PYTHON=python3.11 ...")  # fmt: skip
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError:
        sys.exit(f"{sys.executable} lacks the venv module; "
                 "on Debian and Ubuntu install it with: apt install python3-venv")  # fmt: skip


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _read_stamp() -> dict[str, object]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _wanted(*, dev: bool) -> dict[str, object]:
    """Describe the environment: which lock, which Python, which place."""
    lock = "requirements-dev.txt" if dev else "requirements.txt"
    digest = hashlib.sha256()
    for name in (lock, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return {"dev": dev, "lock": lock, "digest": digest.hexdigest(),
            "python": sys.version, "place": str(ROOT)}  # fmt: skip


def _make(wanted: dict[str, object], *, wants_new: bool) -> None:
    if wants_new or not _python().exists():
        print(f"making {VENV.name} with {sys.executable}", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(VENV)], "the virtual environment was not made")
    STAMP.unlink(missing_ok=True)
    print(f"installing {wanted['lock']} (a minute or two)", flush=True)
    pip = [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--require-hashes", "-r", str(ROOT / str(wanted["lock"]))], "pip failed")
    _run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], "pip failed")
    STAMP.write_text(json.dumps(wanted, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _run(argv: list[str], failure: str) -> None:
    if subprocess.run(argv, check=False).returncode != 0:
        sys.exit(f"{failure}; see the lines above, mend the cause and run make again")


if __name__ == "__main__":
    main()
