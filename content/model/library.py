"""Everything one organization's people can read."""

from pydantic import Field

from content.model.app import AppText
from content.model.cards import CardText, VerbText
from content.model.checklists import Checklist
from content.model.doors import Door
from content.model.drafts import Draft, Facilitation
from content.model.forms import SelfCheck
from content.model.modules import Duty, LearningPath, Module
from content.model.organization import Organization
from content.model.question_sets import QuestionSet
from content.model.questionnaires import Questionnaire
from content.model.sources import Source
from content.model.text import Frozen, PathName, Text, Value


class Library(Frozen):
    """Everything one organization's people can read, with every `{{…}}` filled.

    Keys: ids; for `verbs` the verb, for `paths` the path. The sentences of the command line and of the
    checker are among `sentences`; the card `privacy` is the privacy notice.
    """

    organization: Organization
    notice_version: int
    modules: dict[str, Module]
    duties: dict[str, Duty]
    cards: dict[str, CardText]
    sentences: dict[str, Text]
    verbs: dict[str, VerbText]
    public_values: dict[Value, Text]
    app: AppText
    paths: dict[PathName, LearningPath] = Field(default_factory=dict)
    doors: dict[str, Door] = Field(default_factory=dict)
    checklists: dict[str, Checklist] = Field(default_factory=dict)
    forms: dict[str, SelfCheck] = Field(default_factory=dict)
    questionnaires: dict[str, Questionnaire] = Field(default_factory=dict)
    question_sets: dict[str, QuestionSet] = Field(default_factory=dict)
    drafts: dict[str, Draft] = Field(default_factory=dict)
    facilitation: dict[str, Facilitation] = Field(default_factory=dict)
    sources: dict[str, Source] = Field(default_factory=dict)
