"""Git references and files that are text."""

from __future__ import annotations

import pytest

from client_mgmt.domain.dossier.specification import as_text, git_problem

COMMIT = "0a6fa44d7573d0c6bb1a26ad1afd08c66b576925"


@pytest.mark.parametrize(
	"repository",
	[
		"https://git.example.com/team/spec.git",
		"https://git.example.com:8443/规格/spec",
		"ssh://git@git.example.com/team/spec.git",
		"ssh://git@git.example.com:22/team/spec.git",
		"git@git.example.com:team/spec.git",
	],
)
def test_what_is_a_repository(repository: str) -> None:
	"""S004-37: over https or ssh."""
	assert git_problem(repository, COMMIT) is None
	assert git_problem(repository, COMMIT[:7]) is None
	assert git_problem(repository, "") is None


@pytest.mark.parametrize(
	"repository",
	[
		"http://git.example.com/a",
		"https://u:p@git.example.com/a",
		"https://u@git.example.com/a",
		"ssh://u:p@git.example.com/a",
		"file:///etc/passwd",
		"javascript:alert(1)",
		"https://git.example.com/a\nb",
		"https://git.example.com/a?token=1",
		"-oProxyCommand=x@host:a",
		"-o@host:a",
		"/srv/git/a",
		"git@host",
	],
)
def test_what_is_none(repository: str) -> None:
	assert git_problem(repository, "") is not None


@pytest.mark.parametrize("commit", ["HEAD", "abcdef", "g" * 7, COMMIT + "0", COMMIT.upper(), f"{COMMIT}\n"])
def test_what_is_no_commit(commit: str) -> None:
	assert git_problem("https://git.example.com/a", commit) is not None


def test_a_commit_needs_its_repository() -> None:
	assert git_problem("", COMMIT) is not None
	assert git_problem("", "") is None


@pytest.mark.parametrize(
	("content", "text"),
	[
		("需求\r\n".encode(), "需求\r\n"),
		("需求".encode("utf-8-sig"), "需求"),
		("需求".encode("gb18030"), "需求"),
		(b"", ""),
		(b"%PDF\x00", None),
		(b"\x89PNG\r\n\x1a\n\x00\x00", None),
		(b"\xff\xff\xff", None),
	],
)
def test_what_is_a_text(content: bytes, text: str | None) -> None:
	"""S004-37: versions are compared where they are text."""
	assert as_text(content) == text
