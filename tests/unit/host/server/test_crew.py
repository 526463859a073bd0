"""Turns of running requests and of writers: in order of arrival, fair, and none for who waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from embedded_host.base import turn
from embedded_host.server.crew import Crew
from embedded_host.storage.locks import WriteLock


def eventually(holds: Callable[[], bool]) -> None:
	deadline = time.monotonic() + 20
	while not holds():
		assert time.monotonic() < deadline
		time.sleep(0.001)


def test_turns_come_in_order_of_arrival() -> None:
	"""Eight arrive, two are let in, and each that leaves lets in who came first of those who wait."""
	crew, order, leave = Crew(running=2), [], [threading.Event() for _number in range(8)]

	def visit(number: int) -> Callable[[], None]:
		def run() -> None:
			order.append(number)
			assert leave[number].wait(20)

		return run

	for number in range(8):
		assert crew.submit(visit(number))
		eventually(lambda number=number: len(order) == min(number + 1, 2))
	assert crew.waiting == 6
	for number, event in enumerate(leave):
		event.set()
		eventually(lambda number=number: len(order) == min(number + 3, 8))
	assert order == list(range(8))
	crew.end(5)


def test_who_waits_for_the_lock_takes_no_turn() -> None:
	"""Writers queue at the lock, and readers are answered all the same."""
	crew, lock, wrote, read = Crew(running=2), WriteLock(), [], threading.Event()
	assert lock.acquire("holder", 1)

	def write() -> None:
		assert lock.acquire("writer", 20)
		wrote.append(1)
		lock.release()

	for _number in range(10):
		assert crew.submit(write)
	assert crew.submit(read.set)
	assert read.wait(10)
	assert wrote == []
	lock.release()
	eventually(lambda: len(wrote) == 10)
	crew.end(5)


def test_too_many_are_refused_at_once() -> None:
	crew, go = Crew(running=1, queued=3), threading.Event()
	crew.submit(lambda: assert_waits(go))
	eventually(lambda: crew.waiting == 0)
	assert [crew.submit(go.wait) for _number in range(4)] == [True, True, True, False]
	go.set()
	crew.end(5)


def assert_waits(event: threading.Event) -> None:
	assert event.wait(20)


def test_a_turn_is_left_once() -> None:
	given: list[int] = []
	turn.take(lambda: given.append(1))
	turn.leave()
	turn.leave()
	assert given == [1]


def test_the_lock_is_shared_out_by_who_asks() -> None:
	"""However much one person has queued, another waits for one of it alone."""
	lock, order = WriteLock(), []

	def write(who: str) -> None:
		assert lock.acquire(who, 20)
		order.append(who)
		lock.release()

	assert lock.acquire("holder", 1)
	threads = []
	for number, who in enumerate(["busy"] * 5 + ["other"]):
		threads.append(threading.Thread(target=write, args=(who,)))
		threads[-1].start()
		eventually(lambda number=number: lock._count == number + 1)
	lock.release()
	for thread in threads:
		thread.join()
	assert order == ["busy", "other", "busy", "busy", "busy", "busy"]


def test_the_lock_is_given_up_in_time() -> None:
	lock = WriteLock()
	assert lock.acquire("holder", 1)
	assert not lock.acquire("other", 0.02)
	assert lock._waiting == {}
	lock.release()
	assert lock.acquire("other", 0.02)
