/** One change of the record, as `GET /changes` tells of it. */
export type Change = { number: number; at: string; who: string; what: string; incidents: string[] };
/** How far taking in reports has come. */
export type Ingest = { done: number; failed: number; of: number };

type Ears = { change?: (change: Change) => void; ingest?: (ingest: Ingest) => void };

const ears = new Set<Ears>();
let source: EventSource | undefined;

function hear<K extends keyof Ears>(kind: K, tell: (ear: Ears, said: never) => void): void {
  source?.addEventListener(kind, (event) => {
    const said = JSON.parse((event as MessageEvent<string>).data) as never;
    for (const ear of ears) tell(ear, said);
  });
}

/** Listens to the server's news until the function that it returns is called. All listeners share one connection. */
export function onNews(ear: Ears): () => void {
  ears.add(ear);
  if (!source) {
    source = new EventSource('/api/v1/changes');
    hear('change', (one, said) => one.change?.(said));
    hear('ingest', (one, said) => one.ingest?.(said));
  }
  return () => {
    ears.delete(ear);
    if (ears.size) return;
    source?.close();
    source = undefined;
  };
}
