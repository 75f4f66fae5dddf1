/** Milliseconds after which what is shown is asked for again. */
const PAUSE = 15_000;

/** A number that grows every now and then while the page is looked at: what reads it asks again. Call while a component is made. */
export function everyNow(): { number: number } {
  const round = $state({ number: 0 });
  $effect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) round.number += 1;
    }, PAUSE);
    return () => clearInterval(timer);
  });
  return round;
}
