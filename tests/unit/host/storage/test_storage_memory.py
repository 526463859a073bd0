"""What the connections of many threads hold in memory together (docs/performance.md)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from embedded_host.storage import sqlite

THREADS, MEGABYTES = 24, 24
READ = """
import sys, threading
from pathlib import Path
from embedded_host.storage import sqlite

def resident():
	return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

path, threads = Path(sys.argv[1]), int(sys.argv[2])
conns = [sqlite.Connection(path) for _thread in range(threads)]
before = resident()
for conn in conns:
	conn.begin(write=False)
	conn.raw.execute("SELECT sum(length(text)) FROM big").fetchone()
	conn.rollback()
print(resident() - before)
"""


def test_threads_share_a_bound_on_memory(tmp_path: Path) -> None:
	"""Alone each would keep 8 MB of pages: 192 MB for these."""
	path = tmp_path / "site.db"
	path.touch()
	conn = sqlite.Connection(path)
	conn.write("CREATE TABLE big (text)")
	conn.raw.executemany("INSERT INTO big VALUES (?)", (("x" * 3000,) for _row in range(MEGABYTES * 333)))
	conn.commit()
	conn.close()
	told = subprocess.run(
		[sys.executable, "-c", READ, str(path), str(THREADS)], capture_output=True, text=True, check=True
	)
	assert 8 << 20 < int(told.stdout) < sqlite.MOST_BYTES * 1.25 < THREADS * (8 << 20) * 0.6
