"""`python -m tests.bench.paint ADDRESS PATH…`: when a phone on a slow line shows the main part of a page.

ADDRESS is that of a running portal, such as http://127.0.0.1:8000. Each page is opened three times without
anything in the browser's cache; Chromium delays each request by the latency.
"""

import argparse
import statistics

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import find_chromium

LINES = {"400 kbit/s, 400 ms": (400, 400), "400 kbit/s, 2,000 ms": (400, 2000)}  # kbit/s, ms of latency
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True}
TIMES = 3
LARGEST_PAINT = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    print("| largest paint, seconds | " + " | ".join(LINES) + " |")
    print("|---|" + "---|" * len(LINES))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for path in options.paths:
            paints = [largest_paint(browser, options.address + path, *line) for line in LINES.values()]
            print(f"| {path} | " + " | ".join(f"{paint / 1000:.1f}" for paint in paints) + " |")
        browser.close()


def largest_paint(browser: Browser, address: str, speed: int, latency: int) -> float:
    """Return the median in milliseconds."""
    return statistics.median(paint_of(browser, address, speed, latency) for _time in range(TIMES))


def paint_of(browser: Browser, address: str, speed: int, latency: int) -> float:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    bytes_a_second = speed * 1000 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        },
    )
    page.goto(address, timeout=60_000)
    paint = page.evaluate(LARGEST_PAINT)
    context.close()
    return paint


if __name__ == "__main__":
    main()
