/** Something that can be done to the shown incident: its key, its word on the button, what it does in the list of keys. */
export type Deed = {
  key: string;
  name: string;
  does: string;
  run: () => void;
  /** Its form is open. */
  open?: boolean;
  /** It can't be done to this one. */
  off?: boolean;
};
