import { get } from './client';
import { Problem } from './problem';

/** What people may do; each may do what those before it may. */
export const ROLES = ['reader', 'coder', 'reviewer', 'admin'] as const;
/** One of them. */
export type Role = (typeof ROLES)[number];

/** Who is using the workbench. `name` is empty until the server has said, and where nobody is signed in. */
export const me: { name: string; role: Role | ''; open: boolean; csrf: string } = $state({
  name: '',
  role: '',
  open: false,
  csrf: '',
});

/** Asks the server who this is. A server that wants a sign-in says 401: then `name` stays empty. */
export async function whoAmI(): Promise<void> {
  try {
    Object.assign(me, await get<Partial<typeof me>>('/me'));
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 401) throw failure;
    Object.assign(me, { name: '', role: '', open: false, csrf: '' });
  }
}

/** Whether this person may do what `role` may. */
export function may(role: Role): boolean {
  return me.role !== '' && ROLES.indexOf(me.role) >= ROLES.indexOf(role);
}
