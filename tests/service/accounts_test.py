"""People in a real file: members, links, sign-ins and sessions, on a clock that the test sets."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from service.accounts import Accounts, Member
from service.accounts.handles import HandleInvalid
from service.accounts.links import LinkExpired, LinkUnknown, LinkUsed
from service.accounts.passwords import HandleTaken, PasswordRefused, WrongPassword
from service.accounts.people import UnknownMember
from tests.full_disk import full_disk
from tests.service.door import PASSWORD, Clock, stored

DRAFT = UUID("0197d3a0-0000-7000-8000-00000000000a")


class TestMembers:
    def test_a_member_is_a_random_id_and_a_name(self, accounts: Accounts, clock: Clock) -> None:
        omar = accounts.add_member("  عمر   السوسي ")
        assert len(omar.id) == 12
        assert omar.id.isascii()
        assert omar.id.isalnum()
        assert omar.id == omar.id.lower()
        assert (omar.name, omar.created_at) == ("عمر السوسي", clock.now)
        assert accounts.member(omar.id) == omar
        assert accounts.member("nobody") is None

    def test_names_are_not_unique_and_ids_are(self, accounts: Accounts, salma: Member, clock: Clock) -> None:
        clock.pass_by(seconds=1)
        other = accounts.add_member(salma.name)
        assert other.id != salma.id
        assert accounts.members() == [salma, other]
        assert accounts.names([salma.id, "nobody"]) == {salma.id: salma.name}

    def test_a_member_has_a_name(self, accounts: Accounts) -> None:
        with pytest.raises(ValueError, match="name"):
            accounts.add_member(" \n")

    def test_members_stay_when_the_service_starts_again(
        self, accounts: Accounts, salma: Member, file: Path
    ) -> None:
        accounts.close()
        again = Accounts(f"sqlite:///{file}")
        assert again.members() == [salma]
        again.close()
        assert stored(file, "PRAGMA journal_mode") == [("wal",)]


class TestLinks:
    def test_looking_does_not_use_a_link_up(self, accounts: Accounts, salma: Member) -> None:
        token = accounts.make_link(salma.id)
        assert accounts.link(token) == accounts.link(token) == accounts.use_link(token) == salma

    def test_a_link_lets_in_once(self, accounts: Accounts, salma: Member) -> None:
        token = accounts.make_link(salma.id)
        accounts.use_link(token)
        for again in (accounts.link, accounts.use_link):
            with pytest.raises(LinkUsed):
                again(token)

    def test_of_many_at_once_one_gets_in(self, accounts: Accounts, salma: Member) -> None:
        token = accounts.make_link(salma.id)
        start = Barrier(8)

        def enter(_: int) -> bool:
            start.wait()
            try:
                return accounts.use_link(token) == salma
            except LinkUsed:
                return False

        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(enter, range(8))) == 1

    def test_a_link_expires(self, accounts: Accounts, salma: Member, clock: Clock) -> None:
        token = accounts.make_link(salma.id, hours=48)
        clock.pass_by(hours=48, seconds=-1)
        assert accounts.link(token) == salma
        clock.pass_by(seconds=1)
        for late in (accounts.link, accounts.use_link):
            with pytest.raises(LinkExpired):
                late(token)

    def test_a_token_that_was_never_given(self, accounts: Accounts, salma: Member, file: Path) -> None:
        accounts.make_link(salma.id)
        [(digest,)] = stored(file, "SELECT token_hash FROM links")
        for token in ("", "x" * 43, digest):
            with pytest.raises(LinkUnknown):
                accounts.use_link(token)

    def test_nobody_gets_a_link_who_is_not_there(self, accounts: Accounts, salma: Member) -> None:
        accounts.leave(salma.id)
        for member in (salma.id, "nobody"):
            with pytest.raises(UnknownMember):
                accounts.make_link(member)

    def test_choosing_is_all_or_nothing(self, accounts: Accounts, salma: Member) -> None:
        other = accounts.add_member("نادية")
        accounts.set_password(other.id, PASSWORD, handle="nadia@example.org")
        token = accounts.make_link(salma.id)
        for handle, password, refusal in (
            ("nadia@example.org", PASSWORD, HandleTaken),
            ("nadia", PASSWORD, HandleInvalid),
            ("salma@example.org", "قصيرة", PasswordRefused),
        ):
            with pytest.raises(refusal):
                accounts.use_link_choosing(token, handle, password)
        assert accounts.link(token) == salma
        accounts.use_link_choosing(token, "salma@example.org", PASSWORD)
        assert accounts.check_password("salma@example.org", PASSWORD).id == salma.id
        with pytest.raises(LinkUsed):
            accounts.use_link_choosing(token, "salma@example.org", PASSWORD)


class TestSignIns:
    def test_a_token_stands_for_its_member(self, accounts: Accounts, salma: Member, file: Path) -> None:
        token = accounts.sign_in(salma.id)
        signin = accounts.signed_in(token)
        assert signin
        assert signin.member == salma
        assert accounts.signed_in(signin.id) is None
        assert token.encode() not in file.read_bytes() + file.with_name("people.sqlite-wal").read_bytes()

    def test_it_lasts_thirty_days_after_its_last_use(
        self, accounts: Accounts, salma: Member, clock: Clock
    ) -> None:
        token, unused = accounts.sign_in(salma.id), accounts.sign_in(salma.id)
        clock.pass_by(days=29)
        assert accounts.signed_in(token)
        clock.pass_by(days=29)
        assert accounts.signed_in(token)
        assert accounts.signed_in(unused) is None
        clock.pass_by(days=30)
        assert accounts.signed_in(token) is None

    def test_signing_out_ends_it_at_once(self, accounts: Accounts, salma: Member) -> None:
        ended: list[str] = []
        accounts.on_ended.append(ended.append)
        token, other = accounts.sign_in(salma.id), accounts.sign_in(salma.id)
        signin = accounts.signed_in(token)
        assert signin
        accounts.sign_out(token)
        assert accounts.signed_in(token) is None
        assert accounts.signed_in(other)
        assert ended == [signin.id]
        accounts.sign_out(token)
        assert ended == [signin.id]

    def test_what_another_process_ends_is_noticed_within_a_second(
        self, accounts: Accounts, salma: Member, clock: Clock, file: Path
    ) -> None:
        token = accounts.sign_in(salma.id)
        assert accounts.signed_in(token)
        elsewhere = Accounts(f"sqlite:///{file}", clock=clock)
        elsewhere.sign_out(token)
        elsewhere.close()
        clock.pass_by(seconds=1)
        assert accounts.signed_in(token) is None

    def test_a_clock_that_is_put_back_makes_no_sign_in_last(
        self, accounts: Accounts, salma: Member, clock: Clock, file: Path
    ) -> None:
        token = accounts.sign_in(salma.id)
        assert accounts.signed_in(token)
        clock.pass_by(hours=-1)
        elsewhere = Accounts(f"sqlite:///{file}", clock=clock)
        elsewhere.sign_out(token)
        elsewhere.close()
        assert accounts.signed_in(token) is None

    def test_a_full_disk_signs_nobody_out(self, accounts: Accounts, salma: Member, clock: Clock) -> None:
        token = accounts.sign_in(salma.id)
        clock.pass_by(hours=2)
        with full_disk(os.getpid()):
            with pytest.raises(OperationalError):
                accounts.add_member("نادية")
            assert accounts.signed_in(token)

    def test_an_answer_read_before_the_end_is_not_remembered(self, accounts: Accounts, salma: Member) -> None:
        token = accounts.sign_in(salma.id)

        def sign_out_meanwhile(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("SELECT signins"):
                accounts.sign_out(token)

        event.listen(Engine, "after_cursor_execute", sign_out_meanwhile)
        assert accounts.signed_in(token)
        event.remove(Engine, "after_cursor_execute", sign_out_meanwhile)
        assert accounts.signed_in(token) is None

    def test_who_has_left_is_out_everywhere(self, accounts: Accounts, salma: Member) -> None:
        ended: list[str] = []
        accounts.on_ended.append(ended.append)
        accounts.set_password(salma.id, PASSWORD, handle="s@example.org")
        tokens = [accounts.sign_in(salma.id) for _ in range(3)]
        link = accounts.make_link(salma.id)
        assert all(accounts.signed_in(token) for token in tokens)
        accounts.leave(salma.id)
        assert not any(accounts.signed_in(token) for token in tokens)
        assert len(set(ended)) == 3
        with pytest.raises(LinkUnknown):
            accounts.use_link(link)
        with pytest.raises(WrongPassword):
            accounts.check_password("s@example.org", PASSWORD)
        with pytest.raises(UnknownMember):
            accounts.sign_in(salma.id)
        assert accounts.names([salma.id]) == {salma.id: salma.name}


class TestLog:
    def test_a_failure_is_told_without_what_was_to_be_stored(self, accounts: Accounts, file: Path) -> None:
        with closing(sqlite3.connect(file)) as other:
            other.execute("ALTER TABLE members RENAME COLUMN handle TO known_by")
        with pytest.raises(OperationalError) as failed:
            accounts.add_member("نادية بنعلي")
        assert "INSERT INTO members" in str(failed.value)
        assert "نادية" not in str(failed.value)


class TestSessions:
    def test_a_session_belongs_to_one_member_and_one_draft(
        self, accounts: Accounts, salma: Member, file: Path
    ) -> None:
        session = accounts.open_session(salma.id, DRAFT)
        assert len(session) == 22
        again = Accounts(f"sqlite:///{file}")
        for reader in (accounts, accounts, again):
            assert reader.session_owner(session) == (salma.id, DRAFT)
        again.close()
        assert accounts.session_owner("x" * 22) is None
        assert accounts.open_session(salma.id, DRAFT) != session
