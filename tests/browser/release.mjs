// node tests/browser/release.mjs PROGRAM [FOLDER]: a therapy patient is let go on the dose's page, and the paper taken home is read back in
// four languages.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { go, inspect, openBrowser, picture, sit } from './browser.mjs';
import { attempt, check, tally } from './checks.mjs';
import { get, playToEnd } from './day.mjs';
import { startProgram } from './program.mjs';

const [program, folder] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/browser/release.mjs PROGRAM [FOLDER]');
  process.exit(2);
}
const papers = { en: 'Sleep alone in a bed of your own', pt: 'Durma só, numa cama sua', 'zh-Hans': '单独一张床就寝', 'zh-Hant': '獨睡一張床' };

const print = (who, dose, lang) => who.page.evaluate(async ([d, l]) => {
  const r = await fetch(`/api/v1/print/clinic/release-sheet/${d}?lang=${l}`);
  return { status: r.status, type: r.headers.get('Content-Type'), bytes: [...new Uint8Array(await r.arrayBuffer())] };
}, [dose, lang]);

async function released(physician, therapy) {
  const { page } = physician;
  const card = page.locator('section[aria-label="Release after therapy"]');
  await attempt('limits and precautions are shown before anybody signs', async () => {
    await go(physician, `/doses/${therapy.order}`);
    await card.waitFor();
    await card.getByLabel('Who lives at home').selectOption('children');
    await card.getByRole('button', { name: 'Calculate limits and precautions' }).click();
    await card.locator('table').nth(1).waitFor();
    check('the clause is named', (await card.innerText()).includes('GB 18871-2002 B1.2.2'));
    check('children are among the precautions', (await card.innerText()).includes('No children in the arms'));
    await card.scrollIntoViewIfNeeded();
    await picture(physician, folder, 'release-forecast.en');
    await inspect(physician, 'release');
  }, physician);
  await attempt('a home that does not suit is refused with its code', async () => {
    await card.getByRole('button', { name: 'Release the patient' }).click();
    await card.locator('input[type=password]').fill('isotrail-showcase');
    await card.getByRole('button', { name: 'Sign', exact: true }).click();
    await card.locator('.rm-refusal').waitFor();
    const text = await card.locator('.rm-refusal').innerText();
    check('it names what is missing', text.includes('RELEASE_CHILD_UNCARED'), text);
  }, physician);
  await attempt('the patient is let go with a bed and a carer', async () => {
    await card.getByLabel('Can sleep alone').check();
    await card.getByLabel('Somebody else looks after the children').check();
    await card.getByRole('button', { name: 'Release the patient' }).click();
    const password = card.locator('input[type=password]');
    if (await password.count()) await password.fill('isotrail-showcase');
    await card.getByRole('button', { name: 'Sign', exact: true }).click();
    await card.getByText('Print the sheet').waitFor();
    await card.scrollIntoViewIfNeeded();
    await picture(physician, folder, 'release-done.en');
    await inspect(physician, 'released');
  }, physician);
}

async function read(physician, dose) {
  for (const [lang, words] of Object.entries(papers))
    await attempt(`the paper in ${lang} says what to do and until when`, async () => {
      const paper = await print(physician, dose, lang);
      check(`${lang}: a PDF`, paper.status === 200 && paper.type === 'application/pdf', `${paper.status} ${paper.type}`);
      const file = join(physician.folder, `release.${lang}.pdf`);
      writeFileSync(file, Buffer.from(paper.bytes));
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      const same = (s) => s.replaceAll(/\s/g, '');
      const row = text.split('\n').find((l) => same(l).includes(same(words))) ?? '';
      check(`${lang}: the precaution is there`, row !== '', text.slice(0, 400));
      check(`${lang}: dates are there`, /20\d\d-\d\d-\d\d/.test(text.slice(text.indexOf(row))));
      if (folder) { mkdirSync(folder, { recursive: true }); execFileSync('pdftoppm', ['-png', '-r', '70', '-singlefile', file, join(folder, `release-sheet.${lang}`)]); }
    }, physician);
}

const app = await startProgram(program);
const browser = await openBrowser();
try {
  const physician = await sit(browser, app.base, { account: 'dr.fong' });
  physician.folder = app.folder;
  await playToEnd(physician);
  const therapy = (await get(physician, '/clinic/doses')).doses.find((d) => d.use === 'therapeutic' && d.given);
  check('the day gave a therapy', !!therapy);
  await released(physician, therapy);
  await read(physician, therapy.dose);
  const small = await sit(browser, app.base, { account: 'dr.fong', width: 360, height: 740, language: 'pt' });
  await go(small, `/doses/${therapy.order}`);
  await small.page.locator('.cl-papers').scrollIntoViewIfNeeded();
  await picture(small, folder, 'release.360.pt');
  await inspect(small, 'release at 360 px');
} finally {
  await browser.close();
  await app.stop();
}
process.exit(tally() ? 0 : 1);
