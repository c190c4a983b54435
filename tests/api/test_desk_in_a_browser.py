from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import select, update

from models.tables import CachedClient, Call, Draft, DraftCorrection, OutboxMessage, TranscriptRow, User

pytestmark = pytest.mark.browser
PASSWORD = "ночная-смена"
CHROMIUM = "/usr/bin/chromium"
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
XSS = "<img src=x onerror=\"document.title='взломано'\">"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="ru-RU", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def asked(context: BrowserContext) -> list[str]:
    """Every address that a page asks for."""
    seen: list[str] = []
    context.on("request", lambda request: seen.append(request.url))
    return seen


@pytest.fixture
def faults(context: BrowserContext) -> list[str]:
    """What the browser complains of: scripts that fail, things that the page's policy forbids."""
    seen: list[str] = []
    context.on("weberror", lambda error: seen.append(str(error.error)))
    context.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    return seen


@pytest.fixture
def page(context: BrowserContext, desk: Any) -> Page:
    """The queue of a manager who signed in elsewhere: the sign-in page has a test of its own."""
    cookie = desk.client("irina").cookies["dozvon_session"]
    context.add_cookies([{"name": "dozvon_session", "value": cookie, "url": desk.url}])
    page = context.new_page()
    page.goto(f"{desk.url}/")
    return page


def signed_in(context: BrowserContext, desk: Any, login: str) -> Page:
    page = context.new_page()
    page.goto(f"{desk.url}/")
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", name="Утренняя очередь")).to_be_visible()
    return page


def sound_position(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def until(page: Page, condition: str) -> None:
    """Wait for a condition. The page's own policy forbids the browser's way, which makes code of text."""
    for _ in range(150):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never came true: {condition}")


def open_draft(desk: Any, page: Page, name: str) -> None:
    page.goto(f"{desk.url}/drafts/{desk.draft(name)}")
    expect(page.locator("html.js")).to_be_attached()


def draft_of(desk: Any, name: str) -> Draft:
    with desk.sessions() as session:
        return session.get_one(Draft, UUID(desk.draft(name)))


def test_a_morning_from_the_queue_to_a_deal(
    desk: Any, asked: list[str], faults: list[str], context: BrowserContext
) -> None:
    page = signed_in(context, desk, "irina")
    page.get_by_role("link", name="ООО «СтройПодряд»").first.click()
    expect(page.get_by_text("Черновик, не подтверждение.")).to_be_visible()
    expect(page.get_by_text("Демонстрационная модель речи")).to_be_visible()

    word = page.locator(".word", has_text="брезентовых")
    word.click()
    until(page, "document.querySelector('audio').currentTime > 0")
    assert abs(sound_position(page) - float(word.get_attribute("data-start") or 0)) < 2
    page.keyboard.press("Space")
    until(page, "document.querySelector('audio').paused")

    first = page.locator("tbody.line").first
    first.hover()
    expect(page.locator(".word.lit")).to_have_count(7)

    quantity = first.locator("input[name^=quantity]")
    quantity.fill("1 200")
    quantity.press("Tab")
    expect(page.locator("tbody.line").first.locator(".sum")).to_have_text("11 760,00 ₽")
    page.locator("tbody.line").first.get_by_role("button", name="Перчатки х/б с ПВХ, 7 класс").click()
    expect(page.locator("tbody.line").first.locator(".product b")).to_have_text("Перчатки х/б с ПВХ, 7 класс")
    expect(page.locator("tbody.line").first.get_by_text("проверено человеком")).to_be_visible()

    page.get_by_role("button", name="Подтвердить заказ").click()
    expect(page.get_by_text("Заявка № 1041 подтверждена, отправляем в CRM")).to_be_visible()
    draft = draft_of(desk, "easy")
    assert (draft.status.value, draft.unchanged) == ("confirmed", False)
    with desk.sessions() as session:
        keys = session.scalars(select(OutboxMessage.key)).all()
        assert [key for key in keys if key.startswith("deal:")] == [f"deal:{draft.id}"]
        assert len(session.scalars(select(DraftCorrection)).all()) == 2
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(desk.url).netloc}
    assert faults == []


