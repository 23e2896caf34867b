// node tests/browser/loss.mjs PROGRAM [FOLDER]: a program killed, the end of its log cut off: every page says that nothing can be
// written and why, and an administrator lets go of what is lost by signature.
import { statSync, truncateSync } from 'node:fs';
import { go, inspect, openBrowser, picture, sit } from './browser.mjs';
import { attempt, check, tally } from './checks.mjs';
import { send } from './day.mjs';
import { languages } from './pages.mjs';
import { startProgram } from './program.mjs';

const [path, folder] = process.argv.slice(2);
if (!path) {
  console.error('usage: node tests/browser/loss.mjs PROGRAM [FOLDER]');
  process.exit(2);
}

async function acknowledgedThenCut(browser) {
  const program = await startProgram(path, { played: true });
  const admin = await sit(browser, program.base, { account: 'admin' });
  check('nothing is said while all is well', (await admin.page.locator('.sh-closed').count()) === 0);
  for (let i = 0; i < 12; ++i)
    await send(admin, 'identity/register-person', { person: `late.${i}`, family_name: 'Late', given_name: 'P', org: 'lingnan', site: 'lingnan-nansha', roles: ['qp'] });
  await admin.close();
  const left = await program.crash();
  const log = `${program.database}-wal`;
  truncateSync(log, Math.floor(statSync(log).size * 0.7));
  return startProgram(path, { played: true, left });
}

async function everybodyIsTold(browser, program) {
  for (const language of languages) {
    const dispatcher = await sit(browser, program.base, { account: 'ho.kam', language, width: 360, height: 780 });
    await attempt(`told in ${language}`, async () => {
      await go(dispatcher, '/board');
      await dispatcher.page.locator('.sh-closed').waitFor();
      check(`${language}: only an administrator lets go`, (await dispatcher.page.locator('.sh-closed details').count()) === 0);
      await picture(dispatcher, folder, `loss.${language}.360`);
      await inspect(dispatcher, `loss, ${language}, 360 px`);
    }, dispatcher);
    await dispatcher.close();
  }
}

async function letGo(admin) {
  const { page } = admin;
  await attempt('an administrator lets go by signature', async () => {
    await go(admin, '/board');
    await page.locator('.sh-closed summary').click();
    await page.locator('.sh-closed').getByLabel('What happened', { exact: false }).fill('the disk lost them; entered again from paper');
    await picture(admin, folder, 'loss.admin');
    await inspect(admin, 'loss, administrator');
    await page.getByRole('button', { name: 'Go on without' }).click();
    await page.locator('.rm-sign input[type=password]').fill('isotrail-showcase');
    await page.locator('.rm-sign button[type=submit]').click();
    await page.locator('.sh-closed').waitFor({ state: 'detached' });
    await page.getByText('the loss is on record', { exact: false }).waitFor();
    const person = await send(admin, 'identity/register-person', { person: 'late.again', family_name: 'Late', given_name: 'P', org: 'lingnan', site: 'lingnan-nansha', roles: ['qp'] });
    check('and the node writes again', person !== undefined);
  }, admin);
}

const browser = await openBrowser();
const program = await acknowledgedThenCut(browser);
try {
  await everybodyIsTold(browser, program);
  await letGo(await sit(browser, program.base, { account: 'admin' }));
} finally {
  await browser.close();
  await program.stop();
}
process.exit(tally() ? 0 : 1);
