"""Days, places, prices and permissions: what keeps a title from being offered, and what does not."""

from datetime import date

import pytest

from shelfready.feeds import FeedFacts
from shelfready.findings import Owner, Status
from shelfready.records import Price, SalesRights, StatedDate, Territory
from shelfready.rules import RULES
from shelfready.rules._examples import audio, audiobook, cover, track
from shelfready.rules._records import header, onix, price, publishing, record, sheet, supply
from shelfready.titles import Known, TitleFacts

TODAY = Known(today=date(2026, 11, 22))
GB, US = Territory(countries=("GB",)), Territory(countries=("US",))
WORLD = Territory(regions=("WORLD",))


def _said(name: str, title: TitleFacts) -> list[tuple[str, str]]:
    return [(found.severity.value, found.message) for found in RULES[name](title)]


def _dated(*dates: tuple[str, str], status: str = "04") -> TitleFacts:
    stated = tuple(StatedDate(role=role, value=value) for role, value in dates)
    return audiobook(described=onix(record(publishing=publishing(dates=stated, status=status))), known=TODAY)


def _priced(*prices: Price) -> TitleFacts:
    return audiobook(described=onix(record(supply=supply(*prices))))


def _during(first: str | None, last: str | None, amount: str = "14.99", **changes: str) -> Price:
    days = [StatedDate(role="14", value=first)] if first else []
    days += [StatedDate(role="15", value=last)] if last else []
    return price(amount, **changes).model_copy(update={"dates": tuple(days)})


@pytest.mark.parametrize(
    ("dates", "severities"),
    [
        ([("01", "20260302")], []),
        ([("01", "20260302"), ("11", "18440828"), ("20", "1844")], []),
        ([("01", "20281121")], []),
        ([("01", "20281123")], ["E"]),
        ([("01", "18991231")], ["E"]),
        ([("01", "20260302"), ("01", "20260303")], ["W"]),
        ([], ["W"]),
        ([("01", "20261301")], ["E"]),
    ],
)
def test_publication_dates_are_possible(dates: list[tuple[str, str]], severities: list[str]) -> None:
    """First editions may be old; two years ahead is as far as anybody plans."""
    assert [severity for severity, _ in _said("dates-impossible", _dated(*dates))] == severities


def test_without_today_nothing_is_far_ahead_nor_shut() -> None:
    """A check that does not know the day accuses nobody of it."""
    title = _dated(("01", "29990101")).model_copy(update={"known": Known()})

    assert _said("dates-impossible", title) == []
    assert _said("embargo-not-over", title) == []


def test_a_title_opens_on_its_day() -> None:
    """The owner is whoever holds the rights: the publisher has nothing to mend."""
    assert _said("embargo-not-over", _dated(("01", "20261122"))) == []
    assert _said("embargo-not-over", _dated(("01", "20261123"))) == [
        ("E", "the publication date is 2026-11-23, and today is 2026-11-22: retry on that day")
    ]
    assert RULES["embargo-not-over"].owner is Owner.RIGHTS


def test_only_the_last_gate_is_told() -> None:
    """One day to come back on."""
    title = _dated(("01", "20270101"), ("30", "20270301"), ("31", "20270201"))

    assert [message[:35] for _, message in _said("embargo-not-over", title)] == ["the streaming embargo is 2027-03-01"]


def _rights(*stated: tuple[str, Territory], row: str | None = "03", release: str = "3.1") -> TitleFacts:
    rights = tuple(SalesRights(kind=kind, territory=territory) for kind, territory in stated)
    facts = onix(record(publishing=publishing(sales_rights=rights, row_rights=row)), header=header(release=release))
    return audiobook(described=facts)


