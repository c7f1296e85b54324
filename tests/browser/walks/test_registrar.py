"""The registrar's morning: the queue, a question to a company, its answer, the check."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.walk import Walk
from tests.browser.walks.test_company import (
    COMPANY,
    REGISTRAR,
    TITLE,
    find_in_queue,
    publish_offering,
)

QUESTION = "Đề nghị cho biết công trình đã lắp mô-đun này và gửi phiếu đo COD đầu ra."


def test_the_registrar_asks_and_checks(walker: Callable[..., Walk]) -> None:
    walk = walker("registrar")
    with walk.step("before: a company publishes an offering"):
        walk.sign_in(COMPANY)
        address = publish_offering(walk)
    with walk.step("the registrar's workspace says how many offerings wait"):
        walk.sign_in(REGISTRAR)
        expect(walk.page.locator("main").get_by_text("nguồn cung").first).to_be_visible()
    with walk.step("the queue, oldest first"):
        find_in_queue(walk)
    with walk.step("a question is sent to the company"):
        walk.press(TITLE)
        walk.page.fill("#note", QUESTION)
        walk.press("Gửi câu hỏi")
    with walk.step("the company sees the question in its workspace"):
        walk.sign_in(COMPANY)
        walk.sees(QUESTION)
    with walk.step("and answers with a new version"):
        walk.go(f"{address}/edit")
        walk.page.fill("#facts-0-high", "1.200")
        walk.press("Công bố phiên bản mới")
    with walk.step("the registrar sees what changed and confirms"):
        walk.sign_in(REGISTRAR)
        find_in_queue(walk)
        walk.press(TITLE)
        walk.press("Xác nhận đã kiểm tra")
    with walk.step("the mark is gone"):
        walk.go(address)
        walk.sees_not("Chưa xác minh")
