// node tests/browser/readings.mjs PROGRAM [FOLDER]: an entry amended by hand on the audit page, read in three ways, in four languages,
// on a phone and by keyboard.
import { go, inspect, openBrowser, picture, sit } from './browser.mjs';
import { attempt, check, tally } from './checks.mjs';
import { get } from './day.mjs';
import { languages } from './pages.mjs';
import { startProgram } from './program.mjs';

const [program, folder] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/browser/readings.mjs PROGRAM [FOLDER]');
  process.exit(2);
}

async function amendByHand(physician, entry) {
  const { page } = physician;
  await attempt('a physician amends a justification', async () => {
    await go(physician, `/audit?type=clinic.Prescribed&id=${entry.id}`);
    const panel = page.locator('.au-panel');
    await panel.getByRole('button', { name: 'Amend…' }).click();
    await panel.locator('#au-field').selectOption('justification');
    await panel.getByLabel('Right value').fill('restaging after therapy');
    await panel.locator('.au-form').getByLabel('Reason').fill('digits misread');
    await panel.getByRole('button', { name: 'Sign the amendment' }).click();
    const box = page.locator('form.rm-sign');
    await box.locator('input[type=password]').fill('isotrail-showcase');
    await box.getByRole('button', { name: 'Sign', exact: true }).click();
    await panel.locator('.au-amend').first().waitFor();
  }, physician);
}

async function byKeyboard(physician) {
  const { page } = physician;
  await attempt('the reading is changed by keyboard', async () => {
    await page.getByRole('button', { name: 'As recorded' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/as=corrected/);
    await page.locator('.au-panel dd ins').first().waitFor();
    check('the recorded value is struck through', (await page.locator('.au-panel dd del').first().innerText()).length > 0);
    check('the right value stands beside it', (await page.locator('.au-panel dd ins').allInnerTexts()).includes('restaging after therapy'));
    const text = await page.locator('.au-amend').innerText();
    check('who, when and why are said', text.includes('digits misread') && /20\d\d/.test(text), text);
    check('the signature is not broken', (await page.locator('.au-broken').count()) === 0);
  });
}

const running = await startProgram(program, { played: true });
const browser = await openBrowser();
try {
  const physician = await sit(browser, running.base, { account: 'dr.fong' });
  const [entry] = (await get(physician, '/audit/entries?type=clinic.Prescribed')).entries;
  await amendByHand(physician, entry);
  await byKeyboard(physician);
  await picture(physician, folder, 'readings.en');
  const corrected = await get(physician, `/audit/entries/${entry.id}?as=corrected`);
  check('as corrected', corrected.values?.justification === 'restaging after therapy', JSON.stringify(corrected.values));
  const before = await get(physician, `/audit/entries/${entry.id}?at=${encodeURIComponent(entry.recorded_at)}`);
  check('as known then', before.values === null && before.amendments.length === 0);
  for (const language of languages) {
    const phone = await sit(browser, running.base, { account: 'dr.fong', language, width: 360, height: 740 });
    for (const [name, path] of [
      ['audit as corrected', `/audit?as=corrected&id=${entry.id}`],
      ['audit as known', `/audit?at=2025-12-17T09:00[Asia/Macau]&id=${entry.id}`],
      ['lineage as corrected', '/lineage?item=S-251217-01&as=corrected'],
    ]) {
      await attempt(`${name} in ${language}`, async () => {
        await go(phone, path);
        await phone.page.waitForTimeout(300);
        await inspect(phone, `${name} in ${language} at 360 px`);
        if (name === 'audit as corrected') await picture(phone, folder, `readings.phone.${language}`);
      });
    }
    await phone.close();
  }
} finally {
  await browser.close();
  await running.stop();
}
process.exit(tally() ? 0 : 1);
