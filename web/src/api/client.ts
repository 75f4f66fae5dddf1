import { go, here } from '../route/here.svelte';
import { me, NOBODY } from './me.svelte';
import { Problem } from './problem';

/** Parameters of a query; a list gives the parameter several times, `undefined` and '' leave it out. */
export type Query = Record<string, string | number | boolean | string[] | undefined>;

const ROOT = '/api/v1';
/** Answers kept with their ETag: asked for again, an unchanged one costs no transfer and no parsing. */
const kept = new Map<string, { tag: string; body: unknown }>();
const KEPT_AT_MOST = 60;

/** The address of a route with its query. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') search.append(key, String(one));
    }
  }
  return `${ROOT}${path}${search.size ? `?${search}` : ''}`;
}

/** What an answer that is none says. A session that ended leads to the sign-in, and from there back here. */
async function refusal(answer: Response): Promise<Problem> {
  if (answer.status === 401 && me.signed_in) {
    Object.assign(me, NOBODY);
    go(`/sign-in?to=${encodeURIComponent(here.path + here.query)}`);
  }
  return Problem.of(answer);
}

/** Forgets all answers: another person may be told other things. */
export function forget(): void {
  kept.clear();
}

/** Fetches, and turns "no answer" into a problem that says so. */
async function ask(url: string, how: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...how });
  } catch (failure) {
    if (how.signal?.aborted) throw failure;
    throw new Problem(0, 'No answer', 'Dateline does not answer. Is `dateline serve` still running?');
  }
}

/** Reads a route. Rejects with a `Problem`, or with an AbortError where `signal` gave the request up. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const url = address(path, query);
  const had = kept.get(url);
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (had) headers['If-None-Match'] = had.tag;
  const answer = await ask(url, { headers, cache: 'no-store', signal: signal ?? null });
  if (answer.status === 304 && had) return had.body as T;
  if (!answer.ok) throw await refusal(answer);
  const body = (await answer.json()) as T;
  keep(url, answer.headers.get('ETag'), body);
  return body;
}

function keep(url: string, tag: string | null, body: unknown): void {
  kept.delete(url);
  if (!tag) return;
  kept.set(url, { tag, body });
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT_AT_MOST && oldest !== undefined) kept.delete(oldest);
}

/** Writes. A `FormData` body goes as it is (files), anything else as JSON. An empty answer is `undefined`. */
export async function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  how: { query?: Query; signal?: AbortSignal; headers?: Record<string, string> } = {},
): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', ...how.headers };
  if (me.csrf) headers['X-CSRF-Token'] = me.csrf;
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers['Content-Type'] = 'application/json';
  const answer = await ask(address(path, how.query), {
    method,
    headers,
    signal: how.signal ?? null,
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
  });
  if (!answer.ok) throw await refusal(answer);
  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as T;
}
