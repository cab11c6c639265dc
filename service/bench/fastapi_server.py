"""The same work in FastAPI: the same schema, SQL and durability, pydantic for validation, uvicorn in front."""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import threading
import time
import uuid
from datetime import datetime, timezone

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Query
from pydantic import BaseModel, Field

SECRET = os.environ["SECRET"].encode()
app = FastAPI()
lock = threading.Lock()
local = threading.local()


def db() -> sqlite3.Connection:
    if not hasattr(local, "db"):
        local.db = sqlite3.connect(os.environ["STORE"], isolation_level=None, timeout=30)
        local.db.row_factory = sqlite3.Row
        local.db.execute("PRAGMA journal_mode = WAL")
        local.db.execute("PRAGMA synchronous = FULL")
    return local.db


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def user(authorization: str = Header("")) -> str:
    try:
        head, body, signature = authorization[7:].split(".")
    except ValueError:
        raise HTTPException(401)
    wanted = hmac.new(SECRET, f"{head}.{body}".encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(wanted, decode(signature)):
        raise HTTPException(401)
    claims = json.loads(decode(body))
    if claims["exp"] <= time.time():
        raise HTTPException(401)
    return claims["sub"]


class Draft(BaseModel):
    content: str = Field(min_length=1, max_length=4000)
    conversation_id: uuid.UUID


class Message(BaseModel):
    id: str
    conversation_id: str
    seq: int
    sender_id: str
    receiver_id: str | None
    content: str | None
    reply_to_id: str | None
    status: str
    created_at: str
    edited_at: str | None
    deleted_at: str | None


class Page(BaseModel):
    data: list[Message]
    next_cursor: str | None
    limit: int


def stamp(ms: int | None) -> str | None:
    return None if ms is None else datetime.fromtimestamp(ms / 1000, timezone.utc).isoformat()


def members(conversation: str, me: str) -> list[sqlite3.Row]:
    rows = db().execute(
        "SELECT p.*, c.pair_key, c.last_seq FROM participants p JOIN conversations c ON c.id = p.conversation_id"
        " WHERE p.conversation_id = ?",
        (conversation,),
    ).fetchall()
    if not any(row["user_id"] == me for row in rows):
        raise HTTPException(404)
    return rows


def view(row, people) -> dict:
    others = [p for p in people if p["user_id"] != row["sender_id"]]
    read = all(p["last_read_seq"] >= row["seq"] for p in others)
    delivered = all(p["last_delivered_seq"] >= row["seq"] for p in others)
    return {
        **{key: row[key] for key in ("id", "conversation_id", "seq", "sender_id", "content", "reply_to_id")},
        "receiver_id": others[0]["user_id"] if others else None,
        "status": "read" if read else "delivered" if delivered else "sent",
        "created_at": stamp(row["created_at"]),
        "edited_at": stamp(row["edited_at"]),
        "deleted_at": stamp(row["deleted_at"]),
    }


@app.post("/api/messages", status_code=201, response_model=Message)
def send(draft: Draft, me: str = Depends(user)):
    conversation, now, id = str(draft.conversation_id), int(time.time() * 1000), str(uuid.uuid4())
    with lock:
        connection = db()
        connection.execute("BEGIN IMMEDIATE")
        try:
            people = members(conversation, me)
            other = next(p["user_id"] for p in people if p["user_id"] != me)
            connection.execute(
                "SELECT 1 FROM blocks WHERE (blocker_id = ?1 AND blocked_id = ?2) OR (blocker_id = ?2 AND blocked_id = ?1)",
                (me, other),
            ).fetchone()
            seq = connection.execute(
                "UPDATE conversations SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq", (conversation,)
            ).fetchone()[0]
            connection.execute(
                "INSERT INTO messages (id, conversation_id, seq, sender_id, content, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                (id, conversation, seq, me, draft.content, now),
            )
            connection.execute(
                "UPDATE participants SET activity_at = ?3, last_read_seq = CASE WHEN user_id = ?2 THEN ?4 ELSE"
                " last_read_seq END WHERE conversation_id = ?1",
                (conversation, me, now, seq),
            )
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    row = {"id": id, "conversation_id": conversation, "seq": seq, "sender_id": me, "content": draft.content}
    return view({**row, "reply_to_id": None, "created_at": now, "edited_at": None, "deleted_at": None}, people)


@app.get("/api/messages/conversation/{id}", response_model=Page)
def page(id: uuid.UUID, limit: int = Query(20, ge=1, le=100), me: str = Depends(user)):
    people = members(str(id), me)
    rows = db().execute(
        "SELECT * FROM messages WHERE conversation_id = ? ORDER BY seq DESC LIMIT ?", (str(id), limit)
    ).fetchall()
    return {"data": [view(row, people) for row in rows], "next_cursor": None, "limit": limit}


@app.get("/api/conversations")
def inbox(limit: int = Query(20, ge=1, le=100), me: str = Depends(user)):
    rows = db().execute(
        "SELECT p.conversation_id AS cid, c.kind, c.title, c.last_seq, c.created_at AS made, p.last_read_seq, m.*"
        " FROM participants p JOIN conversations c ON c.id = p.conversation_id"
        " LEFT JOIN messages m ON m.conversation_id = c.id AND m.seq = c.last_seq"
        " WHERE p.user_id = ? ORDER BY p.activity_at DESC, p.conversation_id DESC LIMIT ?",
        (me, limit),
    ).fetchall()
    marks = ", ".join("?" * len(rows))
    people = db().execute(
        "SELECT p.*, u.username, u.display_name, u.avatar_url FROM participants p JOIN users u ON u.id = p.user_id"
        f" WHERE p.conversation_id IN ({marks})",
        [row["cid"] for row in rows],
    ).fetchall()
    shown = ("user_id", "username", "display_name", "avatar_url", "role", "last_read_seq", "last_delivered_seq")
    data = []
    for row in rows:
        inside = [p for p in people if p["conversation_id"] == row["cid"]]
        data.append(
            {
                **{"id": row["cid"], "kind": row["kind"], "title": row["title"], "created_at": stamp(row["made"])},
                **{"last_seq": row["last_seq"], "last_read_seq": row["last_read_seq"]},
                "unread": row["last_seq"] - row["last_read_seq"],
                "last_message": view(row, inside) if row["id"] else None,
                "participants": [{key: p[key] for key in shown} for p in inside],
            }
        )
    return {"data": data, "next_cursor": None}


if __name__ == "__main__":
    print("listening", flush=True)
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="error", access_log=False)
