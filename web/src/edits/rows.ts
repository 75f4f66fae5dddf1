import type { CodeOf } from './codes';

/** What people may write of an actor or an outlet, field by field; `crates/code/src/{actors,outlets}` say what each means. */

/** A name that was in use for a time; years or days, left out where nobody knows. */
export type DatedName = { name: string; since?: string | null; until?: string | null };
export type ActorRow = {
  name: string;
  kind: string;
  countries: string[];
  aliases: string[];
  shared_aliases: string[];
  home_aliases: string[];
  only_at_home: boolean;
  dated_aliases: DatedName[];
  leaders: string[];
  part_of: string[];
  allied_with: string[];
  not_to_confuse_with: string[];
  since: string | null;
  until: string | null;
  note: string | null;
  checked: string;
};
export type OutletRow = {
  name: string;
  country: string;
  language: string;
  kind: string;
  voice: string;
  aliases: string[];
  domains: string[];
  note: string | null;
  checked: string;
};
/** What a field of a row may hold. */
export type Value = string | boolean | null | string[] | DatedName[];
/** A row of either noun, by the names of its fields. */
export type Row = Record<string, Value>;

/** What comes with an actor or outlet: its row as it stands, whether people wrote it, and which edit it is of ("0": none). */
export type Held = { row: Row | null; edited: boolean; row_version: string };
/** What writing a row answers: an actor that had none gets an id of its own with it. */
export type Saved = Omit<Held, 'row'> & { id: string };
/** One edit; a row of null took people's edits back. */
export type Edit = { version: string; at: string; who: string; why: string; row: Row | null };

/** How a field is written: words, one of some, yes or no, ISO codes, entries one a line, groups by id, names with their years. */
export type Field = {
  key: string;
  name: string;
  input: 'words' | 'note' | 'choice' | 'yes' | 'code' | 'codes' | 'lines' | 'groups' | 'dated';
  hint?: string;
  /** A row is none without it. */
  needed?: true;
  /** Ids that a choice offers, or what codes are of. */
  of?: readonly string[] | CodeOf;
  /** Where nothing is written the row holds null. */
  orNull?: true;
};

const YEARS = 'A year or a day: 2012, 2012-01-23';
const NAMES = 'One a line';
const CHECKED = 'What the row was compared with, such as a page or a book';

/** Fields of an actor's row; `kinds` are the codebook's. */
export function actorFields(kinds: readonly string[]): Field[] {
  return [
    { key: 'name', name: 'Name', input: 'words', hint: 'In English use', needed: true },
    { key: 'kind', name: 'Kind', input: 'choice', of: kinds, needed: true },
    { key: 'countries', name: 'Acts mainly in', input: 'codes', of: 'region', hint: 'Two letters each (ISO 3166-1), its own country first' },
    { key: 'since', name: 'Since', input: 'words', hint: YEARS, orNull: true },
    { key: 'until', name: 'Until', input: 'words', hint: YEARS, orNull: true },
    { key: 'checked', name: 'Checked against', input: 'words', hint: CHECKED },
    { key: 'aliases', name: 'Other names', input: 'lines', hint: NAMES },
    { key: 'shared_aliases', name: 'Names that others go by too', input: 'lines', hint: NAMES },
    { key: 'home_aliases', name: 'Names that mean it at home alone', input: 'lines', hint: 'One a line: in reports on its own countries' },
    { key: 'leaders', name: 'Led by', input: 'lines', hint: NAMES },
    { key: 'only_at_home', name: 'All its names mean it at home alone', input: 'yes' },
    { key: 'dated_aliases', name: 'Names for a time', input: 'dated', hint: 'Years or days' },
    { key: 'part_of', name: 'Part of', input: 'groups' },
    { key: 'allied_with', name: 'Allied with', input: 'groups' },
    { key: 'not_to_confuse_with', name: 'Not to be confused with', input: 'groups' },
    { key: 'note', name: 'Note', input: 'note', orNull: true },
  ];
}

/** Fields of an outlet's row. */
export const OUTLET_FIELDS: Field[] = [
  { key: 'name', name: 'Name', input: 'words', needed: true },
  {
    key: 'kind',
    name: 'Kind',
    input: 'choice',
    of: ['agency', 'newspaper', 'broadcaster', 'state_media', 'party_media', 'monitor', 'ngo'],
    needed: true,
  },
  { key: 'voice', name: 'Voice', input: 'choice', of: ['state', 'party', 'independent'], needed: true },
  { key: 'country', name: 'Country', input: 'code', of: 'region', hint: 'Two letters (ISO 3166-1)', needed: true },
  { key: 'language', name: 'Language', input: 'code', of: 'language', hint: 'Two letters (ISO 639-1)', needed: true },
  { key: 'checked', name: 'Checked against', input: 'words', hint: CHECKED },
  { key: 'aliases', name: 'Other names', input: 'lines', hint: NAMES },
  { key: 'domains', name: 'Domains', input: 'lines', hint: 'One a line, without www' },
  { key: 'note', name: 'Note', input: 'note', orNull: true },
];
