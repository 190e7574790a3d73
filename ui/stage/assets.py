"""Everything that the browser loads, served by the app itself under one address per content.

The stage's modules and Plotly.js (from the installed plotly package) are copied into the git-ignored
folder that Streamlit serves; the folder's name is a hash of what is in it, so browsers may keep it for ever.
"""

import hashlib
import json
import os
import shutil
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

from optimizers.engine.browser.build import MANIFEST, MODULE, Build
from optimizers.engine.browser.recipe import sentences

ROOT = Path(__file__).resolve().parents[2]
SERVED = ROOT / "static"
# Imports a module by its address, because what stands here travels in every message. Streamlit runs the cleanup of
# a message that a newer one overtakes as well as that of a component that goes: one that is still there stays.
LOADER = """
export default function (component) {
  const loaded = import(new URL("%s", document.baseURI).href);
  loaded.then((part) => part.update(component));
  return () => loaded.then((part) => component.parentElement.isConnected || part.unmount?.(component.parentElement));
}
"""
# Another process may still serve a page that was loaded before an upgrade.
KEPT = 3
BROWSER = Path(__file__).resolve().parent / "browser"


def _sources() -> dict[str, bytes]:
    modules = (path for path in sorted(BROWSER.rglob("*")) if path.is_file())
    sources = {path.relative_to(BROWSER).as_posix(): path.read_bytes() for path in modules}
    sources["plotly.min.js"] = files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()
    return sources


@cache
def publish() -> str:
    """Copy the assets to where the app serves them and return their address, relative to the app's root."""
    sources = _sources()
    digest = hashlib.sha256()
    for name, content in sources.items():
        digest.update(name.encode() + content)
    name = f"stage-{digest.hexdigest()[:16]}"
    folder = SERVED / name
    if not folder.is_dir():
        _write(folder, sources)
    _forget("stage-*", folder)
    return f"app/static/{name}"


def script(module: str) -> str:
    """The script of a component that is drawn by `update` of a module of the stage and ended by its `unmount`."""
    return LOADER % f"{publish()}/{module}"


def publish_engine(built: Build) -> str:
    """Copy the compiled engine to where the app serves it and return its address, relative to the app's root."""
    name = f"engine-{built.manifest['sources']}-{built.manifest['crc32']:08x}"
    folder = SERVED / name
    if not folder.is_dir():
        manifest = json.dumps(built.manifest | {"sentences": sentences()})
        _write(folder, {MODULE: built.module, MANIFEST: manifest.encode()})
        _forget("engine-*", folder)
    return f"app/static/{name}"


def _forget(pattern: str, keep: Path) -> None:
    others = sorted((path for path in SERVED.glob(pattern) if path != keep), key=lambda path: path.stat().st_mtime)
    for stale in others[:-KEPT]:
        shutil.rmtree(stale, ignore_errors=True)


def _write(folder: Path, sources: dict[str, bytes]) -> None:
    """Fill the folder under another name first, so that a second process never serves half of it."""
    SERVED.mkdir(exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=SERVED))
    for name, content in sources.items():
        (building / name).parent.mkdir(parents=True, exist_ok=True)
        (building / name).write_bytes(content)
    building.chmod(0o755)
    try:
        os.replace(building, folder)
    except OSError:
        shutil.rmtree(building, ignore_errors=True)
        if not folder.is_dir():
            raise
