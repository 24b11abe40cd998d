"""A member's frames are slowed, never refused; another member does not notice."""

from service.pace import Pace


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_the_rate_holds() -> None:
    clock = Clock()
    pace = Pace(10, clock)
    assert [pace.delay("a") for _ in range(20)] == [0.0] * 20
    assert round(pace.delay("a"), 3) == 0.1
    assert round(pace.delay("a"), 3) == 0.2
    assert pace.delay("b") == 0.0
    clock.now += 10
    assert [pace.delay("a") for _ in range(20)] == [0.0] * 20


def test_a_steady_writer_gets_the_rate_over_time() -> None:
    clock = Clock()
    pace = Pace(10, clock)
    sent = 0
    while clock.now < 110:
        clock.now += max(pace.delay("a"), 0.001)
        sent += 1
    assert 115 <= sent <= 125
