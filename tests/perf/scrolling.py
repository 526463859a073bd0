"""How a list of 100,000 rows feels in Chromium: when its first rows are drawn, whether scrolling stalls."""

from __future__ import annotations

import itertools
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from load import Failed

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser import chromium
from tests.browser.visits import DESK, PHONE

if TYPE_CHECKING:
	from playwright.sync_api import Page

ADDRESS = "/client-mgmt/list/change-request"
ROWS = "[data-index] a"
#: of the wheel: as far as a hand turns it, so often a second, for so many turns
TURN_PX, PAUSE_MS, TURNS = 700, 40, 150
#: milliseconds without a new picture that somebody sees as a stall
STALL_MS = 200.0
WATCH = f"""new MutationObserver((changes, observer) => {{
	if (!document.querySelector("{ROWS}")) return;
	observer.disconnect();
	requestAnimationFrame(() => requestAnimationFrame(() => window.firstRows = performance.now()));
}}).observe(document, {{childList: true, subtree: true}});"""
ASKED = """() => window.firstRows - performance.getEntriesByType("resource")
	.find((entry) => entry.name.includes("ui.list")).startTime"""
FRAMES = """() => { window.frames_at = [];
	const note = (at) => { window.frames_at.push(at); requestAnimationFrame(note); };
	requestAnimationFrame(note); }"""


def scrolled(url: str, user: str, password: str, rounds: int) -> bool:
	"""Opens and scrolls the list at a desk and on a phone and prints both; whether it stays within `STALL_MS`
	and rows are there where the scrolling ends."""
	with chromium.started() as browser:
		held = True
		for name, (width, height) in {"desk": DESK, "phone": PHONE}.items():
			context = browser.new_context(base_url=url, viewport={"width": width, "height": height})
			context.add_init_script(WATCH)
			signed = context.request.post("/api/method/login", form={"usr": user, "pwd": password})
			if not signed.ok:
				raise Failed(f"sign-in of {user}: {signed.status}")
			page = context.new_page()
			first = statistics.median([_first_rows(page) for _round in range(rounds)])
			slowest, typical, last = _scroll(page)
			print(
				f"{name:8} first rows drawn {first:6.1f} ms after the request; scrolled to row {last}:"
				f" a picture every {typical:.1f} ms, the longest wait {slowest:.1f} ms"
			)
			held = held and slowest <= STALL_MS
			context.close()
	return held


def _first_rows(page: Page) -> float:
	page.goto(ADDRESS)
	page.wait_for_function("() => window.firstRows", timeout=chromium.PATIENCE)
	return float(page.evaluate(ASKED))


def _scroll(page: Page) -> tuple[float, float, int]:
	"""The longest and the median milliseconds between two pictures, and the number of the last row drawn."""
	page.locator(ROWS).first.hover()
	page.evaluate(FRAMES)
	for _turn in range(TURNS):
		page.mouse.wheel(0, TURN_PX)
		page.wait_for_timeout(PAUSE_MS)
	gaps = [later - sooner for sooner, later in itertools.pairwise(page.evaluate("() => window.frames_at"))]
	page.wait_for_load_state("networkidle")
	last = page.locator(ROWS).last.evaluate("(link) => link.closest('[data-index]').dataset.index")
	return max(gaps), statistics.median(gaps), int(last) + 1
