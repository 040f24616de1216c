"""What Slack refuses in blocks, messages and windows, by its documented limits.

Each fault is written as Slack writes it into ``response_metadata.messages``. The numbers are
those of Slack's Block Kit reference, counted in code points; where Slack is silent but refuses
all the same (the text of all blocks together) the lowest figure that was ever reported is taken.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Faults: TypeAlias = Iterator[str]

BLOCKS_IN_A_MESSAGE = 50
BLOCKS_IN_A_VIEW = 100
VIEW_BYTES = 250_000
TEXT_OVER_ALL_BLOCKS = 11_300
MARKDOWN_OVER_ALL_BLOCKS = 12_000
OPTIONS_SHOWN = 100

_PLAIN, _MRKDWN = "plain_text", "mrkdwn"
_DATE, _TIME = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MESSAGE_ONLY = frozenset({"markdown", "table", "context_actions"})
_BUTTON_STYLES = (None, "primary", "danger")
_LISTS = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")


def blocks_faults(blocks: Any, *, least: int, most: int, in_a_message: bool) -> list[str]:
    """Everything that Slack refuses in *blocks*; an empty list if it takes them."""
    if not isinstance(blocks, list):
        return [_error("must be an array", "/blocks")]
    return [
        *_count(blocks, "/blocks", least, most),
        *_twice("block_id", [b.get("block_id") for b in blocks if isinstance(b, dict)], "/blocks"),
        *(
            fault
            for at, block in enumerate(blocks)
            for fault in _block(block, f"/blocks/{at}", in_a_message=in_a_message)
        ),
    ]


def message_faults(message: Mapping[str, Any]) -> list[str]:
    """Everything that Slack refuses in the blocks of *message*."""
    blocks = message.get("blocks") or []
    faults = blocks_faults(blocks, least=0, most=BLOCKS_IN_A_MESSAGE, in_a_message=True)
    tables = [block for block in _listed(blocks) if _type(block) == "table"]
    return [*faults, *([_error("only one table is allowed", "/blocks")] if tables[1:] else [])]


def view_faults(view: Any) -> list[str]:
    """Everything that Slack refuses in a modal or a Home tab."""
    if not isinstance(view, dict) or _type(view) not in {"modal", "home"}:
        return [_error("must be a valid view type: modal or home", "/view/type")]
    blocks = view.get("blocks")
    faults = blocks_faults(blocks, least=1, most=BLOCKS_IN_A_VIEW, in_a_message=False)
    faults += _optional_text(view, "callback_id", "/view", 255)
    faults += _optional_text(view, "private_metadata", "/view", 3000)
    if view["type"] == "home":
        return faults
    faults += _text(view.get("title"), "/view/title", 24, kinds=(_PLAIN,))
    for button in ("submit", "close"):
        if view.get(button) is not None:
            faults += _text(view[button], f"/view/{button}", 24, kinds=(_PLAIN,))
    asks = isinstance(blocks, list) and any(_type(block) == "input" for block in blocks)
    if asks and not view.get("submit"):
        faults.append(_error("must have a submit button when there is an input", "/view/submit"))
    return faults


def options_faults(answer: Mapping[str, Any]) -> list[str]:
    """Everything that Slack refuses in what an options listener answers."""
    if answer.get("option_groups") is not None:
        return list(_groups(answer["option_groups"], "/option_groups"))
    return list(_options(answer.get("options"), "/options", 0, OPTIONS_SHOWN))


def view_bytes(view: Any) -> int:
    """The size of *view* as Slack counts it."""
    return len(json.dumps(view).encode())


def is_too_long(blocks: list[Json]) -> bool:
    """Whether Slack refuses the text of all *blocks* together; Markdown alone may be longer."""
    markdown = [block for block in blocks if block["type"] == "markdown"]
    if text_length(markdown) > MARKDOWN_OVER_ALL_BLOCKS:
        return True
    return len(markdown) < len(blocks) and text_length(blocks) > TEXT_OVER_ALL_BLOCKS


def text_length(blocks: Any) -> int:
    """The characters of all text in *blocks* that Slack counts."""
    if isinstance(blocks, dict):
        own = [v for k, v in blocks.items() if k in {"text", "url"} and isinstance(v, str)]
        inner = (v for v in blocks.values() if not isinstance(v, str))
        return sum(map(len, own)) + sum(map(text_length, inner))
    return sum(map(text_length, blocks)) if isinstance(blocks, list) else 0


def _block(block: Any, at: str, *, in_a_message: bool) -> Faults:
    kind = _type(block)
    check = _BLOCKS.get(kind)
    if check is None:
        yield _error(f"unsupported type: {kind or 'none'}", at)
        return
    if kind in _MESSAGE_ONLY and not in_a_message:
        yield _error(f"unsupported type in a view: {kind}", at)
    yield from _optional_text(block, "block_id", at, 255)
    yield from check(block, at)


def _section(block: Json, at: str) -> Faults:
    if block.get("text") is None and not block.get("fields"):
        yield _error("must have text or fields", at)
    if block.get("text") is not None:
        yield from _text(block["text"], f"{at}/text", 3000)
    if block.get("fields") is not None:
        yield from _count(block["fields"], f"{at}/fields", 1, 10)
        for number, field in enumerate(_listed(block["fields"])):
            yield from _text(field, f"{at}/fields/{number}", 2000)
    if block.get("accessory") is not None:
        yield from _element(block["accessory"], f"{at}/accessory")


def _header(block: Json, at: str) -> Faults:
    yield from _text(block.get("text"), f"{at}/text", 150, kinds=(_PLAIN,))


def _context(block: Json, at: str) -> Faults:
    yield from _count(block.get("elements"), f"{at}/elements", 1, 10)
    for number, each in enumerate(_listed(block.get("elements"))):
        if _type(each) == "image":
            yield from _image(each, f"{at}/elements/{number}")
        else:
            yield from _text(each, f"{at}/elements/{number}", 3000)


def _actions(block: Json, at: str) -> Faults:
    elements = _listed(block.get("elements"))
    yield from _count(block.get("elements"), f"{at}/elements", 1, 25)
    yield from _twice("action_id", [e.get("action_id") for e in elements if _type(e)], at)
    for number, each in enumerate(elements):
        yield from _element(each, f"{at}/elements/{number}")


def _context_actions(block: Json, at: str) -> Faults:
    yield from _count(block.get("elements"), f"{at}/elements", 1, 5)
    for number, each in enumerate(_listed(block.get("elements"))):
        if _type(each) not in {"feedback_buttons", "icon_button"}:
            yield _error(f"unsupported type: {_type(each) or 'none'}", f"{at}/elements/{number}")


def _input(block: Json, at: str) -> Faults:
    yield from _text(block.get("label"), f"{at}/label", 2000, kinds=(_PLAIN,))
    if block.get("hint") is not None:
        yield from _text(block["hint"], f"{at}/hint", 2000, kinds=(_PLAIN,))
    if _type(block.get("element")) in {"button", "overflow"}:
        yield _error(f"unsupported type: {block['element']['type']}", f"{at}/element")
    yield from _element(block.get("element"), f"{at}/element")


def _image(block: Json, at: str) -> Faults:
    yield from _string(block.get("alt_text"), f"{at}/alt_text", 1, 2000)
    if block.get("slack_file") is None:
        yield from _string(block.get("image_url"), f"{at}/image_url", 1, 3000)
    if block.get("title") is not None:
        yield from _text(block["title"], f"{at}/title", 2000, kinds=(_PLAIN,))


def _markdown(block: Json, at: str) -> Faults:
    yield from _string(block.get("text"), f"{at}/text", 1, MARKDOWN_OVER_ALL_BLOCKS)


def _table(block: Json, at: str) -> Faults:
    yield from _count(block.get("rows"), f"{at}/rows", 1, 100)
    rows = block.get("rows")
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        yield from _count(row, f"{at}/rows/{number}", 1, 20)


def _rich_text(block: Json, at: str) -> Faults:
    yield from _count(block.get("elements"), f"{at}/elements", 1, 1000)
    for number, each in enumerate(_listed(block.get("elements"))):
        if _type(each) not in _LISTS:
            yield _error(f"unsupported type: {_type(each) or 'none'}", f"{at}/elements/{number}")
        yield from _rich(each, f"{at}/elements/{number}")


def _rich(element: Any, at: str) -> Faults:
    kind = _type(element)
    if kind in _LISTS:
        yield from _count(element.get("elements"), f"{at}/elements", 1, 1000)
        for number, each in enumerate(_listed(element.get("elements"))):
            yield from _rich(each, f"{at}/elements/{number}")
    elif kind == "text":
        yield from _string(element.get("text"), f"{at}/text", 1, 3000)
    elif kind == "link":
        yield from _string(element.get("url"), f"{at}/url", 1, 3000)
    elif kind == "user":
        yield from _string(element.get("user_id"), f"{at}/user_id", 1, 255)
    elif kind not in {"emoji", "usergroup", "channel", "broadcast", "date", "color"}:
        yield _error(f"unsupported type: {kind or 'none'}", at)


def _nothing(_block: Json, _at: str) -> Faults:
    yield from ()


_BLOCKS: Mapping[str, Callable[[Json, str], Faults]] = {
    "section": _section,
    "header": _header,
    "divider": _nothing,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "table": _table,
    "rich_text": _rich_text,
}


def _element(element: Any, at: str) -> Faults:
    kind = _type(element)
    check = _ELEMENTS.get(kind)
    if check is None:
        yield _error(f"unsupported type: {kind or 'none'}", at)
        return
    yield from _optional_text(element, "action_id", at, 255)
    if element.get("confirm") is not None:
        yield from _confirm(element["confirm"], f"{at}/confirm")
    if element.get("placeholder") is not None:
        yield from _text(element["placeholder"], f"{at}/placeholder", 150, kinds=(_PLAIN,))
    yield from check(element, at)


def _button(element: Json, at: str) -> Faults:
    yield from _text(element.get("text"), f"{at}/text", 75, kinds=(_PLAIN,))
    yield from _optional_text(element, "value", at, 2000)
    yield from _optional_text(element, "url", at, 3000)
    yield from _optional_text(element, "accessibility_label", at, 75)
    if element.get("style") not in _BUTTON_STYLES:
        yield _error("must be primary or danger", f"{at}/style")


def _static_select(element: Json, at: str) -> Faults:
    if element.get("option_groups") is not None:
        yield from _groups(element["option_groups"], f"{at}/option_groups")
        options = [o for g in _listed(element["option_groups"]) for o in _listed(g.get("options"))]
    else:
        options = _listed(element.get("options"))
        yield from _options(element.get("options"), f"{at}/options", 1, 100)
    yield from _initial(element, options, at)


def _external_select(element: Json, at: str) -> Faults:
    chosen = _chosen_at_first(element)
    yield from _options(chosen, f"{at}/initial_option", 0, 100)


def _few_options(most: int) -> Callable[[Json, str], Faults]:
    def check(element: Json, at: str) -> Faults:
        yield from _options(element.get("options"), f"{at}/options", 1, most)
        yield from _initial(element, _listed(element.get("options")), at)

    return check


def _written(most: int) -> Callable[[Json, str], Faults]:
    def check(element: Json, at: str) -> Faults:
        yield from _optional_text(element, "initial_value", at, most)

    return check


def _shaped(key: str, shape: re.Pattern[str], like: str) -> Callable[[Json, str], Faults]:
    def check(element: Json, at: str) -> Faults:
        if element.get(key) is not None and not shape.fullmatch(str(element[key])):
            yield _error(f"must be written as {like}", f"{at}/{key}")

    return check


_SELECTS: Mapping[str, Callable[[Json, str], Faults]] = {
    "static_select": _static_select,
    "external_select": _external_select,
    "users_select": _nothing,
    "conversations_select": _nothing,
    "channels_select": _nothing,
}
_ELEMENTS: Mapping[str, Callable[[Json, str], Faults]] = {
    "button": _button,
    **_SELECTS,
    **{f"multi_{name}": check for name, check in _SELECTS.items()},
    "overflow": _few_options(5),
    "checkboxes": _few_options(10),
    "radio_buttons": _few_options(10),
    "datepicker": _shaped("initial_date", _DATE, "YYYY-MM-DD"),
    "timepicker": _shaped("initial_time", _TIME, "HH:mm"),
    "datetimepicker": _shaped("initial_date_time", re.compile(r"\d{10}"), "ten digits"),
    "plain_text_input": _written(3000),
    "number_input": _written(3000),
    "email_text_input": _written(3000),
    "url_text_input": _written(3000),
    "rich_text_input": _nothing,
    "image": _image,
}


def _groups(groups: Any, at: str) -> Faults:
    yield from _count(groups, at, 0, OPTIONS_SHOWN)
    for number, group in enumerate(_listed(groups)):
        yield from _text(group.get("label"), f"{at}/{number}/label", 75, kinds=(_PLAIN,))
        yield from _options(group.get("options"), f"{at}/{number}/options", 1, 100)


def _options(options: Any, at: str, least: int, most: int) -> Faults:
    yield from _count(options, at, least, most)
    for number, option in enumerate(_listed(options)):
        here = f"{at}/{number}"
        yield from _text(option.get("text"), f"{here}/text", 75)
        if option.get("url") is None or option.get("value") is not None:
            yield from _string(option.get("value"), f"{here}/value", 1, 150)
        if option.get("description") is not None:
            yield from _text(option["description"], f"{here}/description", 75)


def _initial(element: Json, options: list[Json], at: str) -> Faults:
    if any(chosen not in options for chosen in _chosen_at_first(element)):
        yield _error("must be one of the options", f"{at}/initial_option")


def _chosen_at_first(element: Json) -> list[Any]:
    one = element.get("initial_option")
    return [*([one] if one is not None else []), *_listed(element.get("initial_options"))]


def _confirm(confirm: Any, at: str) -> Faults:
    if not isinstance(confirm, dict):
        yield _error("must be an object", at)
        return
    yield from _text(confirm.get("title"), f"{at}/title", 100, kinds=(_PLAIN,))
    yield from _text(confirm.get("text"), f"{at}/text", 300)
    for button in ("confirm", "deny"):
        yield from _text(confirm.get(button), f"{at}/{button}", 30, kinds=(_PLAIN,))


def _text(text: Any, at: str, most: int, *, kinds: tuple[str, ...] = (_PLAIN, _MRKDWN)) -> Faults:
    if _type(text) not in kinds:
        yield _error(f"must be a text object of type {' or '.join(kinds)}", at)
        return
    yield from _string(text.get("text"), f"{at}/text", 1, most)


def _string(text: Any, at: str, least: int, most: int) -> Faults:
    if not isinstance(text, str):
        yield _error("must be a string", at)
    elif len(text) < least:
        yield _error(f"must be more than {least - 1} characters", at)
    elif len(text) > most:
        yield _error(f"must be less than {most + 1} characters", at)


def _optional_text(of: Json, key: str, at: str, most: int) -> Faults:
    if of.get(key) is not None:
        yield from _string(of[key], f"{at}/{key}", 0, most)


def _count(items: Any, at: str, least: int, most: int) -> Faults:
    if not isinstance(items, list):
        yield _error("must be an array", at)
    elif len(items) < least:
        yield _error(f"no fewer than {least} items are allowed", at)
    elif len(items) > most:
        yield _error(f"no more than {most} items are allowed", at)


def _twice(what: str, ids: list[Any], at: str) -> Faults:
    counted = Counter(str(each) for each in ids if each is not None)
    for each, count in counted.items():
        if count > 1:
            yield _error(f"{what} already in use: {each}", at)


def _listed(items: Any) -> list[Json]:
    return [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []


def _type(of: Any) -> str:
    return str(of.get("type") or "") if isinstance(of, dict) else ""


def _error(what: str, pointer: str) -> str:
    return f"[ERROR] {what} [json-pointer:{pointer}]"