def test_what_was_not_understood_is_answered_by_a_search_and_a_click(desk: Any, faults: list[str], page: Page) -> None:
    open_draft(desk, page, "hard")
    phrase = page.locator(".phrase")
    expect(phrase.locator("q")).to_have_text("двадцать штук этих синих")
    phrase.get_by_label("Найти товар").type("нитрил")
    page.get_by_role("button", name="Перчатки нитриловые МБС, размер L P-NIT-L").click()
    expect(page.locator("tbody.line")).to_have_count(4)
    expect(page.locator(".phrase")).to_have_count(0)
    expect(page.locator("tbody.line").last.locator(".quote")).to_have_text("двадцать штук этих синих")

    page.get_by_placeholder("кол-во").last.fill("2,5")
    page.get_by_label("Название или артикул").last.type("сапог")
    page.keyboard.press("Enter")
    expect(page.locator("tbody.line")).to_have_count(5)
    page.get_by_role("button", name="Убрать строку 5").click()
    expect(page.locator("tbody.line")).to_have_count(4)
    assert faults == []


def test_keys_alone_take_an_order_through(desk: Any, page: Page) -> None:
    open_draft(desk, page, "hard")
    page.keyboard.press("2")
    until(page, "!document.querySelector('audio').paused")
    assert sound_position(page) > 5
    page.keyboard.press("Enter")
    expect(page.get_by_text("Enter ещё раз")).to_be_visible()
    assert draft_of(desk, "hard").status.value == "new"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Заявка № 1042 подтверждена")).to_be_visible()


