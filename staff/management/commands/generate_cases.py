"""Fill the database with made-up households, to measure screens at size. Never on a real station.

Each has a referral with its promise and public state, a decision, a case, its entry move and a
visit, some also categories and a policy gap; a few referrals stay waiting. Texts are samples. On
PostgreSQL rows go in by COPY.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models, transaction
from django.utils import timezone
from tqdm import tqdm

from intake.encryption import encrypt
from intake.matching import name_indexes, phone_indexes, place_indexes
from intake.models import Promise, PublicStatus, Referral
from intake.references import check_digit
from policy_pages.models import Station

from ...domain.categories import Category, GapOffer, GapReason, Status, label_on
from ...domain.stages import CloseReason, Stage
from ...models import (
    Case,
    CaseCategory,
    CaseGap,
    ReferralDecision,
    StageMove,
    User,
    Visit,
)
from ...roles import ROOM_LEAD, ROOM_WORKER, SOCIAL_WORKER, STATION_LEAD

BATCH = 20_000
SPREAD_DAYS = 900
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
TITLES = ["阿姨", "师傅", "大爷", "奶奶", "女士", "先生", "大姐", "老师", "大叔", "妈妈"]
NEEDS = ["money", "health", "care", "housing", "work", "school", "disability", "low_mood"]
STAGES = [stage for stage in Stage if stage is not Stage.CLOSED]
STEP = 7_368_787
"""Prime to nine million: walks over every seven-digit number once, in no visible order."""


class Table:
    """Rows of one model on their way into its table, with the columns that were given."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.rows: list[tuple] = []
        self.columns: list[str] = []
        last = model.objects.order_by("-pk").values_list("pk", flat=True).first()
        self.next_id = (last or 0) + 1
        self.defaults = {
            field.column: _stored_default(field)
            for field in model._meta.concrete_fields
            if not (field.primary_key or field.null or field.is_relation)
        }

    def add(self, **values) -> int:
        key = self.next_id
        self.next_id += 1
        row = {"id": key, **self.defaults, **values}
        if not self.columns:
            self.columns = list(row)
        self.rows.append(tuple(row.values()))
        return key

    def write(self, cursor) -> None:
        quoted = ", ".join(f'"{name}"' for name in self.columns)
        table = self.model._meta.db_table
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as target:
                target.write("".join("\t".join(map(_copy_text, row)) + "\n" for row in self.rows))
        else:
            marks = ", ".join(["%s"] * len(self.columns))
            cursor.executemany(
                f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})',  # noqa: S608
                [tuple(map(_plain, row)) for row in self.rows],
            )
        self.rows = []

    def settle_sequence(self, cursor) -> None:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [self.model._meta.db_table, max(self.next_id - 1, 1)],
            )


def _stored_default(field: models.Field):
    """What an empty column of this field holds; a new field needs no line here."""
    default = field.get_default()
    return json.dumps(default) if isinstance(default, (list, dict)) else default


