// A document filed by a person, fetched again, and its hash computed in the browser; bytes that changed on the way are told.
import { attempt, check } from './checks.mjs';
import { go } from './browser.mjs';

const text = 'certificate of the cassette, filed by hand';

export async function filedAndFetched(qp) {
  const { page } = qp;
  await attempt('a document is filed with the keyboard', async () => {
    await go(qp, '/documents?about=K-2291');
    await page.locator('.dc-new summary').focus();
    await page.keyboard.press('Enter');
    await page.locator('.dc-new input[type=file]').setInputFiles({ name: 'coa.pdf', mimeType: 'application/pdf', buffer: Buffer.from(text) });
    await page.locator('.dc-new code').waitFor(); // its hash, before it is sent
    await page.locator('.dc-new').getByLabel('Title', { exact: false }).fill('Certificate, by hand');
    await page.keyboard.press('Tab');
    await page.locator('.dc-new').getByLabel('Class').selectOption('batch_record');
    await page.locator('.dc-new').getByRole('button', { name: 'File a document' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.dc-paper', { hasText: 'Certificate, by hand' }).waitFor();
  }, qp);
  const paper = page.locator('.dc-paper', { hasText: 'Certificate, by hand' });
  await attempt('it is fetched and its hash computed here', async () => {
    await paper.getByRole('button', { name: 'Fetch and check' }).focus();
    await page.keyboard.press('Enter');
    await paper.locator('.dc-got .rm-ok').waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), paper.locator('a[download]').click()]);
    const bytes = await (await saved.createReadStream()).toArray();
    check('what is saved is what was filed', Buffer.concat(bytes).toString() === text);
  }, qp);
  await attempt('changed bytes are told and not offered', async () => {
    await page.route('**/api/v1/documents/documents/*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), content: Buffer.from(`${text}.`).toString('base64') } });
    });
    await go(qp, '/documents?about=K-2291');
    await paper.getByRole('button', { name: 'Fetch and check' }).click();
    await paper.locator('.dc-got .rm-crit').waitFor();
    check('nothing to save', (await paper.locator('a[download]').count()) === 0);
    await page.unroute('**/api/v1/documents/documents/*');
  }, qp);
  await attempt('a removed one is shown with its hash', async () => {
    await page.route('**/api/v1/documents/documents?*', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, documents: body.documents.map((d) => ({ ...d, state: 'removed', removed_at: d.at, removed_by: d.by })) } });
    });
    await go(qp, '/documents?about=K-2291');
    await paper.getByText('removed', { exact: true }).waitFor();
    check('its hash stays, its bytes are not asked for', (await paper.locator('code').innerText()).length === 64 && (await paper.getByRole('button').count()) === 0);
    await page.unroute('**/api/v1/documents/documents?*');
  }, qp);
}