def test_a_rejection_is_not_sent_without_a_reason(desk: Any, page: Page) -> None:
    open_draft(desk, page, "easy")
    page.keyboard.press("r")
    page.get_by_role("button", name="Отклонить", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Укажите причину отклонения")
    page.get_by_text("Отклонить…").click()
    page.get_by_label("Дубль заявки").check()
    page.get_by_label("Своими словами").fill("уже звонил днём")
    page.get_by_role("button", name="Отклонить", exact=True).click()
    expect(page.get_by_text("Заявка № 1041 отклонена")).to_be_visible()
    assert draft_of(desk, "easy").reject_reason == "Дубль заявки: уже звонил днём"


def test_the_desk_works_without_javascript(desk: Any, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    context.set_default_timeout(30_000)
    page = signed_in(context, desk, "irina")
    page.goto(f"{desk.url}/drafts/{desk.draft('hard')}")
    expect(page.locator("audio")).to_be_visible()
    assert "#t=" in (page.locator(".word").first.get_attribute("href") or "")
    page.locator("tbody.line").first.get_by_role("button", name="Перчатки х/б с ПВХ, 10 класс").click()
    expect(page.locator("tbody.line").first.locator(".sku")).to_have_text("P-10-PVC")

    phrase = page.locator(".phrase")
    phrase.get_by_label("Найти товар").fill("сапоги")
    phrase.get_by_role("button", name="Найти").click()
    page.locator(".phrase .results button").first.click()
    expect(page.locator("tbody.line")).to_have_count(4)
    page.locator("input[name^=quantity-]").first.fill("много")
    page.get_by_role("button", name="Сохранить правки").click()
    expect(page.get_by_role("alert")).to_contain_text("Укажите количество")
    expect(page.locator("tbody.line input[name^=quantity-]").first).to_have_value("много")
    page.goto(f"{desk.url}/drafts/{desk.draft('hard')}")
    page.get_by_role("button", name="Подтвердить заказ").click()
    expect(page.get_by_text("Заявка № 1042 подтверждена")).to_be_visible()
    assert draft_of(desk, "hard").status.value == "confirmed"
    context.close()


def test_what_callers_and_companies_are_called_is_text_and_never_a_part_of_the_page(
    desk: Any, faults: list[str], context: BrowserContext
) -> None:
    with desk.sessions.begin() as session:
        draft = session.get_one(Draft, draft_of(desk, "hard").id)
        draft.comment = draft.delivery_address = XSS
        draft.unresolved = [{"heard": XSS, "reason": XSS, "alternatives": [XSS], "spans": []}]
        words = session.scalars(select(TranscriptRow).where(TranscriptRow.call_id == draft.call_id)).one()
        segments = [{"start": 0.0, "text": XSS, "speaker": XSS, "words": [{"text": XSS, "start": 0.0, "end": 1.0}]}]
        words.document = {**words.document, "segments": segments}
        session.execute(update(CachedClient).values(name=XSS))
        session.execute(update(Call).values(client_id="K-104"))
        session.execute(update(User).where(User.login == "irina").values(name=XSS))
    page = signed_in(context, desk, "irina")
    expect(page.locator("a.open").first).to_have_text(XSS)
    for address in (f"/drafts/{draft.id}", f"/calls/{draft.call_id}", "/calls"):
        page.goto(desk.url + address)
        expect(page.locator("main")).to_contain_text("onerror")
        assert page.locator("img").count() == 0
        assert page.title() != "взломано"
    assert faults == []


def test_a_task_shows_whom_to_call_and_is_done_by_one_press(desk: Any, page: Page) -> None:
    page.get_by_role("link", name="ТД «Снабжение-Урал»").click()
    expect(page.get_by_role("link", name="+7 909 000-55-66")).to_have_attribute("href", "tel:+79090005566")
    expect(page.locator("html.js")).to_be_attached()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Заявка № 1045 сделана")).to_be_visible()
    assert draft_of(desk, "callback").status.value == "confirmed"


def test_an_order_that_the_machine_took_for_a_task_is_written_on_the_same_page(desk: Any, page: Page) -> None:
    page.get_by_role("link", name="ТД «Снабжение-Урал»").click()
    page.get_by_role("button", name="Оформить как заказ").click()
    expect(page.get_by_role("heading", name="Заказ № 1045")).to_be_visible()
    expect(page.get_by_role("button", name="Подтвердить заказ")).to_be_disabled()
    expect(page.get_by_text("Теперь это заказ: впишите товары")).to_be_visible()
    assert draft_of(desk, "callback").kind.value == "order"


def test_two_who_edit_at_once_do_not_overwrite_each_other(desk: Any, page: Page, context: BrowserContext) -> None:
    open_draft(desk, page, "easy")
    other = context.new_page()
    open_draft(desk, other, "easy")
    other.get_by_label("Комментарий").fill("позвонить на склад")
    other.get_by_label("Комментарий").press("Tab")
    expect(other.get_by_text("Сохранено")).to_be_visible()
    page.get_by_label("Комментарий").fill("не звонить на склад")
    page.get_by_label("Комментарий").press("Tab")
    expect(page.locator("#state [role=alert]")).to_contain_text("Черновик уже изменили")
    expect(page.get_by_label("Комментарий")).to_have_value("позвонить на склад")


def test_the_queue_tells_what_the_machine_could_not_judge(desk: Any, page: Page) -> None:
    for text in ("1 фраза не разобрана", "звонок не обработан", "распознаванию не хватило памяти"):
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.get_by_text("19 из 21")).to_be_visible()
    rows = page.locator("table").first.locator("tbody tr")
    expect(rows.first).to_contain_text("ИП Гусева")
    expect(rows.first).to_contain_text("срочно")


def test_the_description_of_the_api_opens_offline(desk: Any, asked: list[str], faults: list[str], page: Page) -> None:
    page.goto(f"{desk.url}/docs")
    expect(page.get_by_text("/api/v1/drafts/{draft_id}/confirm")).to_be_visible()
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(desk.url).netloc}
    assert faults == []


def test_what_is_typed_while_an_edit_is_on_its_way_is_kept_too(desk: Any, page: Page) -> None:
    open_draft(desk, page, "easy")
    page.route("**/edit", lambda route: (page.wait_for_timeout(700), route.continue_()))
    address, comment = page.get_by_label("Адрес"), page.get_by_label("Комментарий")
    address.fill("Пенза, Мира, 5")
    address.press("Tab")
    comment.fill("позвонить за час")
    comment.press("Tab")
    page.get_by_label("Время").fill("10:00")
    page.get_by_label("Время").press("Tab")
    wanted = ("Пенза, Мира, 5", "позвонить за час", "10:00")
    for _ in range(100):
        draft = draft_of(desk, "easy")
        if (draft.delivery_address, draft.comment, draft.delivery_time) == wanted:
            break
        page.wait_for_timeout(200)
    else:
        pytest.fail(f"kept only {draft.delivery_address!r}, {draft.comment!r}, {draft.delivery_time!r}")
    expect(page.locator("#state [role=alert]")).to_have_count(0)
