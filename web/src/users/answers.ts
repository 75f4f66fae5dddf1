import type { Role } from '../api/me.svelte';

/** An account; times in seconds since 1970. `password`: whether it signs in with one of its own. */
export type Account = { name: string; role: Role; password: boolean; made: number; signed_in: number | null };
export const SCOPES = ['read', 'code', 'review', 'admin'] as const;
/** What a token is made for; each answers to a role (reader, coder, reviewer, admin). */
export type Scope = (typeof SCOPES)[number];
export type Token = { id: string; label: string; scopes: Scope[]; made: number; expires: number; used: number | null };
/** One line of the audit. */
export type Line = { number: number; at: number; who: string; what: string; about: string; address: string };
export type List<T> = { items: T[]; next?: string | null };
