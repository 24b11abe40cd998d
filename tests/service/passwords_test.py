"""Passwords and handles: what is kept, what is refused, and how many guesses there are."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from domain.errors import Busy
from service.accounts import Accounts, Member, passwords
from service.accounts.handles import HandleInvalid, normal_handle
from service.accounts.passwords import (
    GUESSES,
    MOST_AT_ONCE,
    WINDOW,
    PasswordRefused,
    TooManyGuesses,
    WrongPassword,
)
from tests.service.door import PASSWORD, Clock, stored


class TestPasswords:
    def test_it_is_kept_as_argon2id(self, accounts: Accounts, salma: Member, file: Path) -> None:
        accounts.set_password(salma.id, PASSWORD)
        [(hashed,)] = stored(file, "SELECT password_hash FROM members")
        assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert PASSWORD.encode() not in file.read_bytes()

    @pytest.mark.parametrize("password", ["", "تسعة أحرف"[:9], "x" * 201, "06 00 00 00 01", "+212600000001"])
    def test_what_is_refused(self, accounts: Accounts, salma: Member, password: str) -> None:
        with pytest.raises(PasswordRefused):
            accounts.set_password(salma.id, password, handle="0600000001")
        assert accounts.member(salma.id) == salma

    def test_ten_characters_do(self, accounts: Accounts, salma: Member) -> None:
        accounts.set_password(salma.id, "كلمةسرطويل", handle="0600000001")
        assert accounts.check_password("0600000001", "كلمةسرطويل").id == salma.id

    def test_the_same_letters_composed_otherwise(self, accounts: Accounts, salma: Member) -> None:
        accounts.set_password(salma.id, "mémoire du prés\u0623", handle="s@example.org")
        assert (
            accounts.check_password("s@example.org", "me\u0301moire du pre\u0301s\u0627\u0654").id == salma.id
        )

    def test_wrong_ones_and_unknown_people_read_alike(self, accounts: Accounts, salma: Member) -> None:
        accounts.set_password(salma.id, PASSWORD, handle="s@example.org")
        gone = accounts.add_member("عمر")
        accounts.set_password(gone.id, PASSWORD, handle="o@example.org")
        accounts.leave(gone.id)
        told = set()
        for handle, password in (
            ("s@example.org", PASSWORD + "x"),
            ("n@example.org", PASSWORD),
            ("o@example.org", PASSWORD),
        ):
            with pytest.raises(WrongPassword) as refused:
                accounts.check_password(handle, password)
            told.add(str(refused.value))
        assert len(told) == 1

    @pytest.mark.parametrize("handle", ["s@example.org", "nobody@example.org"])
    def test_guesses_are_few(self, accounts: Accounts, salma: Member, clock: Clock, handle: str) -> None:
        accounts.set_password(salma.id, PASSWORD, handle="s@example.org")
        for _ in range(GUESSES):
            with pytest.raises(WrongPassword):
                accounts.check_password(handle, "a guess of some length")
        with pytest.raises(TooManyGuesses):
            accounts.check_password(handle.upper(), PASSWORD)
        other = accounts.add_member("نادية")
        accounts.set_password(other.id, PASSWORD, handle="0600000001")
        assert accounts.check_password("0600000001", PASSWORD).id == other.id
        clock.now += WINDOW
        assert accounts.check_password("s@example.org", PASSWORD).id == salma.id

    def test_many_guesses_at_once_are_no_more(self, accounts: Accounts, salma: Member) -> None:
        accounts.set_password(salma.id, PASSWORD, handle="s@example.org")

        def guess(number: int) -> type[Exception]:
            try:
                accounts.check_password("s@example.org", f"the guess {number}")
            except (WrongPassword, TooManyGuesses) as refused:
                return type(refused)
            raise AssertionError

        with ThreadPoolExecutor(MOST_AT_ONCE) as threads:
            assert list(threads.map(guess, range(2 * GUESSES))).count(WrongPassword) == GUESSES

    def test_a_crowd_at_the_door_is_turned_away_and_no_guess_counted(
        self, accounts: Accounts, salma: Member
    ) -> None:
        accounts.set_password(salma.id, PASSWORD, handle="s@example.org")
        with ExitStack() as crowd:
            for _ in range(MOST_AT_ONCE):
                crowd.enter_context(passwords._place())
            for _ in range(2 * GUESSES):
                with pytest.raises(Busy):
                    accounts.check_password("s@example.org", PASSWORD)
        assert accounts.check_password("s@example.org", PASSWORD).id == salma.id

    def test_the_right_one_clears_the_count(self, accounts: Accounts, salma: Member) -> None:
        accounts.set_password(salma.id, PASSWORD, handle="s@example.org")
        for _ in range(2):
            for _ in range(GUESSES - 1):
                with pytest.raises(WrongPassword):
                    accounts.check_password("s@example.org", "a guess of some length")
            accounts.check_password("s@example.org", PASSWORD)

    def test_a_new_password_ends_the_other_sign_ins(self, accounts: Accounts, salma: Member) -> None:
        here, elsewhere = accounts.sign_in(salma.id), accounts.sign_in(salma.id)
        kept = accounts.signed_in(here)
        assert kept
        accounts.set_password(salma.id, PASSWORD, keep=kept.id)
        after = accounts.signed_in(here)
        assert after
        assert after.member.has_password
        assert accounts.signed_in(elsewhere) is None


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        (" Salma@Example.ORG ", "salma@example.org"),
        ("0600-00.00 01", "+212600000001"),
        ("00212 600 000 001", "+212600000001"),
        ("\u202a+212 600\u00a0000001\u202c", "+212600000001"),
        ("٠٦٠٠٠٠٠٠٠١", "+212600000001"),
        ("+33 (6) 00 00 00 01", "+33600000001"),
    ],
)
def test_a_handle_has_one_form(typed: str, handle: str) -> None:
    assert normal_handle(typed) == handle


@pytest.mark.parametrize(
    "typed", ["", "سلمى", "@", "a@b", "a b@example.org", "12", "+", "6" * 400, "06x0000001"]
)
def test_other_handles_are_refused(typed: str) -> None:
    with pytest.raises(HandleInvalid):
        normal_handle(typed)
