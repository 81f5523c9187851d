"""Full-text search in the database in use: FTS5 in SQLite, or tsvector with a GIN index in PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction

from catalogue.search.questions import Question, Term

TITLE_WEIGHT, BODY_WEIGHT = 10.0, 1.0  # of a match in the names, and in the other texts
MOST_COMPARED = 1_000_000  # matches that are ranked


class SearchBackend:
    """Maintains and queries the full-text index of one table of documents."""

    joined: str  # the SQL that joins the keys of hits to one text
    signs: dict[str, str]  # between terms

    def __init__(self, document: type[models.Model], *, for_staff: bool = False):
        """`for_staff` is the index of `staff_text`, which has only names, and those of drafts too."""
        self.table = document._meta.db_table
        self.names = "staff_text" if for_staff else "title"
        self.texts = ("staff_text",) if for_staff else ("title", "body")

    @contextmanager
    def cursor(self):
        """Yield a cursor for a query of the index."""
        with connection.cursor() as cursor:
            yield cursor

    def install(self, cursor) -> None:
        """Create what is missing of the index. Can run again."""
        raise NotImplementedError

    def tune(self, cursor) -> None:
        """Optimise the index and its statistics after many rows were written."""
        raise NotImplementedError

    def expression(self, terms: tuple[Term, ...], *, together: str) -> str:
        """Return terms in the query language of the index, joined by "and" or by "or"."""
        sign = self.signs[together]
        alternatives = (self.signs["or"].join(map(self.leaf, term.searched_forms)) for term in terms)
        return sign.join(f"({one})" for one in alternatives)

    def leaf(self, term: Term) -> str:
        """Return one term without its alternatives. Folded words are letters and digits alone."""
        raise NotImplementedError

    def matching(self, expression: str) -> tuple[str, list]:
        raise NotImplementedError

    def matching_names(self, expression: str) -> tuple[str, list]:
        """Return a SELECT of the keys, and the names, of the entries whose names match."""
        raise NotImplementedError

    def hits(self, question: Question, terms: int | None = None) -> tuple[str, list]:
        """Return a SELECT of the keys of the entries that match a question, and its parameters.

        They have all wanted terms, or at least `terms` of them.
        """
        if not question.wanted:
            sql, parameters = f"SELECT entry_id FROM {self.table} WHERE {self.names} <> ''", []
        elif terms is None or terms == len(question.wanted):
            sql, parameters = self.matching(self.expression(question.wanted, together="and"))
        else:
            by_term, parameters = self._hits_by_term(question)
            sql = f"SELECT entry_id FROM ({by_term}) AS found GROUP BY entry_id HAVING COUNT(*) >= %s"
            parameters = [*parameters, terms]
        if question.unwanted:
            without, more = self.matching(self.expression(question.unwanted, together="or"))
            sql, parameters = f"SELECT * FROM ({sql}) AS wanted EXCEPT {without}", [*parameters, *more]
        return sql, parameters

    def keys(self, question: Question) -> Iterator[int]:
        """Return the keys of the entries that match a question, unordered.

        The database returns them as one text: tens of thousands of rows of one number take far longer.
        """
        sql, parameters = self.hits(question)
        with self.cursor() as cursor:
            cursor.execute(f"SELECT {self.joined} FROM ({sql}) AS hits", parameters)
            text = cursor.fetchone()[0]
        return map(int, text.split(",")) if text else iter(())

    def keys_by_term(self, question: Question) -> list[list[int]]:
        """Return the keys of the entries that match each wanted term of a question, with one query."""
        by_term, parameters = self._hits_by_term(question)
        with self.cursor() as cursor:
            cursor.execute(
                f"SELECT term, {self.joined} FROM ({by_term}) AS hits GROUP BY term ORDER BY term", parameters
            )
            texts = dict(cursor.fetchall())
        terms = range(len(question.wanted))
        return [list(map(int, texts[term].split(","))) if term in texts else [] for term in terms]

    def _hits_by_term(self, question: Question) -> tuple[str, list]:
        """Return a SELECT of the entries that match each wanted term, with the position of the term."""
        matches = [self.matching(self.expression((term,), together="or")) for term in question.wanted]
        selects = (
            f"SELECT {term} AS term, entry_id FROM ({sql}) AS of_{term}"
            for term, (sql, _parameters) in enumerate(matches)
        )
        return " UNION ALL ".join(selects), [value for _sql, values in matches for value in values]

    def best(
        self,
        question: Question,
        most: int,
        *,
        in_names: bool,
        together: str = "and",
        compared: int = MOST_COMPARED,
    ) -> tuple[str, list]:
        """Return a SELECT of the keys of the best matches of a question with wanted terms, best first.

        They have all terms, or with "or" any. With `in_names`, only names are searched: ranking these is
        fast, however many texts match. If `compared` is stated, no more matches are ranked than so many, on
        SQLite by the length of the names. Unwanted terms are ignored here; `hits` excludes them.
        """
        raise NotImplementedError


class SQLiteBackend(SearchBackend):
    """FTS5 with the table of documents as its external content; triggers keep both in step.

    https://www.sqlite.org/fts5.html#external_content_tables
    """

    joined = "group_concat(entry_id)"
    signs = {"and": " AND ", "or": " OR "}

    def __init__(self, document, *, for_staff=False):
        super().__init__(document, for_staff=for_staff)
        self.fts = f"{self.table}_staff_fts" if for_staff else f"{self.table}_fts"

    def install(self, cursor) -> None:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [self.fts])
        is_new = cursor.fetchone() is None
        texts = ", ".join(self.texts)
        new, old = (", ".join(f"{row}.{text}" for text in self.texts) for row in ("new", "old"))
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.fts} USING fts5("
            f"{texts}, content='{self.table}', content_rowid='entry_id', tokenize='ascii', prefix='2 3')"
        )
        add = f"INSERT INTO {self.fts}(rowid, {texts}) VALUES (new.entry_id, {new});"
        remove = f"INSERT INTO {self.fts}({self.fts}, rowid, {texts}) VALUES ('delete', old.entry_id, {old});"
        for event, body in {"INSERT": add, "DELETE": remove, "UPDATE": remove + add}.items():
            name = f"{self.fts}_{event.lower()}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {self.table} BEGIN {body} END")
        if is_new:
            cursor.execute(f"INSERT INTO {self.fts}({self.fts}) VALUES ('rebuild')")

    def tune(self, cursor) -> None:
        cursor.execute(f"INSERT INTO {self.fts}({self.fts}) VALUES ('optimize')")
        cursor.execute("ANALYZE")

    def leaf(self, term):
        return f'"{" ".join(term.words)}"' + ("" if term.is_phrase else "*")

    def matching(self, expression):
        return f"SELECT rowid AS entry_id FROM {self.fts} WHERE {self.fts} MATCH %s", [expression]

    def matching_names(self, expression):
        sql = f"SELECT rowid AS entry_id, {self.names} FROM {self.fts} WHERE {self.fts} MATCH %s"
        return sql, [f"{self.names} : ({expression})"]

    def best(self, question, most, *, in_names, together="and", compared=MOST_COMPARED):
        expression = self.expression(question.wanted, together=together)
        sql = (
            f"SELECT rowid FROM (SELECT rowid, {self._distance(compared)} AS distance "
            f"FROM {self.fts} WHERE {self.fts} MATCH %s LIMIT %s) AS found ORDER BY distance, rowid LIMIT %s"
        )
        return sql, [f"{self.names} : ({expression})" if in_names else expression, compared, most]

    def _distance(self, compared: int) -> str:
        """Return the SQL of the rank of a match. Of a few it is not `bm25`, which counts all matches."""
        if compared < MOST_COMPARED:
            return f"(SELECT LENGTH({self.names}) FROM {self.table} WHERE entry_id = {self.fts}.rowid)"
        return f"bm25({self.fts}, {TITLE_WEIGHT}, {BODY_WEIGHT})"


class PostgreSQLBackend(SearchBackend):
    """Generated tsvector columns of the table of documents, with GIN indexes; no extension.

    https://www.postgresql.org/docs/15/textsearch-controls.html
    """

    joined = "string_agg(entry_id::text, ',')"
    signs = {"and": " & ", "or": " | "}

    def __init__(self, document, *, for_staff=False):
        super().__init__(document, for_staff=for_staff)
        self.names_vector = "staff_vector" if for_staff else "title_vector"
        self.vector = "staff_vector" if for_staff else "vector"

    @contextmanager
    def cursor(self):
        """Yield a cursor that does not read the whole table for a common word.

        The planner considers `@@` cheap, but without the index each vector is fetched from out-of-line
        storage: for 8,701 of 14,000 rows this took 61 ms, and with the index 9 ms.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            yield cursor

    def install(self, cursor) -> None:
        for column, made_of in {
            self.vector: " || ' ' || ".join(self.texts),
            self.names_vector: self.names,
        }.items():
            cursor.execute(
                f"ALTER TABLE {self.table} ADD COLUMN IF NOT EXISTS {column} tsvector "
                f"GENERATED ALWAYS AS (to_tsvector('simple', {made_of})) STORED"
            )
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {self.table}_{column} ON {self.table} USING gin ({column}) "
                "WITH (fastupdate = off)"
            )

    def tune(self, cursor) -> None:
        cursor.execute(f"ANALYZE {self.table}")

    def leaf(self, term):
        return " <-> ".join(term.words) + ("" if term.is_phrase else ":*")

    def matching(self, expression):
        return f"SELECT entry_id FROM {self.table} WHERE {self.vector} @@ to_tsquery('simple', %s)", [
            expression
        ]

    def matching_names(self, expression):
        sql = (
            f"SELECT entry_id, {self.names} FROM {self.table} "
            f"WHERE {self.names_vector} @@ to_tsquery('simple', %s)"
        )
        return sql, [expression]

    def best(self, question, most, *, in_names, together="and", compared=MOST_COMPARED):
        vector = self.names_vector if in_names else self.vector
        sql = (
            f"SELECT entry_id FROM (SELECT entry_id, {self.names_vector} AS names FROM {self.table} "
            f"WHERE {vector} @@ to_tsquery('simple', %s) LIMIT %s) AS found "
            "ORDER BY ts_rank(names, to_tsquery('simple', %s), 1) DESC, entry_id LIMIT %s"
        )
        anywhere = self.expression(question.wanted, together="or")
        return sql, [self.expression(question.wanted, together=together), compared, anywhere, most]


def found_in_names(words: dict[str, tuple[Term, ...]], documents: list[type[models.Model]]) -> set[str]:
    """Return the words of which any term is in the name of a public entry. Costs one query for all kinds."""
    backends = [backend_for(document) for document in documents]
    selects, parameters = [], []
    for word, terms in words.items():
        matching = [one.matching_names(one.expression(terms, together="or")) for one in backends]
        selects.append("SELECT %s WHERE " + " OR ".join(f"EXISTS ({sql})" for sql, _values in matching))
        parameters += [word, *(value for _sql, values in matching for value in values)]
    if not selects:
        return set()
    with backends[0].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), parameters)
        return {word for (word,) in cursor.fetchall()}


def backend_for(document: type[models.Model], *, for_staff: bool = False) -> SearchBackend:
    """Return the backend of the database in use, for the public search or for that of the back office."""
    backend = {"sqlite": SQLiteBackend, "postgresql": PostgreSQLBackend}[connection.vendor]
    return backend(document, for_staff=for_staff)


def backends_for(document: type[models.Model]) -> list[SearchBackend]:
    """Return the backends of both searches."""
    return [backend_for(document), backend_for(document, for_staff=True)]
