"""Somebody with a keyboard and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
	from playwright.sync_api import Locator, Page

MOST_STOPS = 120
HAS_FOCUS = "(element) => element === document.activeElement"
#: whether the focused element, or the frame of the control that it is in, is outlined
IS_MARKED = """() => {
	for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) {
		const { outlineStyle, outlineWidth } = getComputedStyle(at);
		if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) return true;
		if (!at.matches(".control, .control *")) return false;
	}
	return false;
}"""


class Keys:
	"""Drives a page by its keyboard alone; no method clicks or fills."""

	def __init__(self, page: Page) -> None:
		self.page = page

	def go(self, target: Locator) -> Keys:
		"""Tabs on until the target has the focus, and sees that it is marked."""
		target.wait_for()
		for _stop in range(MOST_STOPS):
			if target.evaluate(HAS_FOCUS):
				assert self.page.evaluate(IS_MARKED), f"the focus is not to be seen at {target}"
				return self
			self.press("Tab")
		raise AssertionError(f"{target} is not to be reached by Tab")

	def press(self, *keys: str) -> None:
		for key in keys:
			self.page.keyboard.press(key)

	def type(self, target: Locator, text: str) -> None:
		"""Goes there and writes."""
		self.go(target)
		self.page.keyboard.insert_text(text)

	def enter(self, target: Locator) -> None:
		"""Goes there and presses Enter: a button, a link."""
		self.go(target)
		self.press("Enter")

	def choose(self, box: Locator, option: str) -> None:
		"""Opens a select or a link field and takes the option with this text."""
		self.go(box)
		self.press("ArrowDown")
		wanted = self.page.get_by_role("option").filter(has_text=option).first
		wanted.wait_for()
		for _stop in range(MOST_STOPS):
			if wanted.get_attribute("data-highlighted") is not None:
				self.press("Enter")
				return
			self.press("ArrowDown")
		raise AssertionError(f"{option} is not to be reached by the arrows")

	def past_the_menu(self) -> None:
		"""By the first stop of every page, to its content."""
		self.enter(self.page.get_by_role("link", name="To the content"))
