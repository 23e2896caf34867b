// A form reached, filled and sent by keyboard alone, as a person without a mouse does it.
import { check } from './checks.mjs';

// What has the focus: its name, what it is, and whether a person can see that it has it.
const focused = (page) => page.evaluate(() => {
  const e = document.activeElement;
  const s = getComputedStyle(e);
  const name = e.getAttribute('aria-label') ?? (e.labels?.[0] ? [...e.labels[0].childNodes].find((n) => n.textContent.trim())?.textContent : e.textContent) ?? '';
  return { name: name.trim(), tag: e.tagName, type: e.type ?? '', fold: e.closest('details')?.querySelector('summary').textContent.trim() ?? '', seen: e instanceof SVGElement || s.outlineStyle !== 'none' || s.boxShadow !== 'none' };
});

// Tab goes on until that is reached, inside a fold where one is named; a page that cannot be walked through ends the attempt.
export async function tabTo(page, name, tags = [], fold = null) {
  for (let n = 0; n < 160; ++n) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if ((name instanceof RegExp ? !name.test(at.name) : at.name !== name) || (tags.length && !tags.includes(at.tag)) || (fold && at.fold !== fold)) continue;
    if (!at.seen) check(`the focus on ${name} can be seen`, false);
    return at;
  }
  throw new Error(`${name} is not reached with the Tab key`);
}

async function choose(page, wanted) {
  const said = () => page.evaluate(() => document.activeElement.selectedOptions[0]?.text ?? '');
  await page.keyboard.press('Home');
  for (let n = 0; n < 40 && !(await said()).includes(wanted); ++n) await page.keyboard.press('ArrowDown');
  if (!(await said()).includes(wanted)) throw new Error(`${wanted} cannot be chosen; there is ${await said()}`);
}

// Days as 2025-12-17, moments as 2025-12-17T06:00: the parts of the browser's own field one after another.
async function typeInto(page, { tag, type }, value) {
  const keys = page.keyboard;
  if (tag === 'SELECT') return choose(page, value);
  if (type === 'checkbox') return keys.press('Space');
  if (type !== 'date' && type !== 'datetime-local') {
    await keys.press('Control+a');
    return keys.type(value);
  }
  const [year, month, day, hour, minute] = value.split(/[-T:]/);
  await keys.type(month + day + year);
  if (type === 'date') return;
  await keys.press('ArrowRight');
  await keys.type(`${String(Number(hour) % 12 || 12).padStart(2, '0')}${minute}${Number(hour) < 12 ? 'AM' : 'PM'}`);
}

// Opens the fold of that name, fills the fields in their order and presses the button.
export async function fillByKeys(page, fold, values, { submit = fold, opened = false } = {}) {
  if (!opened) {
    await tabTo(page, fold, ['SUMMARY']);
    await page.keyboard.press('Enter');
  }
  for (const [label, value] of values) await typeInto(page, await tabTo(page, label, ['INPUT', 'SELECT', 'TEXTAREA'], fold), value);
  await tabTo(page, submit, ['BUTTON'], fold);
  await page.keyboard.press('Enter');
}

export async function pressByKeys(page, name, tags = ['BUTTON']) {
  await tabTo(page, name, tags);
  await page.keyboard.press('Enter');
}
