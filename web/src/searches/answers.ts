/** A search that one keeps; `query` is as in an address, `made` in seconds since 1970. */
export type Search = { id: string; name: string; query: string; made: number };
/** What `POST /searches` and `POST /searches/{id}/feed` answer: `feed` is an address with a token that is shown this once. */
export type Fed = Search & { feed: string };
/** An address that is told of a search's changes; `paused` says why nothing is sent to it any more. */
export type Webhook = { id: string; search: string; url: string; made: number; paused: string | null };
/** One thing sent to a webhook: `change` is 0 for a trial, `due` in seconds since 1970 while it is to be tried again. */
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
