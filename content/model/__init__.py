"""The frozen shape of everything a person reads; every text holds both languages."""

from content.model.app import App, AppText, Command
from content.model.approvals import Approval, Approved
from content.model.cards import CardText, Notice, Pack, VerbText
from content.model.checklists import Checklist, GuideStep, Item, Talk, Within
from content.model.doors import DOORS, GENERAL, SENSITIVE, Contact, Door
from content.model.drafts import Draft, Facilitation
from content.model.forms import Advice, AdviceText, Definition, FormOption, FormQuestion, Reason, SelfCheck
from content.model.library import Library
from content.model.modules import Branch, Dilemma, Duty, Ending, LearningPath, Module, Option, Page
from content.model.organization import (
    Cadence,
    Code,
    CodeVersion,
    Course,
    Organization,
    OwnValue,
    Process,
    Reminders,
    Talks,
    Unit,
    Weekday,
)
from content.model.retention import KeptFor, RecordKind, Retention
from content.model.sources import Confirmation, Source
from content.model.text import LANGUAGES, Frozen, Language, PathName, Slug, Text, Value, Words

__all__ = [
    "DOORS",
    "GENERAL",
    "LANGUAGES",
    "SENSITIVE",
    "Advice",
    "AdviceText",
    "App",
    "AppText",
    "Approval",
    "Approved",
    "Branch",
    "Cadence",
    "CardText",
    "Checklist",
    "Code",
    "CodeVersion",
    "Command",
    "Confirmation",
    "Contact",
    "ContactKey",
    "Course",
    "Definition",
    "Dilemma",
    "Door",
    "Draft",
    "Duty",
    "Ending",
    "Facilitation",
    "FormOption",
    "FormQuestion",
    "Frozen",
    "GuideStep",
    "Item",
    "KeptFor",
    "Language",
    "LearningPath",
    "Library",
    "Module",
    "Notice",
    "Option",
    "Organization",
    "OwnValue",
    "Pack",
    "Page",
    "PathName",
    "Process",
    "Reason",
    "RecordKind",
    "Reminders",
    "Retention",
    "SelfCheck",
    "Slug",
    "Source",
    "Talk",
    "Talks",
    "Text",
    "Unit",
    "Value",
    "VerbText",
    "Weekday",
    "Within",
    "Words",
]
