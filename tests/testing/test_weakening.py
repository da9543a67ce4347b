"""Can anybody weaken the contract without saying why?"""

from pathlib import Path
from textwrap import dedent

import pytest
from tests.testing.thanks import Thanks

from engageframe.testing import PracticeContract

LOADED = (Thanks, PracticeContract)
"""What a run within this process must find loaded, as pytester unloads what a run has loaded."""
ROOT = Path(__file__).parents[2]
_HEAD = """
import pytest
from tests.testing.thanks import Thanks
from engageframe.testing import PracticeContract
"""
_WAYS = {
    "overrides a check": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            def test_it_loads(self): pass
        """,
        "test_it_loads is overridden",
    ),
    "takes a check away": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            test_the_world_is_not_asked = None
        """,
        "test_the_world_is_not_asked is taken away",
    ),
    "takes it away later": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
        TestThanks.test_it_loads = lambda self: None
        """,
        "test_it_loads is overridden",
    ),
    "expects a failure without a reason": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            @pytest.mark.xfail
            def test_it_loads(self): pass
        """,
        "test_it_loads is overridden",
    ),
    "skips the class": (
        """
        @pytest.mark.skip(reason='later')
        class TestThanks(PracticeContract):
            practice = Thanks
        """,
        "is a check of the contract, and skip weakens it",
    ),
    "skips the module": (
        """
        pytestmark = pytest.mark.skipif(True, reason='later')
        class TestThanks(PracticeContract):
            practice = Thanks
        """,
        "is a check of the contract, and skipif weakens it",
    ),
    "expects the class to fail": (
        """
        @pytest.mark.xfail
        class TestThanks(PracticeContract):
            practice = Thanks
        """,
        "is a check of the contract, and xfail weakens it",
    ),
    "hides the class": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            __test__ = False
        """,
        "__test__ is false",
    ),
    "draws too few histories": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            examples = 1
        """,
        "examples is 1; 12 is the least",
    ),
    "replaces the machinery": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            def _holds(self, *law, **more): pass
        """,
        "_holds is part of the contract",
    ),
    "skips before each check": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            def setup_method(self, method): pytest.skip("later")
        """,
        "setup_method stands around every check",
    ),
    "skips before each check in a mixin": (
        """
        class Later:
            def setup_class(cls): pytest.skip("later")
        class TestThanks(Later, PracticeContract):
            practice = Thanks
        """,
        "setup_class stands around every check",
    ),
    "answers for the checks": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            def __getattribute__(self, name):
                if name.startswith("test_"):
                    return lambda: None
                return super().__getattribute__(name)
        """,
        "__getattribute__ stands around every check",
    ),
    "answers for the checks later": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
        TestThanks.__getattribute__ = lambda self, name: (
            (lambda: None) if name.startswith("test_") else object.__getattribute__(self, name)
        )
        """,
        "__getattribute__ stands around every check",
    ),
    "answers for the checks by its metaclass": (
        """
        class Kind(type): pass
        class TestThanks(PracticeContract, metaclass=Kind):
            practice = Thanks
        """,
        "Kind is its metaclass",
    ),
    "is not collected": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            def __init__(self): pass
        """,
        "__init__ stands around every check",
    ),
    "skips by a fixture": (
        """
        @pytest.fixture(autouse=True)
        def later(): pytest.skip("later")
        class TestThanks(PracticeContract):
            practice = Thanks
        """,
        "is a check of the contract, and a skip during setup weakens it",
    ),
    "skips by a fixture of the class": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            @pytest.fixture(autouse=True)
            def later(self): pytest.skip("later")
        """,
        "is a check of the contract, and a skip during setup weakens it",
    ),
    "expects to fail by a fixture": (
        """
        @pytest.fixture(autouse=True)
        def later(): pytest.xfail("later")
        class TestThanks(PracticeContract):
            practice = Thanks
        """,
        "is a check of the contract, and an xfail without a mark during setup weakens it",
    ),
    "misspells a word": (
        """
        class TestThanks(PracticeContract):
            practice = Thanks
            scene = ()
        """,
        'there is no "scene"; did you mean "scenes"?',
    ),
}


def run(pytester: pytest.Pytester, code: str, *words: str) -> pytest.RunResult:
    """Run a test file in a process of its own, with this repository on the path."""
    path = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    pytester.makepyfile(test_thanks=path + _HEAD + dedent(code))
    plain = ("-p", "no:cacheprovider", "-k", "loads or weakened or taken or world")
    return pytester.runpytest_inprocess(*plain, *words)


@pytest.mark.parametrize("way", _WAYS)
def test_a_weakened_contract_fails(pytester: pytest.Pytester, way: str) -> None:
    """Whatever is done to its checks, the run fails and says which check was weakened and how."""
    code, says = _WAYS[way]

    done = run(pytester, code)

    assert done.ret != 0
    assert says in done.stdout.str() + done.stderr.str()


def test_a_check_may_fail_for_a_reason(pytester: pytest.Pytester) -> None:
    """What is marked as expected to fail, with a reason, is shown as such, and the rest counts."""
    code = """
        class TestThanks(PracticeContract):
            practice = Thanks
            @pytest.mark.xfail(reason="a calendar of this year")
            def test_it_loads(self):
                assert False
        """

    done = run(pytester, code, "-rx")

    assert done.ret == 0
    assert "a calendar of this year" in done.stdout.str()
    assert done.parseoutcomes() == {"passed": 2, "xfailed": 1, "deselected": 18}
