/** What codes are of: countries (ISO 3166-1) or languages (ISO 639-1). */
export type CodeOf = 'region' | 'language';

const NAMES: Record<CodeOf, Intl.DisplayNames> = {
  region: new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }),
  language: new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }),
};

/** What a code of two letters stands for, in English; undefined where it stands for nothing. */
export function nameOf(code: string, of: CodeOf): string | undefined {
  return /^[A-Za-z]{2}$/.test(code) ? NAMES[of].of(code) : undefined;
}

/** Whether two letters are a country's code. */
export function isCountry(code: string): boolean {
  return nameOf(code.toUpperCase(), 'region') !== undefined;
}
