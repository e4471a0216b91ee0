"""Kept work: what is damaged anywhere is not read, and the log says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.kept_files import kept_in, to_keep

VALUE = [("灯台", {"a": ("x", "y")}), ("港湾", {})]


def test_what_was_kept_is_read_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "a.years"
    assert kept_in(file) is None
    file.write_bytes(to_keep(VALUE))
    assert kept_in(file) == VALUE
    assert not caplog.records


def test_any_changed_or_missing_byte_is_seen_and_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "a.years"
    whole = to_keep(VALUE)
    damaged = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
    damaged += [whole[:at] for at in range(len(whole))]
    for data in damaged:
        file.write_bytes(data)
        assert kept_in(file) is None
    assert len(caplog.records) == len(damaged)
    assert "a.years" in caplog.text
