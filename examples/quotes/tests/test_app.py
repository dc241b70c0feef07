import unittest
from datetime import date

from quotes.app import QUOTES, app, quote_of


class QuotesTest(unittest.TestCase):
    def test_a_day_has_one_quote_and_the_next_day_another(self):
        self.assertEqual(quote_of(date(2026, 1, 1)), quote_of(date(2026, 1, 1)))
        self.assertNotEqual(quote_of(date(2026, 1, 1)), quote_of(date(2026, 1, 2)))

    def test_serves_a_quote_and_counts_it(self):
        client = app.test_client()
        self.assertIn(client.get("/").json["quote"], QUOTES)
        self.assertIn("quotes_served_total 1.0", client.get("/metrics").text)

    def test_is_healthy(self):
        self.assertEqual(app.test_client().get("/healthz").json, {"status": "ok"})


if __name__ == "__main__":
    unittest.main()
