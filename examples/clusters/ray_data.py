"""Dateline in Ray Data: the same calls, on a cluster of Ray's.

    pip install dateline-*.whl 'ray[data]'
    python examples/clusters/ray_data.py reports.jsonl coded/

Reads reports with `text`, codes them on all workers, and writes Parquet. Then claims are made of it and fused here.
"""

import sys

import pyarrow as pa
import pyarrow.parquet as pq
import ray

import dateline


def code(batch: pa.Table) -> pa.Table:
    """Codes a batch; a worker's coder is kept from one to the next."""
    return dateline.code(batch.to_pylist(), jobs=1).reports.to_arrow()


def main(reports: str, to: str) -> None:
    ray.init(include_dashboard=False, log_to_driver=False)
    ray.data.read_json(reports, lines=True).map_batches(code, batch_format="pyarrow", batch_size=200).write_parquet(to)
    claims = dateline.claims(pq.read_table(to))
    groups = dateline.fuse(claims)
    incidents = {row["incident"] for row in groups.to_pylist()}
    print(f"{len(claims)} claims come to {len(incidents)} incidents.")


if __name__ == "__main__":
    main(*sys.argv[1:])
