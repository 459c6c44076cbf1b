"""Who may do what: roles, permissions, and the one table that joins them. Deny by default."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Level(StrEnum):
    """Height of a unit in the tree of tenants."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    INSTITUTION = "institution"


class Role(StrEnum):
    """A person's role in one unit; one person may hold several."""

    OPERATOR = "operator"
    MINISTRY = "ministry"
    INSTITUTE = "institute"
    MUNICIPAL = "municipal"
    DIRECTOR = "director"
    CURATOR = "curator"
    MENTOR = "mentor"
    MENTEE = "mentee"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """Russian name of the role as shown beside the person's name."""
        return _ROLE_TITLES[self]


_ROLE_TITLES: Final = {
    Role.OPERATOR: "оператор платформы",
    Role.MINISTRY: "министерство",
    Role.INSTITUTE: "региональный институт",
    Role.MUNICIPAL: "муниципальный центр",
    Role.DIRECTOR: "руководитель организации",
    Role.CURATOR: "куратор наставничества",
    Role.MENTOR: "наставник",
    Role.MENTEE: "наставляемый",
    Role.VIEWER: "наблюдатель",
}


class Permission(StrEnum):
    """What a use-case or a page asks for."""

    HOME = "home"
    PERSON_READ = "person.read"
    PERSON_WRITE = "person.write"
    MENTORSHIP_READ = "mentorship.read"
    MENTORSHIP_READ_OWN = "mentorship.read_own"
    MENTORSHIP_WRITE = "mentorship.write"
    CONSENT_WRITE = "consent.write"
    CONSENT_GIVE_OWN = "consent.give_own"
    ORDER_ISSUE = "order.issue"
    ORDER_PRINT = "order.print"
    REPORT_READ = "report.read"
    REPORT_SUBMIT = "report.submit"
    REPORT_REVIEW = "report.review"
    RULES_READ = "rules.read"
    RULES_WRITE = "rules.write"
    ACCESS_STAFF = "access.staff"
    ACCESS_BELOW = "access.below"
    STATUS_READ = "status.read"
    STATUS_WRITE = "status.write"
    ALLOWANCE_READ = "allowance.read"
    ALLOWANCE_READ_OWN = "allowance.read_own"
    ALLOWANCE_WRITE = "allowance.write"
    ALLOWANCE_APPROVE = "allowance.approve"
    AUDIT_READ = "audit.read"
    AUDIT_READ_ALL = "audit.read_all"
    DATA_READ_OWN = "data.read_own"
    DATA_WRITE = "data.write"
    DATA_DESTROY = "data.destroy"
    DATA_REGISTER = "data.register"
    INCIDENT_WRITE = "incident.write"
    PLATFORM_ADMIN = "platform.admin"

    @property
    def label(self) -> str:
        """What the permission lets one do, in Russian."""
        return _PERMISSION_TITLES[self]


_PERMISSION_TITLES: Final = {
    Permission.HOME: "видеть свою главную страницу",
    Permission.PERSON_READ: "видеть базу наставников и наставляемых",
    Permission.PERSON_WRITE: "вести карточки сотрудников",
    Permission.MENTORSHIP_READ: "видеть все наставнические пары организации",
    Permission.MENTORSHIP_READ_OWN: "видеть свои наставнические пары",
    Permission.MENTORSHIP_WRITE: "готовить и вести наставнические пары",
    Permission.CONSENT_WRITE: "отмечать полученные согласия",
    Permission.CONSENT_GIVE_OWN: "дать своё согласие",
    Permission.ORDER_ISSUE: "издавать приказы",
    Permission.ORDER_PRINT: "печатать документы",
    Permission.REPORT_READ: "видеть отчёты своей территории",
    Permission.REPORT_SUBMIT: "сдавать отчёт организации",
    Permission.REPORT_REVIEW: "принимать и возвращать отчёты",
    Permission.RULES_READ: "читать действующие правила",
    Permission.RULES_WRITE: "менять правила своей территории",
    Permission.ACCESS_STAFF: "выдавать вход сотрудникам организации",
    Permission.ACCESS_BELOW: "приглашать тех, кто ведёт нижний уровень",
    Permission.STATUS_READ: "видеть реестр статусов своей территории",
    Permission.STATUS_WRITE: "вести реестр статусов",
    Permission.ALLOWANCE_READ: "видеть оклады и выплаты за наставничество",
    Permission.ALLOWANCE_READ_OWN: "видеть свои выплаты за наставничество",
    Permission.ALLOWANCE_WRITE: "вносить оклады, отсутствия и решения о выплатах",
    Permission.ALLOWANCE_APPROVE: "утверждать расчёт выплат за наставничество",
    Permission.AUDIT_READ: "видеть историю изменений своих записей",
    Permission.AUDIT_READ_ALL: "видеть, кто открывал и выгружал записи организации",
    Permission.DATA_READ_OWN: "видеть и выгружать сведения о себе, просить их исправить",
    Permission.DATA_WRITE: "вести согласия и обращения о персональных данных",
    Permission.DATA_DESTROY: "разрешать уничтожение персональных данных",
    Permission.DATA_REGISTER: "видеть реестр обработки персональных данных",
    Permission.INCIDENT_WRITE: "вести журнал инцидентов с персональными данными",
    Permission.PLATFORM_ADMIN: "управлять платформой",
}

