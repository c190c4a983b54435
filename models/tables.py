"""Every entity in one place: importing this module makes all tables known."""

from models.base import Base, utc_now
from models.call import Call, CallSource, CallStatus, Direction, NumberBlock, Recording, Request, TranscriptRow
from models.draft import Draft, DraftCorrection, DraftKind, DraftLine, DraftStatus, StockState
from models.people import ApiToken, AuditEntry, CachedClient, CachedManager, CachedProduct, Role, User
from models.work import Job, JobState, OutboxKind, OutboxMessage, OutboxState, Stage

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Base",
    "CachedClient",
    "CachedManager",
    "CachedProduct",
    "Call",
    "CallSource",
    "CallStatus",
    "Direction",
    "Draft",
    "DraftCorrection",
    "DraftKind",
    "DraftLine",
    "DraftStatus",
    "Job",
    "JobState",
    "NumberBlock",
    "OutboxKind",
    "OutboxMessage",
    "OutboxState",
    "Recording",
    "Request",
    "Role",
    "Stage",
    "StockState",
    "TranscriptRow",
    "User",
    "utc_now",
]
