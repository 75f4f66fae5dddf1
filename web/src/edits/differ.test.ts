import { describe, expect, it } from 'vitest';
import { changes, entries, rebase, tidy } from './differ';
import { actorFields, OUTLET_FIELDS, type Row } from './rows';

const FIELDS = actorFields(['rebel', 'other']);
const ROW: Row = {
  name: 'Northern Front',
  kind: 'rebel',
  countries: ['SY'],
  aliases: ['NF', 'The Front'],
  shared_aliases: [],
  dated_aliases: [{ name: 'Northern Brigade', since: '2012', until: null }],
  leaders: [],
  part_of: ['coalition'],
  allied_with: [],
  not_to_confuse_with: [],
  since: '2012',
  until: null,
  note: null,
  checked: 'unchecked',
};

describe('A row', () => {
  it('is sent without empty entries, and with null for nothing', () => {
    const sent = tidy(FIELDS, { ...ROW, aliases: [' NF ', '', ' '], since: '  ', note: ' One. ', dated_aliases: [{ name: ' ' }, { name: 'B', since: '' }] });
    expect(sent).toMatchObject({ aliases: ['NF'], since: null, note: 'One.', dated_aliases: [{ name: 'B' }], checked: 'unchecked' });
  });

  it('has every list and word of its own, also where it begins with a name alone', () => {
    const sent = tidy(FIELDS, { name: 'New' });
    expect(sent).toMatchObject({ aliases: [], part_of: [], dated_aliases: [], only_at_home: false, since: null, checked: '' });
  });

  it('keeps what the form knows nothing of', () => {
    expect(tidy(OUTLET_FIELDS, { later: ['x'] })['later']).toEqual(['x']);
  });
});

describe('Changes', () => {
  it('tell entry by entry what came and went', () => {
    const after = { ...ROW, kind: 'other', aliases: ['NF', 'JN'], part_of: ['coalition', 'union'] };
    expect(changes(FIELDS, ROW, after, { union: 'The Union' })).toEqual([
      { key: 'kind', name: 'Kind', gone: ['rebel'], come: ['other'], moved: false },
      { key: 'aliases', name: 'Other names', gone: ['The Front'], come: ['JN'], moved: false },
      { key: 'part_of', name: 'Part of', gone: [], come: ['The Union'], moved: false },
    ]);
  });

  it('tell of another order, and of no change where only blanks differ', () => {
    expect(changes(FIELDS, ROW, { ...ROW, aliases: ['The Front', 'NF'] })[0]?.moved).toBe(true);
    expect(changes(FIELDS, ROW, { ...ROW, note: '', name: 'Northern Front ' })).toEqual([]);
  });

  it('say years in words', () => {
    const field = FIELDS.find((one) => one.key === 'dated_aliases')!;
    expect(entries(field, [{ name: 'A' }, { name: 'B', until: '2013' }])).toEqual(['A', 'B (… to 2013)']);
  });
});

describe('What somebody else changed meanwhile', () => {
  it('is taken over where nothing was typed, and never over what was typed', () => {
    const typed = { ...ROW, note: 'Mine', kind: 'other', since: '2013' };
    const stands = { ...ROW, note: 'Theirs', aliases: ['NF', 'New'], since: '2013' };
    const { row, met } = rebase(FIELDS, ROW, typed, stands);
    expect(met).toEqual({ aliases: 'taken', note: 'kept' });
    expect(row).toMatchObject({ note: 'Mine', kind: 'other', aliases: ['NF', 'New'], since: '2013' });
  });
});
