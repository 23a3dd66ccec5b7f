# SPDX-License-Identifier: GPL-2.0 OR MIT
"""What the search of the site searches: the text of each page, by its sections."""
import html.parser
import json
import re

HEADINGS = ("h1", "h2", "h3")
APART = HEADINGS + ("p", "li", "tr", "td", "th", "pre", "div", "dt", "dd", "br", "table")


class Sections(html.parser.HTMLParser):
    """Of the HTML of a page: a list of [the heading's id, the heading, the text below it]."""

    def __init__(self, body):
        super().__init__()
        self.found = [["", "", ""]]
        self.heading = False
        self.feed(body)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in HEADINGS:
            self.found.append([dict(attrs).get("id") or "", "", ""])
            self.heading = True
        elif tag in APART:
            self.handle_data(" ")

    def handle_endtag(self, tag):
        if tag in HEADINGS:
            self.heading = False
        elif tag in APART:
            self.handle_data(" ")

    def handle_data(self, data):
        self.found[-1][1 if self.heading else 2] += data


def sections(body):
    """As above, without those that are empty."""
    plain = ([name, *(re.sub(r"\s+", " ", text).strip() for text in texts)]
             for name, *texts in Sections(body).found)
    return [section for section in plain if section[1] or section[2]]


def script(pages):
    """The script with all @pages, (place, title, HTML): a page that was opened from a folder may
    load a script, but no file of data."""
    every = [[place, title, sections(body)] for place, title, body in pages]
    return "window.sitePages = " + json.dumps(every, ensure_ascii=False, separators=(",", ":")) + \
        ";\n"
