/** The record's nouns as the API gives them; `crates/terms/src/{incident,told,judgement}.rs` say what each field means. */

/** Families of event types; the order is that of the codebook, and of stacked bars from the base up. */
export const FAMILIES = ['strike', 'fight', 'bomb', 'harm', 'unrest', 'development'] as const;
export type Family = (typeof FAMILIES)[number];

export type Word = 'reported' | 'corroborated' | 'disputed' | 'denied' | 'retracted';
export type Status = 'occurred' | 'foiled';
export type Rule = 'lowest' | 'best' | 'range' | 'latest' | 'majority-of-voices';
export type HarmKind = 'killed' | 'injured' | 'missing' | 'abducted' | 'arrested' | 'displaced';
export type Who = 'civilians' | 'combatants' | 'unspecified';
export type Stance =
  | 'asserted'
  | 'alleged'
  | 'denied'
  | 'unconfirmed'
  | 'asserts'
  | 'denies'
  | 'suspects'
  | 'claims_responsibility'
  | 'accuses'
  | 'no_comment';
export type VoiceKind = 'state' | 'party' | 'independent';

/** Words of a report: UTF-8 byte offsets, `end` exclusive. `shared/bytes.ts` turns them into string indexes. */
export type Quote = { text: string; start: number; end: number };
/** A day, YYYY-MM-DD. */
export type Day = string;

export type Time = { start: Day; end: Day; text: string | null; at: { start: number; end: number } | null; basis: string };
export type Place = Quote & {
  name: string;
  admin1: string | null;
  country: string | null;
  lat: number | null;
  lon: number | null;
  radius_km: number | null;
  precision: string;
  geonames: number | null;
  basis: string;
};
export type Actor = Quote & { name: string; kind: string; actor: string | null; basis: string };
export type Weapon = Quote & { kind: string; low: number | null; high: number | null };
export type Harm = Quote & {
  what: HarmKind;
  who: Who;
  low: number;
  high: number | null;
  said_by: Quote | null;
  stance: Stance;
};
export type Attribution = { about: string; said_by: Quote | null; stance: Stance; quote: Quote };
export type Event = {
  eid: string;
  incident: string | null;
  evidence: Quote;
  more_evidence: Quote[];
  type: string;
  status: Status;
  standing: 'main' | 'background';
  time: Time | null;
  place: Place | null;
  side_a: Actor[];
  side_b: Actor[];
  weapons: Weapon[];
  harm: Harm[];
  claims: Attribution[];
  confidence: number;
  why: string[];
};
export type Tally = Quote & {
  tid: string;
  counts: string;
  low: number;
  high: number | null;
  by: string | null;
  against: string | null;
  area: string | null;
  since: string | null;
  until: string | null;
  said_by: Quote | null;
};
export type NotEvent = Quote & { why: string };

export type Source = {
  id: string;
  name: string;
  version: number;
  sha256: string;
  title: string | null;
  outlet: string | null;
  kind: VoiceKind | null;
  url: string | null;
  published: Day | null;
  language: string | null;
  received: string;
};
export type Entry = { claim: string; source: Source; voice: number; event: Event };
export type Toll = { what: HarmKind; who: Who | null; low: number; best: number; high: number | null };
export type Incident = {
  id: string;
  aliases: string[];
  rule: Rule;
  word: Word;
  event_type: string;
  status: Status;
  standing: 'main' | 'background';
  days: { start: Day; end: Day } | null;
  place: Place | null;
  side_a: Actor[];
  side_b: Actor[];
  weapons: string[];
  harm: Toll[];
  reports: number;
  voices: number;
  outlets: string[];
  first_published: Day | null;
  last_published: Day | null;
  evidence: string;
  parties: string[];
  disputed: string[];
  corrected: string[];
  /** People who accepted it as it is; left out where nobody has. */
  accepted_by?: string[];
  confidence: number;
  changed: string;
  entries?: Entry[];
};

export type Correction =
  | { field: 'type'; value: string }
  | { field: 'status'; value: Status }
  | { field: 'time'; value: [Day, Day] | null }
  | { field: 'place'; value: Place | null }
  | { field: 'side_a' | 'side_b'; value: Actor[] }
  | { field: 'harm'; value: { what: HarmKind; low: number; high: number | null } };
export type Ruling =
  | { ruling: 'same'; claims: string[] }
  | { ruling: 'not_same'; claims: string[]; others: string[] }
  | { ruling: 'field'; claim: string; value: Correction }
  | { ruling: 'not_event'; claim: string }
  | { ruling: 'accepted'; claims: string[] }
  | { ruling: 'withdrawn'; judgement: string };
export type Judgement = { id: string; at: string; by: string; why: string; ruling: Ruling };
