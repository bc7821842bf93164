"""Networks and folders of the cloud, told by what systems and programs say of theirs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotations.store import disks, opening
from tests.annotations.store.samples import create, library_at, mark, opened

MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
30 27 0:40 / /home rw,relatime shared:5 - btrfs /dev/sda2 rw
31 27 0:41 / /mnt/team rw,relatime - nfs4 server:/team rw,vers=4.2
32 27 0:42 / /mnt/my\\040share rw - cifs //server/share rw
33 30 0:43 / /home/ada/far rw,nosuid - fuse.sshfs ada@far: rw
34 31 254:1 / /mnt/team/local rw - ext4 /dev/vdb rw
35 27 0:44 / /mnt/windows rw - 9p C: rw
36 27 0:45 / /mnt/vault rw - fuse.gocryptfs /vault rw
half a line
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/srv/library.db", ""),
        ("/home/ada/library.db", ""),
        ("/mnt/team/library.db", "nfs4"),
        ("/mnt/teams/library.db", ""),
        ("/mnt/my share/library.db", "cifs"),
        ("/home/ada/far/deep/library.db", "fuse.sshfs"),
        ("/mnt/team/local/library.db", ""),
        ("/mnt/windows/Users/library.db", "9p"),
        ("/mnt/vault/library.db", ""),
    ],
)
def test_a_network_is_told_by_the_table_of_mounts(path: str, expected: str) -> None:
    assert disks.in_mounts(MOUNTS, Path(path)) == expected


@pytest.mark.parametrize(("flags", "expected"), [(0x1000, ""), (0, "smbfs")])
def test_a_network_is_told_by_the_answer_of_macos(flags: int, expected: str) -> None:
    answer = bytes(64) + flags.to_bytes(4, "little") + bytes(4) + b"smbfs".ljust(16, b"\0")

    assert disks.in_statfs(answer) == expected


def test_a_folder_of_this_machine_is_local_and_in_no_cloud(tmp_path: Path) -> None:
    assert disks.network(tmp_path / "library.db") == ""
    assert disks.cloud(tmp_path / "library.db") == ""


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Ada)", "Dropbox"),
        ("OneDrive - The Office", "OneDrive"),
        ("CloudStorage/OneDrive-Personal", "OneDrive"),
        ("CloudStorage/GoogleDrive-ada@example.org/My Drive", "Google Drive"),
        ("Mobile Documents/com~apple~CloudDocs/notes", "iCloud Drive"),
        ("Nextcloud/Documents", "Nextcloud"),
        ("dropboxes", ""),
        ("my onedrive notes", ""),
    ],
)
def test_a_cloud_is_told_by_the_name_of_its_folder(
    tmp_path: Path, folder: str, expected: str
) -> None:
    assert disks.cloud(tmp_path / folder / "library.db") == expected


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        (".dropbox.cache/", "Dropbox"),
        (".dropbox", "Dropbox"),
        (".dropbox/", ""),  # its settings, in a home
        (".sync_0a1b2c.db", "Nextcloud"),
        ("._sync_0a1b2c.db", "Nextcloud"),
        (".stfolder/", "Syncthing"),
        (".tmp.driveupload/", "Google Drive"),
        ("sync_0a1b2c.db", ""),
    ],
)
def test_a_cloud_is_told_by_what_its_program_leaves_there(
    tmp_path: Path, marker: str, expected: str
) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    if marker.endswith("/"):
        (tmp_path / marker).mkdir()
    else:
        (tmp_path / marker).touch()

    assert disks.cloud(tmp_path / "deep" / "er" / "library.db") == expected


def test_on_a_network_no_log_is_used_and_two_libraries_still_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as library:
        article = opened(library, tmp_path / "a.txt")
    monkeypatch.setattr(opening, "_may_be_far", lambda _connection, _path: True)
    monkeypatch.setattr(disks, "network", lambda _path: "nfs4")

    with library_at(path) as first, library_at(path) as second:
        create(first, article, mark("crowd"))
        create(second, article, mark("Monday"))
        first.undo(article).result()
        second.redo(article).result()

        assert len(first.annotations(article)) == len(second.annotations(article)) == 2
        assert not Path(f"{path}-wal").exists()
        (danger,) = first.safekeeping.dangers()
        assert "on a network (nfs4)" in danger.sentence
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_library_that_comes_back_from_a_network_has_its_log_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    with monkeypatch.context() as patch:
        patch.setattr(opening, "_may_be_far", lambda _connection, _path: True)
        patch.setattr(disks, "network", lambda _path: "nfs4")
        library_at(path).close()

    with library_at(path) as library:
        mode = library.database.connection.execute("PRAGMA journal_mode").fetchone()

    assert mode == ("wal",)
