import type { Family } from '../api/terms';

/**
 * The shape of each family in a box of 16 by 16 around its middle (8, 8), as an SVG path; the map draws the same paths.
 * Shape as well as colour, so that nobody needs to tell colours apart. A ring (development) is filled even-odd.
 */
export const SHAPES: Record<Family, string> = {
  strike: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0 -11Z',
  fight: 'M8 1.8L14.5 13.5H1.5Z',
  bomb: 'M8 1L15 8L8 15L1 8Z',
  harm: 'M3 3H13V13H3Z',
  unrest: 'M6 2H10V6H14V10H10V14H6V10H2V6H6Z',
  development: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0 -11ZM8 5a3 3 0 1 0 0 6a3 3 0 1 0 0 -6Z',
};
