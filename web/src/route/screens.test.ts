import { describe, expect, it } from 'vitest';
import { match } from './screens';

describe('addresses', () => {
  it('lead to screens, with the id that they name', () => {
    expect(match('/')?.route.folder).toBe('explore');
    expect(match('/review/')?.route.folder).toBe('review');
    expect(match('/incidents/i3nfkkj307rpn')).toMatchObject({ route: { folder: 'incident' }, id: 'i3nfkkj307rpn' });
    expect(match('/outlets/The%20Example%20Post')?.id).toBe('The Example Post');
  });
  it('that nobody knows lead nowhere', () => {
    expect(match('/incident')).toBeUndefined();
    expect(match('/incidents/a/b')).toBeUndefined();
  });
});
