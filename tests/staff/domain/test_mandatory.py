"""The duty to report: what triage hears, and whom a report must reach."""

from __future__ import annotations

from itertools import product

from staff.domain.mandatory import ALERTS, LAW, SIGNS, WHAT_TO_DO, Body, Duty, duties_of
from staff.domain.mandatory import is_fulfilled as fulfils
from staff.domain.triage import texts


def test_each_alert_that_speaks_of_a_duty_is_one_of_triage():
    assert set(ALERTS) == {code for code in texts.ALERTS if code.startswith("mandatory_report")}
    assert set(ALERTS.values()) == set(Duty) == set(LAW) == set(WHAT_TO_DO) == set(SIGNS)
    assert (len(SIGNS[Duty.MINOR]), len(SIGNS[Duty.VIOLENCE])) == (9, 5)


def test_whom_a_report_must_reach():
    reached = {(duty, body) for duty, body in product(Duty, Body) if fulfils(duty, {body})}

    assert reached == {
        (Duty.MINOR, Body.POLICE),
        (Duty.MINOR, Body.CIVIL_AFFAIRS),
        (Duty.MINOR, Body.EDUCATION),
        (Duty.VIOLENCE, Body.POLICE),
    }
    assert not fulfils(Duty.MINOR, set())
    assert fulfils(Duty.VIOLENCE, {Body.WOMENS_FEDERATION, Body.POLICE})


def test_the_duties_among_alerts():
    alerts = [{"code": "no_food"}, {"code": "mandatory_report_minor"}, {"code": "violence"}]

    assert duties_of(alerts) == [Duty.MINOR]
    assert duties_of([]) == []
    assert duties_of([{"code": code} for code in ALERTS]) == list(Duty)
