import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from itsdangerous import Signer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = Signer("not a secret").sign("ok")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("", int(os.environ.get("PORT", "8081"))), Handler).serve_forever()
