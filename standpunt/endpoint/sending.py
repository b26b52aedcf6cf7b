"""A response sent in pieces, so that a client that reads slowly is waited for, not filled up."""

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

CHUNK_BYTES = 256 * 1024


class ChunkedResponse(Response):
    """As its parent, with the body handed over piece by piece; Content-Length stays."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; the server holds back each piece until the last one has gone."""
        start = {"type": "http.response.start", "status": self.status_code}
        await send({**start, "headers": self.raw_headers})
        body = memoryview(self.body)
        for place in range(0, max(len(body), 1), CHUNK_BYTES):
            piece, more = body[place : place + CHUNK_BYTES], place + CHUNK_BYTES < len(body)
            await send({"type": "http.response.body", "body": bytes(piece), "more_body": more})
