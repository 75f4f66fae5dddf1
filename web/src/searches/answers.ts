import type { Often, Tells } from './alerts';

/** A search that one keeps; `query` is as in an address, `made` in seconds since 1970. */
export type Search = { id: string; name: string; query: string; made: number };
/** What `POST /searches` and `POST /searches/{id}/feed` answer: `feed` is an address with a token that is shown this once. */
export type Fed = Search & { feed: string };
/** What tells of a search: `url` begins with `https:` for a webhook, with `mailto:` for e-mail; `paused` says why nothing is sent. */
export type Alert = {
  id: string;
  search: string;
  url: string;
  tells: Tells;
  often: Often;
  hour: number;
  rate: number;
  made: number;
  paused: string | null;
};
/** One thing sent by an alert: `change` is 0 for a trial, `due` in seconds since 1970 while it is to be tried again. */
export type Delivery = {
  number: number;
  change: number;
  made: number;
  tries: number;
  due: number | null;
  status: number | null;
  outcome: string;
};
export type List<T> = { items: T[] };
/** One's alerts; `mail_to` lists to whom e-mail may go, null where the server sends none. */
export type Alerts = List<Alert> & { mail_to: string[] | null };
