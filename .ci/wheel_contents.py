"""Compare a wheel's files with the files under version control; exit 1 if they differ."""

import subprocess
import sys
import zipfile

FOLDERS = ("sim", "cli", "scenarios")


def main(wheel: str) -> int:
    """Report what the wheel lacks and what it should not hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *FOLDERS], capture_output=True, check=True, text=True
    ).stdout
    tracked = {name for name in listed.split("\0") if name}
    packed = {
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if not name.endswith("/") and ".dist-info/" not in name
    }
    for name in sorted(tracked - packed):
        sys.stderr.write(f"missing from the wheel: {name}\n")
    for name in sorted(packed - tracked):
        sys.stderr.write(f"in the wheel but not under version control: {name}\n")
    return int(tracked != packed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