@pytest.mark.parametrize(
    ("title", "severities"),
    [
        (_rights(("01", WORLD), row=None), []),
        (_rights(("01", GB)), []),
        (_rights(("01", GB), row=None), ["I"]),
        (_rights(("01", GB), ("03", US)), []),
        (_rights(("01", GB), ("03", GB)), ["E"]),
        (_rights(("01", WORLD), ("03", US)), ["W"]),
        (_rights(("01", WORLD), ("03", US), release="2.1"), []),
        (_rights(("01", GB), ("02", GB)), ["W"]),
        (_rights(("01", GB), ("02", Territory(regions=("ROW",))), row=None), []),
        (_rights(("03", WORLD)), ["E"]),
        (_rights(("01", Territory(regions=("GB-SCT",)))), []),
        (_rights(row="01"), []),
        (_rights(row=None), ["E"]),
    ],
)
def test_rights_say_one_thing(title: TitleFacts, severities: list[str]) -> None:
    """A named country is an exception from the world around it; only 2.1 has no better way to write it."""
    assert [severity for severity, _ in _said("rights-unclear", title)] == severities


def test_a_sheet_need_not_state_rights() -> None:
    """They may come with another file."""
    assert _said("rights-unclear", audiobook(described=sheet())) == []


@pytest.mark.parametrize(
    "prices",
    [
        [_during("20260101", "20260630"), _during("20260701", None, "9.99")],
        [_during(None, "20260630"), _during("20260701", None, "9.99")],
        [price("14.99", "EUR"), price("12.99", "GBP")],
        [price("14.99", territory=GB), price("15.99", territory=US)],
        [price("14.99", kind="02"), price("14.01", kind="01")],
        [price("14.99"), price("40.00", qualifier="06")],
        [price("14.99"), price("14.99")],
        [price("14.99"), price("3.99", conditions=("10",))],
        [price("14.99", kind="04"), price("21.00", "CHF", kind="04", territory=Territory(countries=("CH",)))],
        [Price(unpriced="02")],
        [Price(unpriced="01")],
        [_during("20260101", "20260201T000000"), _during("20260201T000000", None, "9.99")],
        [_during("20260101", "20260110", "4.99", qualifier="08")],
    ],
)
def test_price_lists_as_they_are_usual_are_left_in_peace(prices: list[Price]) -> None:
    """One after the other, by currency, place, tax, reader and condition; free, and to be announced."""
    assert _said("prices-wrong", _priced(*prices)) == []


@pytest.mark.parametrize(
    ("prices", "severities"),
    [
        ([_during("20260101", "20260630"), _during("20260601", None, "9.99")], ["E"]),
        ([_during("20260101", "20260701"), _during("20260701", None, "9.99")], ["W"]),
        ([_during(None, None), _during("20260101", "20260110", "9.99"), _during("20260201", None, "8.99")], ["E", "E"]),
        ([_during("20260630", "20260101")], ["E"]),
        ([_during("20260101", None, "4.99", qualifier="08")], ["E"]),
        ([_during("20260101", None, "4.99", qualifier="17")], ["E"]),
        ([_during("soon", None)], ["E"]),
        ([price("0.00")], ["E"]),
        ([price("-1.00")], ["E"]),
        ([price("free")], ["E"]),
        ([price("13,99")], ["W"]),
        ([price("14.99", "EURO")], ["E"]),
        ([Price(amount="14.99", kind="02")], ["E"]),
        ([Price(amount="14.99", currency="EUR")], ["W"]),
        ([Price(kind="02", currency="EUR")], ["E"]),
    ],
)
def test_prices_that_cannot_be_charged_are_told(prices: list[Price], severities: list[str]) -> None:
    """Two at once, on one day only, backwards, without an end, an amount, a currency or a type."""
    assert [severity for severity, _ in _said("prices-wrong", _priced(*prices))] == severities


