"""Coding web archives: one archive a task, one Parquet file and one row of a manifest for each, there whole or not at all."""

import hashlib
import json
import os
import posixpath
import shutil
import tempfile
import uuid

import pyarrow as pa
import pyarrow.fs
import pyarrow.parquet as pq

from ._apart import Apart


class Archives:
    """What is done with each archive; sent to the workers as it is."""

    def __init__(self, to, words, patience, memory, keep_bytes):
        self.to, self.words, self.patience, self.memory = to, words, patience, memory
        self.keep_bytes = keep_bytes

    def code(self, path):
        """Codes an archive, unless that is done. Gives its row of the manifest: archive, file, pages, coded, left out."""
        name = hashlib.sha256(path.encode()).hexdigest()[:24]
        files, root = place(self.to)
        done, made = posixpath.join(root, "manifest", name + ".json"), posixpath.join(root, "reports", name + ".parquet")
        if files.get_file_info(done).is_file and files.get_file_info(made).is_file:
            return tuple(json.loads(files.open_input_stream(done).read()))
        sums = {"pages": 0, "coded": 0}
        publish(files, made, lambda draft: self._write(path, files, draft, sums))
        row = [path, posixpath.basename(made), sums["pages"], sums["coded"], sums["pages"] - sums["coded"]]
        publish(files, done, lambda draft: put(files, draft, json.dumps(row).encode()))
        return tuple(row)

    def _write(self, path, files, draft, sums):
        from .spark import REPORTS, gathered

        coder = Apart(self.words, self.patience, self.memory)
        try:
            with local(path) as here, files.open_output_stream(draft) as to, pq.ParquetWriter(to, REPORTS) as writer:
                for batch in gathered(self._rows(coder, here, path, sums)):
                    writer.write_batch(batch)
        finally:
            coder.end()

    def _rows(self, coder, here, path, sums):
        from ._coding import read_files

        for position, page in enumerate(read_files(here)):
            # Whatever the archive is called on this machine, it is called by its own name.
            page["name"] = page["name"].replace(here, path)
            row = page if "error" in page else coder.code(page)
            sums["pages"] += 1
            sums["coded"] += row.get("coded") is not None
            if not self.keep_bytes:
                row["bytes"] = None
            yield dict(row, source=path, position=position)


def place(address):
    """The file system of an address, and the path in it."""
    if "://" not in address:
        path = os.path.abspath(address)
        return pa.fs.LocalFileSystem(), path
    # What Hadoop calls s3a is s3 to all others.
    return pa.fs.FileSystem.from_uri(address.replace("s3a://", "s3://", 1))


def publish(files, path, write):
    """Writes a file under another name first, and names it when it is whole."""
    files.create_dir(posixpath.dirname(path), recursive=True)
    # Spark passes over files whose names begin so.
    draft = posixpath.join(posixpath.dirname(path), f"_{uuid.uuid4().hex}.draft")
    try:
        write(draft)
        files.move(draft, path)
    except BaseException:
        if files.get_file_info(draft).is_file:
            files.delete_file(draft)
        raise


def put(files, path, content):
    """Writes some bytes."""
    with files.open_output_stream(path) as to:
        to.write(content)


class local:
    """A file that may be far away, as one on this machine while it is read."""

    def __init__(self, path):
        self.path, self.folder = path, None

    def __enter__(self):
        if "://" not in self.path:
            return self.path
        files, path = place(self.path)
        self.folder = tempfile.mkdtemp()
        here = os.path.join(self.folder, posixpath.basename(path))
        with files.open_input_stream(path, compression=None) as source, open(here, "wb") as to:
            shutil.copyfileobj(source, to)
        return here

    def __exit__(self, *_):
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
