"""Installs what the browser tests need from Debian or Ubuntu: Chromium and a font with Chinese glyphs.

usage: python3 embedded/chromium.py      (by `make test-env`)
Does nothing where both are there. Where it may not or cannot install, it says what is missing and ends well:
the browser tests are then skipped, or fail where CI is set (tests/browser/chromium.py).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONTS = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
PATIENCE = ("-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-o", "DPkg::Lock::Timeout=60")


def missing():
	"""The packages to install: [] where Chromium and the font are there. A font matters on Debian alone."""
	packages = [] if any(map(shutil.which, NAMES)) else ["chromium"]
	return packages if FONTS.exists() or not shutil.which("apt-get") else [*packages, "fonts-noto-cjk"]


def install(packages):
	"""Whether apt installed them; its lists are fetched only when it does not know the packages."""
	quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
	environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
	command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *PATIENCE, *packages]
	for prepare in ([], ["apt-get", "update", "--quiet", *PATIENCE]):
		if prepare:
			subprocess.call(prepare, env=environment, **quiet)
		if subprocess.call(command, env=environment, **quiet) == 0:
			return True
	return False


def main():
	"""Never a failure: all other tests run without a browser."""
	packages = missing()
	if not packages:
		return
	wanted = " ".join(packages)
	if os.getuid() == 0 and shutil.which("apt-get"):
		sys.stderr.write(f"client_mgmt: installing {wanted} for the browser tests (once)\n")
		if install(packages):
			return
	sys.stderr.write(f"client_mgmt: THE BROWSER TESTS NEED CHROMIUM AND A CHINESE FONT: install {wanted}\n")


if __name__ == "__main__":
	main()
