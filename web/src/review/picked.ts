import type { Quote } from '../api/terms';
import { byteOfIndex } from '../shared/bytes';

/** Words that a reader selected in the evidence: whose report, which claim, and where they stand in it (bytes). */
export type Picked = Quote & { claim: string; published: string | null; outlet: string };

/** The passage that holds a node: an element with what it takes to say where its words stand in the report. */
function passageOf(node: Node): HTMLElement | null {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  return element?.closest<HTMLElement>('[data-passage]') ?? null;
}

/** The text of a passage up to a place in it, without the small labels that stand among its words. */
function upTo(passage: HTMLElement, node: Node, offset: number): string {
  const range = document.createRange();
  range.selectNodeContents(passage);
  range.setEnd(node, offset);
  const part = range.cloneContents();
  for (const label of part.querySelectorAll('small')) label.remove();
  return part.textContent ?? '';
}

/** What is selected within one passage under `root`; null where nothing is, or more than one passage. */
export function picked(root: HTMLElement): Picked | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const passage = passageOf(range.startContainer);
  if (!passage || passage !== passageOf(range.endContainer) || !root.contains(passage)) return null;
  const whole = upTo(passage, passage, passage.childNodes.length);
  const before = upTo(passage, range.startContainer, range.startOffset);
  const words = upTo(passage, range.endContainer, range.endOffset).slice(before.length);
  const text = words.trim();
  if (!text) return null;
  const at = before.length + words.indexOf(text);
  const start = Number(passage.dataset.passage) + byteOfIndex(whole, at);
  const { claim = '', published = '', outlet = '' } = passage.dataset;
  return { text, start, end: start + byteOfIndex(text, text.length), claim, published: published || null, outlet };
}