def _copy_text(value) -> str:
    if value is None:
        return r"\N"
    if value is True or value is False:
        return "t" if value else "f"
    return str(value)


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
    if isinstance(value, (date, uuid.UUID)):
        return value.hex if isinstance(value, uuid.UUID) else value.isoformat()
    return value


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, required=True, help="how many cases to add")
        parser.add_argument("--waiting", type=int, default=300, help="referrals left undecided")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, count, waiting, seed, verbosity, **options):
        if count < 0 or waiting < 0:
            raise CommandError("--count and --waiting must not be negative.")
        if Referral.objects.count() + count + waiting > 8_000_000:
            raise CommandError("References have seven free digits: at most 8,000,000 rows.")
        self._gather()
        # Another run draws other tokens, even with the same seed.
        self.chance = random.Random(f"{seed}-{self.offset}")
        self.tables = [
            Table(model)
            for model in (
                Referral,
                Promise,
                PublicStatus,
                Case,
                ReferralDecision,
                StageMove,
                Visit,
                CaseCategory,
                CaseGap,
            )
        ]
        bar = tqdm(total=count + waiting, unit=" households", disable=verbosity == 0, smoothing=0)
        with bar, self._without_indexes(count):
            for first in range(0, count, BATCH):
                self._write(range(first, min(first + BATCH, count)), opened=True, bar=bar)
            self._write(range(count, count + waiting), opened=False, bar=bar)
        with connection.cursor() as cursor:
            for table in self.tables:
                table.settle_sequence(cursor)
            cursor.execute("ANALYZE")
        if verbosity:
            self.stdout.write(f"{count} cases and {waiting} waiting referrals added")

    @contextmanager
    def _without_indexes(self, count: int) -> Iterator[None]:
        """PostgreSQL builds an index many times faster at the end than row by row."""
        if connection.vendor != "postgresql" or count < BATCH:
            yield
            return
        names = [table.model._meta.db_table for table in self.tables]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
                " WHERE NOT indisunique AND indrelid::regclass::text = ANY(%s)",
                [names],
            )
            indexes = cursor.fetchall()
            for name, _definition in indexes:
                cursor.execute(f"DROP INDEX {name}")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                for _name, definition in indexes:
                    cursor.execute(definition)

    def _gather(self) -> None:
        """People and places that exist, and sample texts encrypted once."""
        self.station = Station.objects.order_by("pk").first()
        if self.station is None:
            raise CommandError("There is no station yet: run load_demo first.")
        self.rooms = list(self.station.rooms.values_list("pk", flat=True)) or [None]
        held = User.objects.filter(is_active=True)
        self.workers = list(
            held.filter(
                station=self.station, groups__name__in=[SOCIAL_WORKER, STATION_LEAD]
            ).values_list("pk", flat=True)
        )
        if not self.workers:
            raise CommandError("The station has no workers yet: run load_demo first.")
        self.room_workers = {
            room: list(
                held.filter(rooms=room, groups__name__in=[ROOM_LEAD, ROOM_WORKER]).values_list(
                    "pk", flat=True
                )
            )
            for room in self.rooms
        }
        self.names = [
            (encrypt(name), name_indexes(name)[0])
            for name in (surname + title for surname in SURNAMES for title in TITLES)
        ]
        self.places = [
            (encrypt(place), place_indexes(place)[0])
            for place in (f"样例小区 {number}号楼" for number in range(1, 301))
        ]
        self.texts = [
            encrypt(f"（样例）第{number}种难处：钱不够，身体不好。") for number in range(200)
        ]
        self.taken = set(Referral.objects.values_list("reference", flat=True)[:100_000])
        self.offset = Referral.objects.count()
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)

    def _reference(self, number: int) -> str:
        digits = str(1_000_000 + (self.offset + number) * STEP % 9_000_000)
        return digits + check_digit(digits)

    def _write(self, numbers: Iterable[int], *, opened: bool, bar: tqdm) -> None:
        for number in numbers:
            reference = self._reference(number)
            while reference in self.taken:
                self.offset += 1
                reference = self._reference(number)
            self._household(number, reference, opened)
            bar.update()
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # Rows refer to each other by numbers we gave; checking each again takes half
                # the time. Not every role may switch it off, and then it is simply checked.
                cursor.execute("SAVEPOINT quick")
                try:
                    cursor.execute("SET LOCAL session_replication_role = replica")
                except connection.Database.Error:
                    cursor.execute("ROLLBACK TO SAVEPOINT quick")
            else:
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in self.tables:
                if table.rows:
                    table.write(cursor)

    def _household(self, number: int, reference: str, opened: bool) -> None:
        pick = self.chance
        referrals, promises, statuses, cases, decisions, moves, visits, *standing = self.tables
        days = pick.random() * (SPREAD_DAYS if opened else 4)
        received = self.now - timedelta(days=days, minutes=5)
        room = pick.choice(self.rooms)
        name, name_hash = pick.choice(self.names)
        place, place_hash = pick.choice(self.places)
        phone = f"199{(self.offset + number) % 100_000_000:08d}"
        station_only = pick.random() < 0.03
        urgency = pick.choices(["today", "soon", "normal"], [5, 25, 70])[0]
        by_another = pick.random() < 0.03
        referral = referrals.add(
            reference=reference,
            station_id=self.station.pk,
            room_id=room,
            received_at=received,
            channel="report" if by_another else pick.choice(["online", "phone", "desk"]),
            keyed_by_id=None,
            language="zh-hans",
            on_behalf="neighbour" if by_another else "self",
            awareness="unaware" if by_another else "willing",
            danger="shelter" if urgency == "today" and pick.random() < 0.2 else "none",
            urgency=urgency,
            needs=json.dumps(pick.sample(NEEDS, 2)),
            words=pick.choice(self.texts),
            observed=None,
            facts=None,
            called_name=name,
            name_hash=name_hash,
            contact_method="phone",
            phone=encrypt(phone),
            phone_hash=phone_indexes(phone)[0],
            safe_contact=None,
            place=place,
            place_hash=place_hash,
            access_needs="[]",
            station_only=station_only,
            source_page="",
            check_result=None,
            status_code_hash="",
            submit_token=uuid.UUID(int=pick.getrandbits(128), version=4),
        )
        due = received + timedelta(days={"today": 0.1, "soon": 1, "normal": 3}[urgency])
        kept = min(due, self.now) if opened else None
        promises.add(referral_id=referral, due_at=due, first_due_at=due, kept_at=kept)
        closed = opened and pick.random() < 0.55 and days > 30
        state = "closed" if closed else ("worker_assigned" if opened else "received")
        statuses.add(
            referral_id=referral, state=state, appointment_on=None, updated_at=kept or received
        )
        if not opened:
            return
        stage = Stage.CLOSED if closed else pick.choice(STAGES)
        updated = received + (self.now - received) * pick.random()
        worker = pick.choice(self.workers)
        room_workers = self.room_workers.get(room) if not station_only else None
        case = cases.add(
            reference=reference,
            station_id=self.station.pk,
            room_id=room,
            worker_id=worker,
            room_worker_id=pick.choice(room_workers) if room_workers else None,
            tier=stage.tier.value if stage.tier else "",
            stage=stage.value,
            provisional=False,
            station_only=station_only,
            opened_at=received,
            closed_at=updated if closed else None,
            close_reason=CloseReason.MOVED.value if closed else "",
            review_on=None if closed else self.today + timedelta(days=pick.randint(-3, 60)),
            last_contact_at=updated,
            contact_due_on=None if closed else self.today + timedelta(days=pick.randint(-1, 40)),
            updated_at=updated,
            version=1,
        )
        text = pick.choice(self.texts)
        decisions.add(
            referral_id=referral,
            case_id=case,
            outcome="opened",
            reason=text,
            decided_by_id=worker,
            decided_at=received,
        )
        moves.add(
            case_id=case,
            from_stage="",
            to_stage=Stage.T1_EMERGENCY_HANDLING.value,
            kind="entry",
            difficulty=text,
            life_after_help=text,
            clients_words=text,
            criteria_met="[]",
            close_reason="",
            review_on=None,
            moved_by_id=worker,
            moved_at=received,
            needs_signature=False,
            signed_by_id=None,
            signed_at=None,
            declined_at=None,
            decline_reason="",
        )
        planned = not closed and pick.random() < 0.2
        visits.add(
            case_id=case,
            kind="home",
            status="planned" if planned else "done",
            planned_for=self.today + timedelta(days=pick.randint(-2, 30))
            if planned
            else updated.date(),
            visitor_id=worker,
            purpose="",
            done_at=None if planned else updated,
            met="[]",
            said="" if planned else text,
            seen="",
            done="",
            urgent=False,
            recorded_by_id=None if planned else worker,
        )
        held = {"case_id": case, "set_by_id": worker, "set_at": received}
        self._stands(*standing, {**held, "ended_by_id": None, "ended_at": None})

    def _stands(self, categories: Table, gaps: Table, held: dict) -> None:
        """Two households in five are in one of the nine, one in sixteen in a gap."""
        pick = self.chance
        if pick.random() < 0.4:
            category = pick.choice(list(Category))
            categories.add(
                **held,
                category=category.value,
                status=pick.choice(list(Status)).value,
                label=label_on(category, held["set_at"].date()),
            )
        if pick.random() < 0.06:
            gaps.add(
                **held,
                need=pick.choice(NEEDS),
                rule=pick.choice(list(Category)).value,
                reason=pick.choice(list(GapReason)).value,
                offered=json.dumps([pick.choice(list(GapOffer)).value]),
                words="",
                ended_how="",
            )
