"""Why is the work done for others, and what is to be reached by when?"""

from typing import Literal

import attrs

from engageframe.model.fields import a_choice, a_text, an_id, ids, maybe_an_id
from engageframe.model.moments import Moment
from engageframe.model.people import Basis

__all__ = ["Camp", "Goal", "Purpose"]

Camp = Literal["personal", "our_company", "client_company"]


@attrs.frozen(kw_only=True)
class Purpose:
    """Why, for someone other than us, in one of three camps."""

    id: str = attrs.field(validator=an_id)
    camp: Camp = attrs.field(validator=a_choice(Camp))
    text: str = attrs.field(validator=a_text)
    basis: Basis = attrs.field(validator=a_choice(Basis))
    words_of: str = attrs.field(validator=an_id)
    beneficiaries: tuple[str, ...] = ()
    until: Moment | None = None


@attrs.frozen(kw_only=True)
class Goal:
    """What is to be reached, by when, measured how, owned by whom, for which purpose."""

    id: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    owner: str = attrs.field(validator=an_id)
    basis: Basis = attrs.field(validator=a_choice(Basis))
    measure: str = ""
    due: Moment | None = None
    purpose: str = attrs.field(default="", validator=maybe_an_id)
    serves: tuple[str, ...] = attrs.field(default=(), validator=ids)