_P = Permission
_STAFF = frozenset({_P.HOME, _P.RULES_READ})
_READS = _STAFF | {
    _P.PERSON_READ,
    _P.MENTORSHIP_READ,
    _P.ORDER_PRINT,
    _P.REPORT_READ,
    _P.STATUS_READ,
}
_CURATES = _READS | {
    _P.PERSON_WRITE,
    _P.MENTORSHIP_WRITE,
    _P.CONSENT_WRITE,
    _P.ORDER_ISSUE,
    _P.REPORT_SUBMIT,
    _P.ACCESS_STAFF,
    _P.ALLOWANCE_READ,
    _P.ALLOWANCE_WRITE,
    _P.AUDIT_READ,
    _P.DATA_READ_OWN,
    _P.DATA_WRITE,
    _P.DATA_REGISTER,
    _P.INCIDENT_WRITE,
}
_ANSWERS = frozenset({_P.DATA_REGISTER, _P.INCIDENT_WRITE})
"""Whoever runs a part of the platform answers for its processing and its incidents."""
_KEEPS_JOURNAL = frozenset({_P.AUDIT_READ, _P.AUDIT_READ_ALL})
"""Of the own unit alone: the walls let nobody read the journal of a unit below."""
_PAIR = _STAFF | {
    _P.MENTORSHIP_READ_OWN,
    _P.CONSENT_GIVE_OWN,
    _P.ALLOWANCE_READ_OWN,
    _P.DATA_READ_OWN,
}

GRANTS: Final[Mapping[Role, frozenset[Permission]]] = MappingProxyType(
    {
        Role.OPERATOR: _STAFF | _ANSWERS | {_P.ACCESS_BELOW, _P.PLATFORM_ADMIN},
        Role.MINISTRY: _STAFF
        | _KEEPS_JOURNAL
        | _ANSWERS
        | {_P.REPORT_READ, _P.RULES_WRITE, _P.ACCESS_BELOW, _P.STATUS_READ, _P.STATUS_WRITE},
        Role.INSTITUTE: _STAFF | {_P.REPORT_READ, _P.STATUS_READ},
        Role.MUNICIPAL: _STAFF
        | _KEEPS_JOURNAL
        | _ANSWERS
        | {_P.REPORT_READ, _P.REPORT_REVIEW, _P.RULES_WRITE, _P.ACCESS_BELOW, _P.STATUS_READ},
        Role.DIRECTOR: _CURATES
        | _KEEPS_JOURNAL
        | {_P.RULES_WRITE, _P.ALLOWANCE_APPROVE, _P.DATA_DESTROY},
        Role.CURATOR: _CURATES,
        Role.MENTOR: _PAIR,
        Role.MENTEE: _PAIR,
        Role.VIEWER: _READS,
    }
)

_PEOPLE = MappingProxyType(
    dict.fromkeys((Role.MENTOR, Role.MENTEE, Role.CURATOR, Role.VIEWER), Level.INSTITUTION)
)

INVITES: Final[Mapping[Role, Mapping[Role, Level]]] = MappingProxyType(
    {
        Role.OPERATOR: MappingProxyType({Role.MINISTRY: Level.REGION}),
        Role.MINISTRY: MappingProxyType(
            {Role.INSTITUTE: Level.REGION, Role.MUNICIPAL: Level.MUNICIPALITY}
        ),
        Role.MUNICIPAL: MappingProxyType(
            {Role.DIRECTOR: Level.INSTITUTION, Role.CURATOR: Level.INSTITUTION}
        ),
        Role.DIRECTOR: _PEOPLE,
        Role.CURATOR: _PEOPLE,
    }
)
"""Who invites whom: the inviter's role -> the invited role and the level of its unit.

The unit stands in the inviter's subtree; an operator belongs to no region and invites into every
one. Whoever may invite a role may also give its holder a new code and close its access.
"""


def _below(role: Role) -> frozenset[Role]:
    """Roles that the role invites, and those that they invite in turn."""
    found: set[Role] = set()
    fresh = set(INVITES.get(role, ()))
    while fresh:
        found |= fresh
        fresh = {low for high in fresh for low in INVITES.get(high, ())} - found
    return frozenset(found)


_OVERSEEN: Final = MappingProxyType({role: _below(role) for role in Role})

FACTOR_REQUIRED: Final = frozenset({Role.OPERATOR, Role.MINISTRY, Role.MUNICIPAL})
"""Roles that see many units: in production they enter with a second factor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, in which role and where. `person_id` is set for people of an institution."""

    account_id: int
    login: str
    name: str
    role: Role
    unit_id: int
    unit_path: str
    unit_level: Level
    region: str
    person_id: int | None = None

    def can(self, permission: Permission) -> bool:
        """Does the role grant the permission."""
        return permission in GRANTS[self.role]

    def invites(self, role: Role, level: Level, path: str) -> bool:
        """May the actor invite into the role in the unit of the level and path."""
        fits = INVITES.get(self.role, {}).get(role) is level
        return fits and path.startswith(self.invites_under)

    def oversees(self, role: Role, path: str) -> bool:
        """Does the role in the unit come from the actor, however many hands in between."""
        return role in _OVERSEEN[self.role] and path.startswith(self.invites_under)

    @property
    def invites_under(self) -> str:
        """Path of the subtree into which the actor may invite; "" is every region."""
        return "" if self.role is Role.OPERATOR else self.unit_path
