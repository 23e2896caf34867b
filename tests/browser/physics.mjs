// The physics workbench as a person uses it, and the decay of the pages against the engine behind it.
import { attempt, check } from './checks.mjs';
import { go, inspect } from './browser.mjs';
import { get } from './day.mjs';
import { law } from './law.mjs';
import { languages } from './pages.mjs';

const ask = (who, name, body) => who.page.evaluate(async ([n, b]) => {
  const r = await fetch(`/api/v1/physics/${n}`, { method: 'POST', body: JSON.stringify(b), headers: { 'Content-Type': 'application/json' } });
  return { status: r.status, body: await r.json() };
}, [name, body]);

const off = (told, right) => (right < 1e-290 ? 0 : Math.abs(told / right - 1));

// One activity at many times: the law of the pages against the workbench.
async function singles(who) {
  let worst = 0;
  for (const [nuclide, every] of [['F-18', '11 min'], ['Tc-99m', '1 h'], ['I-131', '2 d'], ['Lu-177', '1.5 d'], ['C-11', '250 s'], ['Cs-137', '11 y']]) {
    const { half_life_s } = await get(who, `/physics/nuclides/${nuclide}`);
    const { body } = await ask(who, 'decay', { nuclide, activity: '4.40 GBq', every, count: 40 });
    const [elapsed, activity] = ['elapsed', nuclide].map((name) => body.columns.findIndex((c) => c.name === name));
    for (const row of body.rows) worst = Math.max(worst, off(law.decayed(4.4e9, 0, row[elapsed] * 1000, half_life_s), row[activity]));
  }
  return worst;
}

async function membersOf(who, contents) {
  const members = new Map();
  const add = async (nuclide) => {
    if (members.has(nuclide)) return;
    const n = await get(who, `/physics/nuclides/${nuclide}`);
    members.set(nuclide, { nuclide, half_life_s: n.stable ? 0 : n.half_life_s, activity_bq: contents[nuclide] ?? 0, feeds: n.branches.map((b) => ({ nuclide: b.daughter, fraction: b.fraction })) });
    for (const b of n.branches) await add(b.daughter);
  };
  for (const nuclide of Object.keys(contents)) await add(nuclide);
  return [...members.values()];
}

// Mixtures and all that grows in them, a column a member.
async function chains(who) {
  let worst = 0;
  for (const contents of [{ 'Mo-99': 4e10, 'Tc-99m': 5e9 }, { 'Ge-68': 1.85e9 }, { 'Ac-225': 1e7 }, { 'Lu-177m': 3.7e6, 'Lu-177': 7.4e9 }, { 'Ra-223': 1e6 }]) {
    const members = await membersOf(who, contents);
    const list = Object.entries(contents).map(([n, bq]) => `${n} ${bq} Bq`);
    const { body } = await ask(who, 'chain', { contents: list, every: '7 h', count: 30 });
    const elapsed = body.columns.findIndex((c) => c.name === 'elapsed');
    for (const [k, c] of body.columns.entries()) {
      if (k === elapsed || c.kind !== 'activity') continue;
      for (const row of body.rows) worst = Math.max(worst, off(law.chainActivity(members, c.name, row[elapsed]), row[k]));
    }
  }
  return worst;
}

export async function sameLaw(who) {
  await attempt('the law of the pages is the engine\'s, to 1e-9', async () => {
    const [one, many] = [await singles(who), await chains(who)];
    check('one nuclide', one < 1e-9, `${one}`);
    check('chains', many < 1e-9, `${many}`);
    console.log(`decay on the page against the workbench: one nuclide ${one.toExponential(1)}, chains ${many.toExponential(1)}`);
  }, who);
}

// A question by keyboard alone: typed, refused in words, mended, read off the curve, linked.
export async function byHand(who) {
  const { page } = who;
  const field = page.locator('#ph-activity');
  const answered = () => page.locator('.ph-figures').waitFor();
  await attempt('the search box finds a calculation', async () => {
    await go(who, '/');
    await page.keyboard.press('/');
    await page.keyboard.type('chain');
    await page.locator('.sh-found li').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/physics\/chain/);
  }, who);
  await attempt('a calculation answers while it is typed', async () => {
    await go(who, '/physics/decay?nuclide=F-18&activity=4.40+GBq&after=110+min');
    await answered();
    const before = await page.locator('.ph-figures').innerText();
    await field.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2,20');
    await page.waitForFunction((was) => document.querySelector('.ph-figures')?.innerText !== was, before);
    await page.waitForURL(/activity=2%2C20\+GBq|activity=2.20\+GBq/);
  }, who);
  await attempt('a unit that is none is refused at its field, with what is accepted and what was perhaps meant', async () => {
    await go(who, '/physics/decay?nuclide=F-18&activity=4+mbq');
    await page.locator('#ph-activity-e').waitFor();
    check('the field says it is wrong', (await field.getAttribute('aria-invalid')) === 'true');
    check('what is accepted is said', /MBq/.test(await page.locator('#ph-activity-e').innerText()));
    check('no figure stands beside it', (await page.locator('.ph-figures').count()) === 0);
    await page.locator('#ph-activity-e').getByRole('button', { name: '4 MBq' }).press('Enter');
    await answered();
  }, who);
  await attempt('a curve is read with the arrow keys', async () => {
    await page.locator('.ph-plot').first().focus();
    await page.keyboard.press('End');
    check('it says time and activity', /Bq/.test((await page.locator('.ph-plot').first().getAttribute('aria-valuetext')) ?? ''));
  }, who);
  who.troubles.splice(0);
}

// The decay table fits a sheet of A4 and says what a label says.
export async function printed(who) {
  await attempt('the decay table prints on one sheet', async () => {
    await go(who, '/physics/table?nuclide=F-18&activity=4.40+GBq&reference=2025-12-17T09:00:00%2B08:00&every=15+min&count=47&item=FDG-251217-A.V1');
    await who.page.locator('.ph-decays').first().waitFor();
    const text = await who.page.locator('.ph-sheet').innerText();
    for (const part of ['4.400 GBq', 'FDG-251217-A.V1', '109.7', 'isotrail-', '20:45']) check(`it says ${part}`, text.includes(part), text.slice(0, 300));
    const pdf = (await who.page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    check('one sheet', sheets === 1, `${sheets}`);
    check('of A4', /\/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12]/.test(pdf), pdf.match(/\/MediaBox[^\]]*\]/)?.[0]);
  }, who);
}

// Every calculation there is, each with its first example, wide in one language and narrow in another.
export async function everyCalculation(who) {
  const { calculations } = await get(who, '/physics');
  check('there are calculations', calculations.length > 0);
  const { page } = who;
  for (const [i, c] of calculations.entries()) {
    for (const [width, language] of [[1440, languages[i % 4]], [360, languages[(i + 2) % 4]]]) {
      const name = `${c.name} in ${language} at ${width} px`;
      await attempt(name, async () => {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate((l) => localStorage.setItem('isotrail.language', l), language);
        await go(who, `/physics/${c.name}`);
        await page.locator('.ph-how').waitFor();
        await inspect(who, name, { rules: width === 1440 });
      }, who);
    }
  }
  await page.evaluate(() => localStorage.setItem('isotrail.language', 'en'));
  await page.setViewportSize({ width: 1440, height: 900 });
}
