/** What the server says when it can't do what was asked: RFC 9457, application/problem+json. */
export class Problem extends Error {
  /**
   * @param status HTTP status; 0 where no answer came at all.
   * @param title a few words, for a heading.
   * @param detail a sentence that says what to do.
   * @param body the whole answer, which may carry more (the new state of an incident that changed meanwhile).
   * @param wait seconds after which to try again; 0 where the server names none.
   */
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly body: Record<string, unknown> = {},
    readonly wait = 0,
  ) {
    super(detail || title);
  }

  /** Reads a refusal, whatever shape it came in. */
  static async of(answer: Response): Promise<Problem> {
    const body: unknown = await answer.json().catch(() => undefined);
    const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const words = (key: string) => (typeof said[key] === 'string' ? said[key] : '');
    return new Problem(answer.status, words('title') || plain(answer.status), words('detail'), said, Number(answer.headers.get('Retry-After')) || 0);
  }
}

/** A status in plain words, for answers that carry none of their own. */
function plain(status: number): string {
  if (status === 401) return 'Please sign in';
  if (status === 403) return 'You may not do that';
  if (status === 404) return 'There is no such thing in the record';
  if (status === 409) return 'Somebody else changed it meanwhile';
  if (status === 413) return 'That is too large';
  if (status === 429) return 'Too many requests; wait a moment';
  return `The server could not answer (${status})`;
}

/** Any failure as one sentence for the reader. */
export function inWords(failure: unknown): string {
  if (failure instanceof Problem) return failure.detail ? `${failure.title}. ${failure.detail}` : `${failure.title}.`;
  return failure instanceof Error ? failure.message : String(failure);
}

/** Whether a request was given up by the page itself, which is no failure. */
export function givenUp(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === 'AbortError';
}
