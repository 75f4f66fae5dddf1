/** Where the reader is: the path and the query (with its `?`, or empty) of the address bar. */
export const here = $state({ path: location.pathname, query: location.search });

function follow(): void {
  here.path = location.pathname;
  here.query = location.search;
}

/** Goes to an address of the workbench. `replace` leaves no step in the history: for states, not for places. */
export function go(address: string, how: { replace?: boolean } = {}): void {
  const at = new URL(address, location.href);
  if (at.href !== location.href) history[how.replace ? 'replaceState' : 'pushState'](null, '', at);
  follow();
}

/** The first part of a path: one for all addresses of a screen. */
function screenOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/**
 * Says in the address bar how the screen of that address stands now; `step` leaves a step to go back from. Where the reader
 * has left that screen meanwhile nothing is said: maps and answers come late, and must not bring anybody back.
 */
export function restate(address: string, how: { step?: boolean } = {}): void {
  const at = new URL(address, location.href);
  if (screenOf(at.pathname) === screenOf(here.path)) go(address, { replace: !how.step });
}

/** Whether a click on a link is ours to follow: a plain click on an address of the workbench itself. */
function ours(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const within = link.origin === location.origin && !link.pathname.startsWith('/api/');
  return plain && within && !link.target && !link.hasAttribute('download') && !event.defaultPrevented;
}

/** Follows the back button and clicks on links. Call once. */
export function listen(): void {
  addEventListener('popstate', follow);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link?.hasAttribute('href') || !ours(event, link)) return;
    // A link within the page (`#main`) is the browser's.
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    go(link.href);
    scrollTo(0, 0);
  });
}
