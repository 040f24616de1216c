"""One heading or one route, in parts: as an excerpt, as steps, or in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from bot.replies.parts import (
    ContactLine,
    Contacts,
    Notice,
    Part,
    Points,
    SourceLine,
    Sources,
    StepLine,
    Steps,
    Text,
    Title,
)
from bot.toolkit.models import Contact, Guidance, Route, Statement, Step, ToCheck
from bot.toolkit.toolkit import AnyEntry, Citation, Toolkit

SOURCES_IN_AN_EXCERPT = 4


def excerpt(toolkit: Toolkit, entry: AnyEntry, today: date) -> list[Part]:
    """What a person on shift needs of *entry*, in the order in which they need it.

    Where one route belongs to a heading its steps are shown along. Where several do, the facts
    decide which, so the reader chooses: the wrong steps are worse than one more press.
    """
    say = toolkit.messages.labels
    parts: list[Part] = [title(toolkit, entry), *_not_you(entry), Text(entry.summary)]
    if isinstance(entry, Route):
        parts.append(Steps(say.steps, tuple(step_line(toolkit, s) for s in entry.steps)))
    else:
        parts.append(Points(say.points, _say(entry.points)))
    if entry.do_not:
        parts.append(Points(say.do_not, _say(entry.do_not)))
    if isinstance(entry, Guidance) and len(entry.routes) == 1:
        route = toolkit.routes[entry.routes[0]]
        parts.append(Steps(route.title, tuple(StepLine(s.who, s.do) for s in route.steps)))
    parts += [
        *_to_check(toolkit, entry),
        *_contacts(toolkit, entry, brief=True),
        *_then_and_now(toolkit, entry),
    ]
    cited = sources(toolkit, entry, SOURCES_IN_AN_EXCERPT, (_checked(toolkit, entry),))
    return [*parts, *overdue(toolkit, entry, today), cited]


def in_brief(toolkit: Toolkit, entry: AnyEntry) -> list[Part]:
    """What *entry* says in short, where two are answered at once; the rest is behind its button."""
    say = toolkit.messages.labels
    parts: list[Part] = [title(toolkit, entry), *_not_you(entry), Text(entry.summary)]
    if isinstance(entry, Route):
        steps = tuple(StepLine(step.who, step.do) for step in entry.steps)
        return [*parts, Steps(say.steps, steps)]
    return [*parts, Points(say.points, _say(entry.points))]


def in_full(toolkit: Toolkit, entry: AnyEntry, today: date) -> list[Part]:
    """All that is written on *entry*, each point with the numbers of its sources."""
    say = toolkit.messages.labels
    cited = toolkit.cite(_refs(entry))
    number = {each: str(at) for at, each in enumerate(cited, start=1)}

    def points(label: str, statements: Sequence[Statement]) -> list[Part]:
        refs = tuple(
            ",".join(number[each] for each in toolkit.cite(statement.sources))
            for statement in statements
        )
        return [Points(label, _say(statements), refs)] if statements else []

    parts: list[Part] = [*_not_you(entry), Text(entry.summary)]
    if isinstance(entry, Route):
        parts.append(Text(entry.use_when, say.when))
        parts.append(Steps(say.steps, tuple(step_line(toolkit, s) for s in entry.steps)))
    else:
        parts += points(say.points, entry.points)
    parts += points(say.do_not, entry.do_not)
    parts += _to_check(toolkit, entry)
    if isinstance(entry, Route):
        parts += points(say.nations, entry.nations)
    parts += [*_contacts(toolkit, entry, brief=False), *_then_and_now(toolkit, entry)]
    parts += _as_printed(toolkit, entry)
    lines = tuple(_source_line(each) for each in cited)
    notes = (_checked(toolkit, entry),)
    return [
        *parts,
        *overdue(toolkit, entry, today),
        Sources(say.sources, lines, notes, numbered=True),
    ]


def step_line(toolkit: Toolkit, step: Step) -> StepLine:
    """A step with its deadline, reason, contacts and form."""
    say = toolkit.messages.labels
    details: list[tuple[str, str]] = []
    if step.by_when:
        details.append((say.when, step.by_when))
    if step.why:
        details.append((say.why, step.why))
    if step.contacts:
        called = (_in_a_line(toolkit.contacts[each]) for each in step.contacts)
        details.append((say.contacts, "; ".join(called)))
    if step.form:
        details.append((say.form, _in_a_line(toolkit.contacts[step.form])))
    if step.then:
        details.append((say.steps, toolkit.routes[step.then].title))
    return StepLine(step.who, step.do, tuple(details))


def contact_line(toolkit: Toolkit, contact: Contact, *, brief: bool = False) -> ContactLine:
    """A contact with all that was verified of it; in *brief*, what is needed to make the call."""
    say = toolkit.messages
    notes = [say.local_number] if contact.local else []
    if contact.reach_through and not (brief and contact.local):
        through = "; ".join(_in_a_line(toolkit.contacts[each]) for each in contact.reach_through)
        notes.append(say.reach_through.format(contacts=through))
    if not brief:
        notes += [note for note in (contact.access, contact.check) if note]
    return ContactLine(
        name=contact.name,
        use_for=contact.use_for,
        phone=contact.phone or "",
        hours=contact.hours or "",
        email=contact.email or "",
        url=contact.url or "",
        notes=tuple(notes),
    )


def contacts(toolkit: Toolkit, ids: Iterable[str], *, brief: bool = False) -> Contacts:
    """The contacts *ids*, in that order."""
    lines = (contact_line(toolkit, toolkit.contacts[each], brief=brief) for each in ids)
    return Contacts(toolkit.messages.labels.contacts, tuple(lines))


def sources(toolkit: Toolkit, entry: AnyEntry, most: int, notes: Sequence[str]) -> Sources:
    """The first sources of *entry*, how many more there are, and *notes*."""
    cited = toolkit.cite(_refs(entry))
    more = len(cited) - most
    rest = [toolkit.messages.more_sources.format(count=more)] if more > 0 else []
    shown = tuple(_source_line(each) for each in cited[:most])
    return Sources(toolkit.messages.labels.sources, shown, (*rest, *notes))


def title(toolkit: Toolkit, entry: AnyEntry) -> Title:
    """The title of a heading or route, and over it whose it is."""
    agency = toolkit.agency_of(entry.id)
    return Title(entry.title, over=agency.name if agency else "")


def _not_you(entry: AnyEntry) -> list[Part]:
    return [Notice("note", (entry.not_you.say,))] if entry.not_you else []


def _to_check(toolkit: Toolkit, entry: AnyEntry) -> list[Part]:
    if not entry.to_check:
        return []
    items = tuple(_check_line(toolkit, each) for each in entry.to_check)
    return [Points(toolkit.messages.labels.to_check, items)]


def _check_line(toolkit: Toolkit, check: ToCheck) -> str:
    asked = toolkit.messages.ask.format(contact=_in_a_line(toolkit.contacts[check.ask]))
    return f"{check.say} {asked}"


def _contacts(toolkit: Toolkit, entry: AnyEntry, *, brief: bool) -> list[Part]:
    return [contacts(toolkit, entry.contacts, brief=brief)] if entry.contacts else []


def _then_and_now(toolkit: Toolkit, entry: AnyEntry) -> list[Part]:
    if not isinstance(entry, Guidance) or not entry.then_and_now:
        return []
    return [Text(entry.then_and_now.say, toolkit.messages.labels.then_and_now)]


def _as_printed(toolkit: Toolkit, entry: AnyEntry) -> list[Part]:
    """How the toolkit of 2009 called the heading, where that differs."""
    printed = toolkit.printed.get(entry.id)
    if not printed or printed.heading.title == entry.title:
        return []
    heading = printed.heading
    return [Text(toolkit.messages.printed_as.format(title=heading.title, page=heading.page))]


def overdue(toolkit: Toolkit, entry: AnyEntry, today: date) -> list[Part]:
    """A warning, if *entry* should have been checked again before *today*."""
    if today <= entry.check_by:
        return []
    said = toolkit.messages.overdue.format(check_by=day_in_words(entry.check_by), owner=entry.owner)
    return [Notice("caution", (said,))]


def _checked(toolkit: Toolkit, entry: AnyEntry) -> str:
    return toolkit.messages.checked.format(
        checked=day_in_words(entry.checked),
        check_by=day_in_words(entry.check_by),
        owner=entry.owner,
        version=toolkit.version,
    )


def _refs(entry: AnyEntry) -> list[str]:
    """Every source reference of *entry*, those of the main points first."""
    main = entry.steps if isinstance(entry, Route) else entry.points
    rest = [*entry.do_not, *entry.to_check]
    if isinstance(entry, Route):
        rest += entry.nations
    elif entry.then_and_now:
        rest.append(entry.then_and_now)
    first = [entry.not_you] if entry.not_you else []
    return list(chain.from_iterable(each.sources for each in (*first, *main, *rest)))


def _source_line(citation: Citation) -> SourceLine:
    source = citation.source
    place = f", {citation.place}" if citation.place else ""
    return SourceLine(f"{source.title}{place} ({source.publisher}, {source.dated})", source.url)


def _in_a_line(contact: Contact) -> str:
    reached = contact.phone or contact.email or contact.url
    return f"{contact.name}, {reached}" if reached else contact.name


def _say(statements: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(statement.say for statement in statements)


def day_in_words(day: date) -> str:
    """A date as people write it: 23 November 2026."""
    return f"{day.day} {day:%B %Y}"
