"""What does a practice promise? This page is the contract: read it first.

A practice subclasses :class:`Practice`, marks the hooks it answers with :data:`impl`, and is named
by an entry point of the group ``engageframe.practices``.

Every hook gets one frozen view, bounded to what the practice declared in ``reads``, and returns a
sequence; returning an empty one is how a practice says that it has nothing to say.
Hooks are pure: no clock (the moment is ``view.as_of``), no randomness, no files, no network, and
nothing is printed.
An exception in one hook of one practice costs its answer and nothing else; the host names it.

The example of each hook runs after these lines, which tell of a meeting and of a call to come:

    >>> from engageframe import *
    >>> from engageframe_stores import MemoryStore
    >>> def told(practice):
    ...     host = Host.load((), objects=[practice], strict=True)
    ...     workspace = Workspace(MemoryStore(), host, as_of=moment("2026-03-10"))
    ...     there, call = (Attendee(person="nia"),), moment("2026-03-12")
    ...     workspace.record(Engagement(id="acme", name="Acme"))
    ...     workspace.record(EncounterHeld(id="kick-off", attendees=there))
    ...     workspace.record(EncounterPlanned(id="call", scheduled=call, attendees=there))
    ...     return workspace
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import pluggy

from engageframe.kinds import Kind
from engageframe.lenses import Lens
from engageframe.model.encounters import Encounter
from engageframe.rules import BriefLine, Figure, Finding, Measure, Proposal, Rule
from engageframe.view import View

__all__ = ["API", "ENDING", "Practice", "impl"]

API: Final = 1
"""Version of this contract. The host accepts practices written for it and for the one before."""

ENDING: Final[Mapping[int, str]] = {}
"""Until which day a version before ``API`` is accepted; a practice of one is warned of, once."""

impl: Final = pluggy.HookimplMarker("engageframe")
"""Mark a method of a practice as the answer to the hook of the same name."""

_spec: Final = pluggy.HookspecMarker("engageframe")


class Practice:
    """The hooks, and the base class of every practice; only methods marked ``@impl`` are called.

    Attributes:
        name: the word for it everywhere: settings, switches, kinds (``name.fact``), commands.
        api: the version of the contract it was written for.
        reads: kinds, or families of kinds, that its hooks may see, such as ``encounter``.
        serves: whether it serves the client; one that does cannot declare kinds of the house.
        after: names of practices whose answers come before its own, if they are there.
        before: names of practices whose answers come after its own, if they are there.
        Settings: an attrs class with a default for every option, or ``None`` when there are none.
    """

    name: ClassVar[str] = ""
    api: ClassVar[int] = API
    reads: ClassVar[tuple[str, ...]] = ()
    serves: ClassVar[bool] = True
    after: ClassVar[tuple[str, ...]] = ()
    before: ClassVar[tuple[str, ...]] = ()
    Settings: ClassVar[type[Any] | None] = None

    def __init__(self, settings: Any = None) -> None:
        """Take the settings: an instance of ``Settings``, made with the workspace's options."""
        self.settings = settings if settings or not self.Settings else self.Settings()

    @_spec
    def engageframe_kinds(self) -> Sequence[Kind]:
        """Name the kinds of record that the practice adds.

        When: once, when the practice is loaded.
        Empty: it adds none, and works with those that are there.
        Order: none; a kind belongs to whoever it is named after.
        Errors: whatever is raised here leaves the practice out, and so does a kind whose name or
            body another one has, or whose name does not begin with the practice's own.

        Example:
            >>> import attrs
            >>> @attrs.frozen(kw_only=True)
            ... class Sent:
            ...     to: str
            >>> class Thanks(Practice):
            ...     name = "thanks"
            ...     reads = ("thanks",)
            ...     @impl
            ...     def engageframe_kinds(self):
            ...         return [Kind(name="thanks.sent", body=Sent)]
            >>> workspace = told(Thanks)
            >>> applied = workspace.record(Sent(to="nia"))
            >>> print(*[one.body.to for one in workspace.view().records(Sent)])
            nia
        """
        return ()

    @_spec
    def engageframe_rules(self) -> Sequence[Rule]:
        """Name its rules.

        When: once, when the practice is loaded.
        Empty: it has none, and may find nothing.
        Order: none; ``engage rules`` sorts them by code.
        Errors: whatever is raised here leaves the practice out, and so does a code that another
            one has.

        Example:
            >>> class Thanks(Practice):
            ...     name = "thanks"
            ...     @impl
            ...     def engageframe_rules(self):
            ...         return [Rule(code="THA001", name="not-thanked", severity="W",
            ...             says="Nobody was thanked.", why="Time is dear.", source="a guess")]
            >>> practice, rule = told(Thanks).host.rules["THA001"]
            >>> print(practice, rule.name)
            thanks not-thanked
        """
        return ()

    @_spec
    def engageframe_lenses(self) -> Sequence[Lens[Any]]:
        """Name its folds that are worth a snapshot.

        When: once, when the practice is loaded.
        Empty: it folds nothing of its own.
        Order: none; a fold sees records in the order in which they count.
        Errors: whatever is raised here leaves the practice out, and so does a name that another
            one has, or a kind that is not among ``reads``.

        Example:
            >>> MET = Lens(name="met", version=1, reads=("encounter.held",), state=list[str],
            ...     start=list, apply=lambda ids, record: [*ids, record.body.id])
            >>> class Thanks(Practice):
            ...     name = "thanks"
            ...     reads = ("encounter",)
            ...     @impl
            ...     def engageframe_lenses(self):
            ...         return [MET]
            >>> print(*told(Thanks).view().lens(MET))
            kick-off
        """
        return ()

    @_spec
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        """Suggest actions for PLAN, each for a person or organization, with reason and evidence.

        When: whenever the plan is made: by ``engage plan``, ``accept``, ``drop`` and ``why``.
        Empty: nothing is suggested.
        Order: the planner sorts all proposals; those with one id become one, whose first words
            are those of the practice that answers first.
        Errors: whatever is raised here, an answer that is no sequence, or one that holds anything
            else than proposals costs this answer: the failure is told, and the plan is made, but
            not frozen.

        Example:
            >>> class Thanks(Practice):
            ...     name = "thanks"
            ...     reads = ("encounter",)
            ...     @impl
            ...     def engageframe_propose(self, view):
            ...         return [Proposal(id=f"thank:{one.id}", does="Say thanks",
            ...                 for_whom=one.attendees[0].who, reason="they gave us their time",
            ...                 evidence=one.records)
            ...             for one in view.encounters.values() if one.held]
            >>> print(*[one.action.id for one in told(Thanks).plan().suggested])
            thank:kick-off
        """
        return ()

    @_spec
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find what breaks its rules.

        When: at every gate, in the plan and the review, and by ``engage check``.
        Empty: nothing is broken.
        Order: findings are sorted by severity, rule and subject.
        Errors: whatever is raised here, a wrong shape, or a rule that is not its own costs this
            answer; no gate is passed.

        Example:
            >>> class Thanks(Practice):
            ...     name = "thanks"
            ...     reads = ("encounter",)
            ...     @impl
            ...     def engageframe_rules(self):
            ...         return [Rule(code="THA001", name="not-thanked", severity="W",
            ...             says="Nobody was thanked.", why="Time is dear.", source="a guess")]
            ...     @impl
            ...     def engageframe_check(self, view):
            ...         return [Finding(rule="THA001", subject=one.id, says="nobody was thanked",
            ...                 fix="say thanks", evidence=one.records)
            ...             for one in view.encounters.values() if one.held]
            >>> for one in told(Thanks).check():
            ...     print(one.severity, one.rule, one.subject)
            W THA001 kick-off
        """
        return ()

    @_spec
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        """Say what the person about to walk into an encounter should know, owe, ask or offer.

        When: by ``engage brief``, with the encounter that is asked about.
        Empty: there is nothing to know beforehand.
        Order: below each heading practices stand in their order, each with its lines as it gave
            them.
        Errors: whatever is raised here, or a wrong shape, costs this answer: the brief says so.

        Example:
            >>> class Thanks(Practice):
            ...     name = "thanks"
            ...     reads = ("encounter",)
            ...     @impl
            ...     def engageframe_brief(self, view, encounter):
            ...         return [BriefLine(heading="know", text=f"we met at {one.id}",
            ...                 reason="it was recorded", evidence=one.records)
            ...             for one in view.encounters.values() if one.held]
            >>> print(*[f"{one.heading}: {one.text}" for one in told(Thanks).brief().lines])
            know: we met at kick-off
        """
        return ()

    @_spec
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        """Measure deeds, promises, plans and pairs for REVIEW; never people.

        When: by ``engage review``, unless a snapshot holds the answer, and at the gates after DO.
        Empty: it measures nothing; too few observations are a measure whose value is ``None``.
        Order: practices stand in their order, each with its measures as it gave them.
        Errors: whatever is raised here, a wrong shape, or a measure of a person who is not ours
            costs this answer: the review says so, and no gate after DO is passed.

        Example:
            >>> class Thanks(Practice):
            ...     name = "thanks"
            ...     reads = ("encounter",)
            ...     @impl
            ...     def engageframe_measure(self, view):
            ...         held = [one for one in view.encounters.values() if one.held]
            ...         return [Measure(name="meetings", says="Meetings that were held",
            ...             subject=view.engagement_id, value=len(held), unit="", n=len(held),
            ...             needs=0, reason="counted")]
            >>> print(*[one.measure.value for one in told(Thanks).review().measures])
            1
        """
        return ()

    @_spec
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        """Draw figures for REVIEW as Vega-Lite or Vega specifications with their data inside.

        When: by ``engage review``, unless a snapshot holds the answer.
        Empty: there is nothing to draw.
        Order: practices stand in their order, each with its figures as it gave them.
        Errors: whatever is raised here, or a wrong shape, costs this answer: the review says so.

        Example:
            >>> class Thanks(Practice):
            ...     name = "thanks"
            ...     reads = ("encounter",)
            ...     @impl
            ...     def engageframe_draw(self, view):
            ...         rows = [{"meeting": one} for one in sorted(view.encounters)]
            ...         return [Figure(name="meetings", title="Meetings",
            ...             spec={"mark": "tick", "data": {"values": rows}})]
            >>> print(*[one.figure.title for one in told(Thanks).review().figures])
            Meetings
        """
        return ()

    @_spec
    def engageframe_commands(self) -> Sequence[Any]:
        """Give click commands; they appear as ``engage NAME`` and get the workspace as object.

        When: a word is called that ``engage`` does not have itself, and by ``engage practices``.
        Empty: it brings no command.
        Order: none; when two bring one name, both are told and neither runs.
        Errors: whatever is raised here, or anything else than commands with a name, costs this
            answer: the failure is told.

        Example:
            >>> class Thanks(Practice):
            ...     name = "thanks"
            ...     @impl
            ...     def engageframe_commands(self):
            ...         import click
            ...         @click.command("thanks")
            ...         @click.pass_obj
            ...         def thanks(workspace):
            ...             click.echo(f"thanks to {workspace.which()}")
            ...         return [thanks]
            >>> workspace = told(Thanks)
            >>> for practice, command in workspace.host.commands():
            ...     command.main([], obj=workspace, standalone_mode=False)
            thanks to acme
        """
        return ()
