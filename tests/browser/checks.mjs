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

// `who` is the seat whose refusal on the screen belongs to a failure.
export async function attempt(what, work, who) {
  try {
    await work();
    return check(what, true);
  } catch (e) {
    const refused = await who?.page.locator('.rm-refusal').allInnerTexts().catch(() => []);
    return check(what, false, [String(e?.message ?? e).split('\n').slice(0, 3).join(' | '), ...(refused ?? [])].join(' || ').replaceAll('\n', ' '));
  }
}

export function tally() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}
