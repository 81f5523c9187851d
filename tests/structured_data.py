"""The structured data of pages, and its validation against the vocabulary of schema.org."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Namespace

from catalogue.identifiers import portal_uid

SITE = "http://testserver"
PROGRAMME = {
    "@id": portal_uid("programme").urn,
    "@type": "Organization",
    "name": "SMART Balkans",
    "url": f"{SITE}/",
}
SCHEMA = Namespace("https://schema.org/")


class _DataBlocks(HTMLParser):
    def __init__(self):
        super().__init__()
        self.blocks: list[str] = []
        self.is_inside = False

    def handle_starttag(self, tag, attrs):
        self.is_inside = tag == "script" and ("type", "application/ld+json") in attrs
        if self.is_inside:
            self.blocks.append("")

    def handle_endtag(self, tag):
        self.is_inside = False

    def handle_data(self, data):
        if self.is_inside:
            self.blocks[-1] += data


def nodes_of(response) -> list[dict]:
    """Return the nodes of a page's only JSON-LD block: its entry's and its breadcrumbs'."""
    parser = _DataBlocks()
    parser.feed(response.content.decode())
    (block,) = parser.blocks
    return json.loads(block)["@graph"]


def node_of(client, entry) -> dict:
    """Return the node of an entry on its page."""
    return nodes_of(client.get(entry.get_absolute_url()))[0]


def reference(kind: str, entry) -> dict:
    """Return the node by which other pages refer to an entry."""
    page = f"{SITE}{entry.get_absolute_url()}"
    return {"@type": kind, "@id": entry.urn, "name": entry.name, "url": page}


class Vocabulary:
    """The classes and properties of schema.org, from the folder of its published files."""

    def __init__(self, folder: Path):
        self.graph = Graph().parse(folder / "schemaorg-all-https.ttl", format="turtle")

    def faults(self, node: dict) -> Iterator[str]:
        """Yield the properties of a node, and of those within it, that its class does not have."""
        kinds = self.kinds(node["@type"])
        for name, value in node.items():
            if name.startswith("@"):
                continue
            name = name.removesuffix("-input")  # what a person enters (schema.org/docs/actions.html)
            if not kinds & set(self.graph.objects(SCHEMA[name], SCHEMA.domainIncludes)):
                yield f"{node['@type']} has no {name}"
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, dict):
                    if not self.kinds(child["@type"]) & set(
                        self.graph.objects(SCHEMA[name], SCHEMA.rangeIncludes)
                    ):
                        yield f"{name} is no {child['@type']}"
                    yield from self.faults(child)

    def kinds(self, name: str) -> set:
        """Return a class with all its superclasses; nothing, if there is no such class."""
        if (SCHEMA[name], RDF.type, RDFS.Class) not in self.graph:
            return set()
        return set(self.graph.transitive_objects(SCHEMA[name], RDFS.subClassOf))
