"""Does everybody but the host keep away from pluggy?"""

from pathlib import Path

import engageframe


def test_only_the_contract_and_the_host_know_pluggy() -> None:
    """The rest of the core calls typed methods, never a relay that no checker sees through."""
    source = Path(engageframe.__file__).parent
    knows = {
        path.relative_to(source).parts[0]
        for path in source.rglob("*.py")
        if "pluggy" in (text := path.read_text("utf-8")) and "import" in text
    }

    assert knows == {"hooks.py", "practices"}
