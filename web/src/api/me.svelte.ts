import { get } from './client';
import { Problem } from './problem';

/** What people may do; each may do what those before it may. */
export const ROLES = ['reader', 'coder', 'reviewer', 'admin'] as const;
/** One of them. */
export type Role = (typeof ROLES)[number];

/**
 * Who is using the workbench. `role` is empty until the server has said, and where a sign-in is wanted first; visitors of
 * a public workbench are readers without a name.
 */
export const me: { name: string; role: Role | ''; open: boolean; signed_in: boolean; csrf: string } = $state({
  name: '',
  role: '',
  open: false,
  signed_in: false,
  csrf: '',
});

/** Nobody: before the server has said, and after signing out. */
export const NOBODY = { name: '', role: '', open: false, signed_in: false, csrf: '' } as const;

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