def test_long_price_lists_are_compared_to_the_end() -> None:
    """A thousand prices, one after the other, and one that overlaps the first."""
    months = [f"{2000 + n // 12}{n % 12 + 1:02}" for n in range(900)]
    prices = [_during(f"{month}01", f"{month}28", f"{n}.99") for n, month in enumerate(months)]
    late = _during("20000215", "20000220", "5.55")

    assert _said("prices-wrong", _priced(*prices)) == []
    assert len(_said("prices-wrong", _priced(*prices, late))) == 1


@pytest.mark.parametrize(
    ("restrictions", "severities"),
    [(("99",), []), (("13",), []), (("20",), ["W"]), (("12",), ["E"]), (("12", "13"), ["E"]), (("09",), [])],
)
def test_subscription_is_granted_or_not(restrictions: tuple[str, ...], severities: list[str]) -> None:
    """The faultless record grants it by a price; libraries are another matter."""
    title = audiobook(described=onix(record(publishing=publishing(restrictions=restrictions))))

    assert [severity for severity, _ in _said("subscription-not-granted", title)] == severities


def test_restriction_of_a_market_counts() -> None:
    """Code list 71 stands in two places."""
    offers = supply(price(), restrictions=("12",))
    found = _said("subscription-not-granted", audiobook(described=onix(record(supply=offers))))

    assert [severity for severity, _ in found] == ["E"]


def test_a_title_without_a_record_is_asked_for_no_grant() -> None:
    """Nor is its length remarked on: nobody has said anything."""
    assert _said("subscription-not-granted", audiobook(track("1.mp3", audio(60_000)), cover())) == []


@pytest.mark.parametrize("status", ["01", "03", "05", "07", "11", "12", "15", "16", "17"])
def test_what_is_withdrawn_does_not_go_on_the_shelf(status: str) -> None:
    """Whatever the reason, it is fatal, and no waiver lets it pass."""
    title = _dated(("01", "20260302"), ("22", "20270101"), status=status)

    assert [severity for severity, _ in _said("withdrawn", title)] == ["F"]


@pytest.mark.parametrize("status", ["00", "02", "04", "06", "09", "10", "13", None])
def test_what_is_not_withdrawn_may_go_on(status: str | None) -> None:
    """Out of stock is a matter of paper."""
    title = audiobook(described=onix(record(publishing=publishing(status=status))))

    assert _said("withdrawn", title) == []


def test_one_supplier_who_has_none_is_not_the_publisher() -> None:
    """Only if every one says that it is withdrawn, it is believed; that one has none in stock is nothing."""
    both = supply(price(), availability="46").supplies + supply(price()).supplies
    title = audiobook(described=onix(record(supply=supply().model_copy(update={"supplies": both}))))

    assert _said("withdrawn", title) == []
    assert _said("withdrawn", audiobook(described=onix(record(supply=supply(price(), availability="40"))))) == []


@pytest.mark.parametrize(
    "feed",
    [
        FeedFacts(publisher="p", live=0, deleted=3),
        FeedFacts(publisher="p", live=10, deleted=3, withdrawn=3, repriced=3, shrunk=3),
        FeedFacts(publisher="p", live=1000, deleted=20, withdrawn=50, repriced=50, shrunk=50),
    ],
)
def test_feeds_as_they_are_usual_are_left_in_peace(feed: FeedFacts) -> None:
    """A few titles are a tenth of a small catalogue."""
    assert RULES["feed-touches-too-much"](feed) == []


@pytest.mark.parametrize("effect", ["deleted", "withdrawn", "repriced", "shrunk"])
def test_a_feed_that_touches_too_much_is_held(effect: str) -> None:
    """Each way by itself, in a small catalogue and in a large one."""
    for live, count in ((5, 4), (1000, 51)):
        feed = FeedFacts.model_validate({"publisher": "p", "live": live, effect: count})

        assert [found.severity.value for found in RULES["feed-touches-too-much"](feed)] == ["F"]


def test_contracts_are_planned() -> None:
    """The rule has its page, and does not run: a rule that always passes would be a lie."""
    assert RULES["contract-missing"].status is Status.PLANNED
