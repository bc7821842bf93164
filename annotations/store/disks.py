"""On what a library lies: a file system of the network, or a folder that a program keeps in the cloud.

SQLite's log needs memory that all who have the file open share, which no network gives. And who copies
the file from outside, while it is written, gets neither the state before nor the one after.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

NETWORKS = re.compile(
    r"(?:fuse\.)?(?:nfs\d?|cifs|smb\w*|afs|afpfs|ceph|9p|gluster\w*|lustre|gpfs|beegfs|ocfs2|gfs2|sshfs|"
    r"rclone|dav\w*|webdav|s3fs|gcsfuse|gvfsd-fuse|vboxsf|virtiofs|prl_fs|vmhgfs\w*|vmhgfs-fuse|drvfs)"
)
"""Names of file systems whose files lie on another machine, or on the host of this one."""

_MOUNTS = Path("/proc/self/mountinfo")

_LOCAL_FLAG = 0x1000
_FLAGS_AT, _NAME_AT = slice(64, 68), slice(72, 88)
"""In macOS's `struct statfs`: MNT_LOCAL, and where flags and name stand; its header sys/mount.h."""

_STATFS_SIZE = 4096
"""Bytes of room for it: it has some 2,200."""

_REMOTE_DRIVE = 4
"""What Windows calls one: DRIVE_REMOTE."""

_BY_NAME = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
}
"""Folders as those programs call theirs; some add an account: `OneDrive - Office`, `Dropbox (Ada)`."""

_BY_MARKER = (
    (re.compile(r"\.dropbox\.cache"), "Dropbox"),
    (re.compile(r"\.tmp\.drive(?:up|down)load"), "Google Drive"),
    (re.compile(r"\._?sync_[0-9a-f]+\.db|\.nextcloudsync\.log"), "Nextcloud"),
    (re.compile(r"\.owncloudsync\.log"), "ownCloud"),
    (re.compile(r"\.stfolder|\.stignore"), "Syncthing"),
)
"""What those programs put into their folders."""

_ACCOUNT = re.compile(r"(?: ?\(| - |-).*")


def network(real_path: Path) -> str:
    """The name of the network's file system that holds a file, such as `nfs4`; empty if it is local."""
    if sys.platform == "win32":
        return _of_windows(real_path)
    if sys.platform == "darwin":
        return _of_macos(real_path)
    try:
        table = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return in_mounts(table, real_path)


def in_mounts(table: str, real_path: Path) -> str:
    """The same by Linux's table of what is mounted where."""
    place = str(real_path)
    best, found = -1, ""
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        words = before.split(" ")
        if len(words) < 5 or not after:  # noqa: PLR2004  # the fifth is the place
            continue
        mounted = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), words[4])
        stem = mounted.rstrip("/")
        if (place == mounted or place.startswith(f"{stem}/")) and len(stem) >= best:
            best, found = len(stem), after.split(" ")[0]
    return found if NETWORKS.fullmatch(found) else ""


def _of_macos(real_path: Path) -> str:
    import ctypes  # noqa: PLC0415  # dear, and only there

    with suppress(OSError, AttributeError, ValueError):
        system = ctypes.CDLL(None)
        # Under the old name Intel's machines have the structure of an old system.
        ask = getattr(system, "statfs$INODE64", None) or system.statfs
        room = ctypes.create_string_buffer(_STATFS_SIZE)
        if ask(os.fsencode(real_path.parent), room) == 0:
            return in_statfs(room.raw)
    return ""


def in_statfs(answer: bytes) -> str:
    """The same by what macOS says of the file system."""
    if int.from_bytes(answer[_FLAGS_AT], "little") & _LOCAL_FLAG:
        return ""
    return answer[_NAME_AT].partition(b"\0")[0].decode("ascii", "replace")


def _of_windows(real_path: Path) -> str:
    drive = real_path.drive
    if drive.startswith("\\\\"):
        return "a share"
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # dear, and only there

        with suppress(OSError, AttributeError):
            if ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE_DRIVE:
                return "a share"
    return ""


def cloud(real_path: Path) -> str:
    """The program that keeps the folder of a file in the cloud, such as `Dropbox`; empty if none does."""
    for folder in real_path.parents:
        known = _BY_NAME.get(_ACCOUNT.sub("", folder.name).casefold())
        if known:
            return known
        with suppress(OSError):
            for name in os.listdir(folder):  # noqa: PTH208  # names are all that is needed
                for marker, program in _BY_MARKER:
                    if marker.fullmatch(name):
                        return program
            # In a home of that name lie Dropbox's settings; in its own folder it is a file.
            if (folder / ".dropbox").is_file():
                return "Dropbox"
    return ""
