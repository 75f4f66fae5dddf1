/**
 * Runs the newest of many wishes, one at a time. A wish that comes while another runs waits for it, and only the last to
 * wait is run: so a drag shows answers all along and never asks faster than they come. What runs on for `patience`
 * milliseconds after it became stale is given up.
 */
export function latest<T>(run: (wish: T, signal: AbortSignal) => Promise<void>, patience = 150): (wish: T) => void {
  let now: AbortController | undefined;
  let next: { wish: T } | undefined;
  const start = async (wish: T) => {
    now = new AbortController();
    try {
      await run(wish, now.signal);
    } finally {
      now = undefined;
      if (next) {
        const { wish: newest } = next;
        next = undefined;
        void start(newest);
      }
    }
  };
  return (wish) => {
    const running = now;
    if (!running) {
      void start(wish);
      return;
    }
    next = { wish };
    setTimeout(() => running.abort(), patience);
  };
}
