import { get } from './client';
import { Problem } from './problem';

/** What people may do; each may do what those before it may. */
export const ROLES = ['reader', 'coder', 'reviewer', 'admin'] as const;
/** One of them. */
export type Role = (typeof ROLES)[number];

/** What is held back from somebody: places closer than so many kilometres, the last so many days, private persons' names. */
export type HeldBack = { blur_km: number | null; embargo_days: number | null; redact_names: boolean };

/**
 * Who somebody is. `role` is empty until the server has said, and where a sign-in is wanted first; visitors of a public
 * workbench are readers without a name. From whom something is held back there is no past to ask for, and one rule alone.
 */
type Me = { name: string; role: Role | ''; open: boolean; signed_in: boolean; csrf: string; held_back: HeldBack | null };

/** Nobody: before the server has said, and after signing out. */
export const NOBODY: Readonly<Me> = { name: '', role: '', open: false, signed_in: false, csrf: '', held_back: null };

/** Who is using the workbench. */
export const me: Me = $state({ ...NOBODY });

/** Asks the server who this is. A server that wants a sign-in says 401: then `role` stays empty. */
export async function whoAmI(): Promise<void> {
  try {
    Object.assign(me, await get<Partial<typeof me>>('/me'));
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 401) throw failure;
    Object.assign(me, NOBODY);
  }
}

/** Whether this person may do what `role` may. */
export function may(role: Role): boolean {
  return me.role !== '' && ROLES.indexOf(me.role) >= ROLES.indexOf(role);
}
