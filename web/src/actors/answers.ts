import type { Held } from '../edits/rows';
import type { Stances } from '../outlets/answers';

/** An actor as `GET /actors` lists it. */
export type Actor = { id: string; name: string; kind: string; country: string | null; incidents: number };
type Relation = { id: string; name: string };
/** `GET /actors/{id}`. */
export type ActorProfile = Actor &
  Held & {
    countries: string[];
    aliases: string[];
    leaders: string[];
    dated_aliases: { name: string; since: string | null; until: string | null }[];
    part_of: Relation[];
    parts: Relation[];
    allied_with: Relation[];
    not_to_confuse_with: Relation[];
    since: string | null;
    until: string | null;
    note: string | null;
    checked: string | null;
    months: { month: string; side_a: number; side_b: number }[];
    statements: Stances;
  };
