import type { Component } from 'svelte';
import type { Role } from '../api/me.svelte';

/** What a screen is handed: the id in its address, where the address has one. */
export type ScreenProps = { id?: string };

/**
 * One screen: its address, its folder under `src/` (which holds `Screen.svelte`), and its word in the navigation. `nav`: it
 * is in the header, `for` that role and those above; `desk`: it is in the menu of what is one's own, for that role and those above.
 * `plain`: the id in its address says nothing to people.
 */
export type Route = { pattern: string; folder: string; title: string; nav?: true; for?: Role; desk?: Role; plain?: true };

/** Every address of the workbench. A pattern's `:id` is one part of a path. */
export const ROUTES: Route[] = [
  { pattern: '/', folder: 'explore', title: 'Explore', nav: true },
  { pattern: '/review', folder: 'review', title: 'Review', nav: true },
  { pattern: '/tallies', folder: 'tallies', title: 'Tally', nav: true },
  { pattern: '/coverage', folder: 'coverage', title: 'Coverage', nav: true },
  { pattern: '/outlets', folder: 'outlets', title: 'Outlets', nav: true },
  { pattern: '/outlets/:id', folder: 'outlets', title: 'Outlet' },
  { pattern: '/actors', folder: 'actors', title: 'Actors', nav: true },
  { pattern: '/actors/:id', folder: 'actors', title: 'Actor' },
  { pattern: '/sources', folder: 'sources', title: 'Sources', nav: true, for: 'coder' },
  { pattern: '/sources/:id', folder: 'sources', title: 'Source', plain: true },
  { pattern: '/add', folder: 'add', title: 'Add', nav: true },
  { pattern: '/incidents/:id', folder: 'incident', title: 'Incident' },
  { pattern: '/reports/:id', folder: 'report', title: 'Report' },
  { pattern: '/double', folder: 'double', title: 'Double coding', desk: 'coder' },
  { pattern: '/double/:id', folder: 'double', title: 'Double coding' },
  { pattern: '/searches', folder: 'searches', title: 'Saved searches', desk: 'reader' },
  { pattern: '/users', folder: 'users', title: 'Users and tokens', desk: 'reader' },
  { pattern: '/sign-in', folder: 'sign-in', title: 'Sign in' },
];

// One chunk of script a screen, fetched when it is first shown. A folder with a Screen.svelte is a screen: whoever adds
// one touches nothing here but ROUTES.
const files = import.meta.glob<{ default: Component<ScreenProps> }>('../*/Screen.svelte');

/** Whether this build holds the screen. */
export function built(route: Route): boolean {
  return `../${route.folder}/Screen.svelte` in files;
}

/** Fetches a screen; `undefined` where there is none. */
export async function screen(route: Route): Promise<Component<ScreenProps> | undefined> {
  return (await files[`../${route.folder}/Screen.svelte`]?.())?.default;
}

/** The route of a path, and the id in it. */
export function match(path: string): { route: Route; id?: string } | undefined {
  const parts = path.replace(/\/+$/, '').split('/');
  for (const route of ROUTES) {
    const wanted = route.pattern === '/' ? [''] : route.pattern.split('/');
    if (wanted.length !== parts.length) continue;
    const id = wanted.indexOf(':id');
    if (!wanted.every((part, k) => part === ':id' || part === parts[k])) continue;
    return id < 0 ? { route } : { route, id: decodeURIComponent(parts[id] ?? '') };
  }
  return undefined;
}
