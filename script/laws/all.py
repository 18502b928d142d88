"""All laws, in the order in which they are judged."""

from .decisions import decision_index
from .documented import documented
from .ladder import ladder
from .references import paths_named, symbol_links, tests_named
from .rooms import arrows, imports, room_table
from .size import file_length, function_length
from .threads import thread_names
from .words import take, words

LAWS = (
    file_length, function_length, documented, imports, arrows, room_table, tests_named, symbol_links,
    paths_named, thread_names, take, words, ladder, decision_index,
)


def name_of(law):
    """As its breaches call it."""
    return law.__name__.replace("_", " ")
