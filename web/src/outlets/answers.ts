import type { Day, VoiceKind } from '../api/terms';
import type { Held } from '../edits/rows';

/** An outlet as `GET /outlets` lists it; `name` is empty where reports name none. */
export type Outlet = { name: string; voice: VoiceKind | null; country: string | null; reports: number; first: Day | null; last: Day | null };
/** What was claimed and denied, by month of publication, in so many of so many that were looked at. */
export type Stances = {
  looked_at: number;
  of: number;
  months: { month: string; asserts: number; denies: number; unconfirmed: number }[];
};
type Named = { name: string; reports: number };
/** `GET /outlets/{name}`. */
export type OutletProfile = Outlet &
  Held & {
    aliases: string[];
    domains: string[];
    note: string | null;
    checked: string | null;
    days: { day: Day; reports: number }[];
    statements: Stances;
    credits: { looked_at: number; agencies: Named[] };
    copies: { looked_at: number; earlier: Named[]; later: Named[] };
  };
