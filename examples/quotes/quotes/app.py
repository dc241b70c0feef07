"""Serves a quote of the day, its health and its metrics."""

from datetime import date

from flask import Flask, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest

QUOTES = (
    "Simplicity is prerequisite for reliability.",
    "Make it work, make it right, make it fast.",
    "Programs must be written for people to read.",
)

app = Flask(__name__)
served = Counter("quotes_served_total", "Quotes served")


def quote_of(day: date) -> str:
    """The quote of a day: the same all day long."""
    return QUOTES[day.toordinal() % len(QUOTES)]


@app.get("/")
def quote():
    served.inc()
    return jsonify(quote=quote_of(date.today()))


@app.get("/healthz")
def healthz():
    return jsonify(status="ok")


@app.get("/metrics")
def metrics():
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
