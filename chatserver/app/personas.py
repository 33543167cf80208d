"""Where personas come from: files of this package (decision 0051)."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from chatserver import personas
from chatserver.app.tables import read_table
from chatserver.domain import personas as rules
from chatserver.domain.errors import Misconfigured
from chatserver.domain.personas import Persona


@cache
def read_personas() -> Mapping[str, Persona]:
    """All personas by their id, in the order of their files.

    Raises:
        Misconfigured: names the file, its line, the place and the rule.
    """
    names = sorted(each.name for each in files(personas).iterdir() if each.name.endswith(".toml"))
    found: dict[str, Persona] = {}
    for name in names:
        persona = rules.parse(*read_table(None, personas, name))
        if f"{persona.id}.toml" != name:
            raise Misconfigured(f"{name}: id {persona.id} is not the name of the file")
        found[persona.id] = persona
    return found
