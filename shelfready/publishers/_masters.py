"""Puts a drop's files as its record says: their order, which is the cover, and the hashes that they should have."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from shelfready.errors import RejectedError
from shelfready.publishers._names import AUDIO, PICTURES, suffix_of
from shelfready.records import MasterFile, Record, Resource
from shelfready.titles import DeclaredFile, Manifest, Role

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MD5 = re.compile(r"[0-9a-f]{32}")
_SIZE = re.compile(r"[0-9]{1,15}")

# Code of List 158: front cover.
_FRONT_COVER = "01"


def arranged(manifest: Manifest, record: Record) -> Manifest:
    """The files in the order of the record's production manifest, with what it and its resources declare of them.

    A production manifest that names none of the recordings is of other masters, and is left alone; one that names some
    and not all is a drop with a hole.
    """
    by_name = _by_name(manifest.files)
    stated = tuple(_stated(record))
    found = {id(master): by_name[_key(master.name)] for master in stated if _key(master.name) in by_name}
    body = [master for master in _in_order(stated) if master.part == "body"]
    if any(id(master) in found for master in body):
        _refuse_holes([master for master in body if id(master) not in found])
        manifest = _in_their_order(manifest, [found[id(master)] for master in body])
    covers = [found[id(master)] for master in stated if master.part == "cover" and id(master) in found]
    pictures = [name for name in covers if suffix_of(name) in PICTURES]
    declared = {found[id(master)]: master for master in reversed(stated) if id(master) in found}
    files = _with_cover(manifest.files, pictures[0]) if pictures else manifest.files
    return manifest.model_copy(update={"files": tuple(_declared(file, declared) for file in files)})


def _stated(record: Record) -> Iterator[MasterFile]:
    if record.production:
        yield from map(_named, record.production.files)
    for resource in record.collateral.resources if record.collateral else ():
        yield _as_master(resource)


def _named(master: MasterFile) -> MasterFile:
    """The file by its name, or else by what its link ends in: List 253's name may be left out."""
    return master if master.name else master.model_copy(update={"name": _end_of(master.link)})


def _end_of(link: str | None) -> str | None:
    return unquote(urlsplit(link[:4096]).path) if link else None


def _as_master(resource: Resource) -> MasterFile:
    """A supporting resource by the name of its file; codes of List 160: 04 name, 06 MD5, 07 exact bytes, 08 SHA-256."""
    said = resource.features
    size = said.get("07", "").strip()
    return MasterFile(
        part="cover" if resource.kind == _FRONT_COVER else "supplement",
        name=said.get("04") or _end_of(resource.link),
        md5=said.get("06"),
        sha256=said.get("08"),
        size_bytes=int(size) if _SIZE.fullmatch(size) else None,
    )


def _by_name(files: Iterable[DeclaredFile]) -> dict[str, str]:
    """The files by the last part of their names; those that share it with another are nobody's."""
    names: dict[str, list[str]] = {}
    for file in files:
        names.setdefault(_key(file.name), []).append(file.name)
    return {key: same[0] for key, same in names.items() if len(same) == 1}


def _key(name: str | None) -> str:
    return (name or "").replace("\\", "/").rpartition("/")[2].strip().casefold()


def _in_order(masters: Iterable[MasterFile]) -> list[MasterFile]:
    return sorted(masters, key=lambda master: (master.sequence is None, master.sequence or 0))


def _refuse_holes(missing: list[MasterFile]) -> None:
    if missing:
        listed = ", ".join(master.name or "a file without a name" for master in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise RejectedError(
            f"the record's production manifest names what is not in the drop ({listed}{more}): send it, or take it off "
            "the manifest",
            cause_code="manifest-invalid",
        )


def _in_their_order(manifest: Manifest, names: list[str]) -> Manifest:
    """Recordings are played as they are listed; one that is not listed is kept as a supplement, so that it is found."""
    order = {name: number for number, name in enumerate(filter(_is_audio, dict.fromkeys(names)), start=1)}
    files = [_placed(file, order) for file in manifest.files if order]
    files.sort(key=lambda file: (file.role is not Role.TRACK, file.order or 0))
    return manifest.model_copy(update={"files": tuple(files) or manifest.files})


def _is_audio(name: str) -> bool:
    return suffix_of(name) in AUDIO


def _placed(file: DeclaredFile, order: Mapping[str, int]) -> DeclaredFile:
    if file.name in order:
        return file.model_copy(update={"role": Role.TRACK, "order": order[file.name]})
    if file.role is Role.TRACK:
        return file.model_copy(update={"role": Role.SUPPLEMENT, "order": None})
    return file


def _with_cover(files: Iterable[DeclaredFile], cover: str) -> list[DeclaredFile]:
    roles = {True: Role.COVER, False: Role.SUPPLEMENT}
    return [
        file.model_copy(update={"role": roles[file.name == cover]})
        if file.name == cover or file.role is Role.COVER
        else file
        for file in files
    ]


def _declared(file: DeclaredFile, masters: Mapping[str, MasterFile]) -> DeclaredFile:
    master = masters.get(file.name)
    if master is None:
        return file
    sha256, md5 = ((stated or "").strip().lower() for stated in (master.sha256, master.md5))
    return file.model_copy(
        update={
            "sha256": sha256 if _SHA256.fullmatch(sha256) else None,
            "md5": md5 if _MD5.fullmatch(md5) else None,
            "size_bytes": master.size_bytes,
        }
    )
