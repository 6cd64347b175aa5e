#!/usr/bin/python3
"""The chat route as a good FastAPI service would have it, for comparison in one run: the question is durable before the
model is asked, an exact search over 10,000 vectors of 384, the answer streamed through and durable at its end, metrics.

uvicorn with uvloop and httptools, asyncpg, aiohttp, NumPy (OpenBLAS), prometheus_client: all Debian packages. What it
does not do, and vigie-server does: idempotency, leases, full-text words, citations, retries, limits, drain.

PEER_WORKERS processes share the listening socket. Reads OPENAI_BASE_URL and DATABASE_URL; prints its URL.
"""

import asyncio
import ctypes
import json
import os
import socket
import time
import uuid
import zlib
from typing import Any, List, Optional

import aiohttp
import asyncpg
import numpy as np
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse, StreamingResponse
from prometheus_client import Counter, Histogram, make_asgi_app
from pydantic import BaseModel

PASSAGES, DIMENSION, K = 10_000, 384, 4
SCHEMA = """
CREATE TABLE IF NOT EXISTS peer_conversations (id uuid PRIMARY KEY, title text, created_at timestamptz DEFAULT now());
CREATE TABLE IF NOT EXISTS peer_messages (
  id uuid PRIMARY KEY, conversation_id uuid NOT NULL REFERENCES peer_conversations ON DELETE CASCADE,
  role text NOT NULL, content text NOT NULL, created_at timestamptz DEFAULT now());
CREATE INDEX IF NOT EXISTS peer_messages_of_conversation ON peer_messages (conversation_id);
"""

REQUESTS = Counter("http_requests_total", "Requests", ["endpoint", "method", "status"])
DURATION = Histogram("http_request_duration_seconds", "Duration", ["endpoint", "method"])
SEARCHES = Histogram("faiss_search_duration_seconds", "Search")
FIRST_TOKEN = Histogram("openai_time_to_first_token_seconds", "First token", ["model"])


class Message(BaseModel):
    role: str
    content: str


class Question(BaseModel):
    model: str
    messages: List[Message]
    stream: bool = False
    vigie: Optional[Any] = None


app = FastAPI()
app.mount("/metrics", make_asgi_app())


@app.on_event("startup")
async def start():
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=4, max_size=16)
    app.state.http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
    vectors = np.random.default_rng(1).standard_normal((PASSAGES, DIMENSION), dtype=np.float32)
    app.state.vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    app.state.passages = [f"Passage {i} " + "says what is to be done then. " * 20 for i in range(PASSAGES)]


@app.on_event("shutdown")
async def stop():
    await app.state.http.close()
    await app.state.pool.close()


def embed(text):
    vector = np.zeros(DIMENSION, dtype=np.float32)
    for word in text.lower().split():
        vector[zlib.crc32(word.encode()) % DIMENSION] += 1
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def search(text):
    begun = time.perf_counter()
    scores = app.state.vectors @ embed(text)
    best = np.argpartition(scores, -K)[-K:]
    found = [app.state.passages[i] for i in best[np.argsort(-scores[best])]]
    SEARCHES.observe(time.perf_counter() - begun)
    return found


async def begin(conversation, text):
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute("INSERT INTO peer_conversations (id, title) VALUES ($1, $2)", conversation, text[:80])
        await connection.execute("INSERT INTO peer_messages (id, conversation_id, role, content) VALUES ($1, $2, 'user', $3)",
                                 uuid.uuid4(), conversation, text)  # fmt: skip


async def finish(conversation, text):
    async with app.state.pool.acquire() as connection:
        await connection.execute("INSERT INTO peer_messages (id, conversation_id, role, content) VALUES ($1, $2, 'assistant', $3)",
                                 uuid.uuid4(), conversation, text)  # fmt: skip


async def deltas(question, passages):
    messages = [{"role": "system", "content": "Answer from these passages:\n" + "\n".join(passages)}]
    messages += [{"role": m.role, "content": m.content} for m in question.messages]
    body = {"model": question.model, "messages": messages, "stream": True}
    begun, first = time.perf_counter(), True
    async with app.state.http.post(os.environ["OPENAI_BASE_URL"] + "/chat/completions", json=body) as reply:
        async for line in reply.content:
            if not line.startswith(b"data: ") or line.startswith(b"data: [DONE]"):
                continue
            choices = json.loads(line[6:]).get("choices") or []
            text = choices[0]["delta"].get("content") if choices else None
            if text:
                if first:
                    FIRST_TOKEN.labels(question.model).observe(time.perf_counter() - begun)
                    first = False
                yield text


@app.post("/v1/chat/completions")
async def chat(question: Question):
    begun = time.perf_counter()
    conversation = uuid.uuid4()
    text = question.messages[-1].content
    await begin(conversation, text)
    passages = search(text)
    head = {"id": "chatcmpl-" + conversation.hex, "created": int(time.time()), "model": question.model}

    def counted():
        REQUESTS.labels("/v1/chat/completions", "POST", "200").inc()
        DURATION.labels("/v1/chat/completions", "POST").observe(time.perf_counter() - begun)

    if not question.stream:
        answer = "".join([piece async for piece in deltas(question, passages)])
        await finish(conversation, answer)
        counted()
        choice = {"index": 0, "message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}
        return JSONResponse({**head, "object": "chat.completion", "choices": [choice]})

    async def events():
        said = []
        async for piece in deltas(question, passages):
            said.append(piece)
            choice = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
            chunk = {**head, "object": "chat.completion.chunk", "choices": [choice]}
            yield "data: " + json.dumps(chunk, separators=(",", ":")) + "\n\n"
        await finish(conversation, "".join(said))
        counted()
        yield "data: [DONE]\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


async def make_schema():
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    await connection.execute(SCHEMA)
    await connection.close()


def main():
    asyncio.run(make_schema())
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    listening.set_inheritable(True)
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    os.close(1)
    os.open(os.devnull, os.O_WRONLY)
    for _ in range(int(os.environ.get("PEER_WORKERS", "1")) - 1):
        if os.fork() == 0:
            # PR_SET_PDEATHSIG: it ends with the first process.
            ctypes.CDLL(None).prctl(1, 9)
            break
    config = uvicorn.Config(app, loop="uvloop", http="httptools", log_level="error", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
