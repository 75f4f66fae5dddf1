// Runs before the first paint, so that a remembered look does not flash. A file of its own, for inline scripts are forbidden.
try {
  const look = localStorage.getItem('dateline.look');
  if (look === 'light' || look === 'dark') document.documentElement.dataset.look = look;
} catch {
  // Storage is closed to us: the system's look it is.
}
