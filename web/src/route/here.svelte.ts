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
