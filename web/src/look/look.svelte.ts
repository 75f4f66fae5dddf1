import { flushSync } from 'svelte';

/** Light, dark, or what the system says. */
export type Look = 'light' | 'dark' | 'system';

const KEY = 'dateline.look';
const system = matchMedia('(prefers-color-scheme: dark)');

function remembered(): Look {
  const look = document.documentElement.dataset.look;
  return look === 'light' || look === 'dark' ? look : 'system';
}

const state = $state({ chosen: remembered(), systemDark: system.matches, printing: false });
system.addEventListener('change', (event) => (state.systemDark = event.matches));

/** Tells the page's styles which look was chosen. Paper is white. */
function dress(): void {
  const look = state.printing ? 'light' : state.chosen;
  if (look === 'system') delete document.documentElement.dataset.look;
  else document.documentElement.dataset.look = look;
}

// What is drawn from script must be drawn anew before the browser takes the page to paper.
const print = (printing: boolean) => () => {
  state.printing = printing;
  dress();
  flushSync();
};
addEventListener('beforeprint', print(true));
addEventListener('afterprint', print(false));

/** The look as it is shown now. */
export function shown(): 'light' | 'dark' {
  if (state.printing) return 'light';
  return state.chosen === 'system' ? (state.systemDark ? 'dark' : 'light') : state.chosen;
}

/** Goes to the other look and remembers it in this browser; going back to the system's own forgets it again. */
export function switchLook(): void {
  const next = shown() === 'dark' ? 'light' : 'dark';
  state.chosen = (next === 'dark') === state.systemDark ? 'system' : next;
  dress();
  try {
    if (state.chosen === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, state.chosen);
  } catch {
    // Storage is closed to us: the look holds until the page is left.
  }
}

/** The value that a colour token such as `--map-land` has now, for canvases, which know no CSS variables. */
export function colour(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
