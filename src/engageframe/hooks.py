"""What does a practice promise? This page is the contract: read it first.

A practice subclasses :class:`Practice`, marks the hooks it answers with :data:`impl`, and is named
by an entry point of the group ``engageframe.practices``::

    from engageframe import Practice, Proposal, impl

    class Thanks(Practice):
        name = "thanks"
        reads = ("engagement", "encounter")

        @impl
        def engageframe_propose(self, view):
            last = max(view.encounters.values(), key=lambda one: one.id)
            return [Proposal(id="thank:" + last.id, ...)]

Every hook gets one frozen view, bounded to what the practice declared in ``reads``, and returns a
sequence; returning an empty one is how a practice says that it has nothing to say.
Hooks are pure: no clock (the moment is ``view.as_of``), no randomness, no files, no network.
An exception in one hook of one practice costs its answer and nothing else; the host names it.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

import pluggy

from engageframe.kinds import Kind
from engageframe.lenses import Lens
from engageframe.model.encounters import Encounter
from engageframe.rules import BriefLine, Figure, Finding, Measure, Proposal, Rule
from engageframe.view import View

__all__ = ["API", "Practice", "impl"]

API: Final = 1
"""Version of this contract. The host accepts practices written for it and for the one before."""

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
        """Name the kinds of record that the practice adds. Called once, when it is loaded."""
        return ()

    @_spec
    def engageframe_rules(self) -> Sequence[Rule]:
        """Name its rules. Called once, when it is loaded; a finding may cite only these."""
        return ()

    @_spec
    def engageframe_lenses(self) -> Sequence[Lens[Any]]:
        """Name its folds that are worth a snapshot. Called once, when it is loaded."""
        return ()

    @_spec
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        """Suggest actions for PLAN, each for a person or organization, with reason and evidence."""
        return ()

    @_spec
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find what breaks its rules. Called at every gate, in REVIEW and by ``engage check``."""
        return ()

    @_spec
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        """Say what the person about to walk into an encounter should know, owe, ask or offer."""
        return ()

    @_spec
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        """Measure deeds, promises, plans and pairs for REVIEW; never people."""
        return ()

    @_spec
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        """Draw figures for REVIEW as Vega-Lite or Vega specifications with their data inside."""
        return ()

    @_spec
    def engageframe_commands(self) -> Sequence[Any]:
        """Give click commands; they appear as ``engage NAME`` and get the workspace as object."""
        return ()
