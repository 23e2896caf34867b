// Every check is one line when it fails and a number at the end.
let passed = 0;
let failed = 0;

export function check(what, ok, why = '') {
  if (ok) ++passed;
  else {
    ++failed;
    console.log(`FAILED ${what}${why ? `: ${why}` : ''}`);
  }
  return ok;
}

export async function attempt(what, work) {
  try {
    await work();
    return check(what, true);
  } catch (e) {
    return check(what, false, String(e?.message ?? e).split('\n').slice(0, 3).join(' | '));
  }
}

export function tally() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}
