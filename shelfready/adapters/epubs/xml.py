"""Parses the XML of strangers with everything switched off by which XML reaches out or swells."""

from lxml import etree

from shelfready.errors import RejectedError


def parse(data: bytes, name: str) -> etree._Element:
    """The root of a document. Entities of its own are refused: no book needs them, every XML bomb does."""
    # `huge_tree` stays off: libxml2 then bounds depth, text length and amplification itself. One parser for each
    # document, because a parser keeps what it learnt.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if isinstance(error, etree.XMLSyntaxError) and error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            # lxml calls it a fault of the text, "unknown error".
            raise MemoryError from error
        raise RejectedError(
            f"the EPUB's {name!a} is not well-formed XML: {str(error)[:200]}; mend it, EPUBCheck shows where",
            cause_code="epub-xml-broken",
        ) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise RejectedError(
            f"the EPUB's {name!a} declares XML entities of its own; write the characters themselves",
            cause_code="epub-xml-entities",
        )
    return root


def text_of(element: etree._Element) -> str:
    """All text within an element, its white space folded."""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())
