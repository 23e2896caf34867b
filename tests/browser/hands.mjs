// Work done by hand on the real screens: a refusal read in full, and one dose of our own from order to residual.
import { attempt, check } from './checks.mjs';
import { go } from './browser.mjs';
import { get } from './day.mjs';
import { law } from './law.mjs';

const password = 'isotrail-showcase';
const order = 'ORD-90';

async function sign(page) {
  const box = page.locator('form.rm-sign');
  await box.waitFor();
  await box.locator('input[type=password]').fill(password);
  await box.getByRole('button', { name: 'Sign', exact: true }).click();
}

const done = (page) => page.locator('[role=status] .rm-ok').filter({ hasText: /\S/ }).first().waitFor();

const field = (scope, label) => scope.getByLabel(label, { exact: false }).first();

export async function refusedForQualification(hoKam) {
  await attempt('who lost the qualification is refused with rule and remedy', async () => {
    const doses = (await get(hoKam, '/clinic/doses')).doses;
    const open = doses.find((d) => !d.drawn && !d.given && d.product === 'FDG');
    await go(hoKam, `/doses/${open.order}`);
    await hoKam.page.locator('#cl-reading').fill('250');
    await hoKam.page.locator('#cl-volume').fill('0.5');
    await hoKam.page.locator('#cl-cal').fill('DC-5');
    await hoKam.page.locator('.rm-go').click();
    const refusal = hoKam.page.locator('.rm-refusal');
    await refusal.waitFor();
    const text = await refusal.innerText();
    check('the refusal names its code', text.includes('QUALIFICATION_LAPSED'), text.slice(0, 200));
  }, hoKam);
}

export async function ordered(drFong) {
  await attempt('a physician orders a dose', async () => {
    await go(drFong, '/orders');
    const page = drFong.page;
    await page.getByText('New order').click();
    const form = page.locator('.ls-new form');
    await field(form, 'Order').fill(order);
    await field(form, 'Patient').fill('P-01');
    await form.getByLabel('Product').selectOption('FDG');
    await form.locator('input[inputmode=decimal]').first().fill('100');
    const now = Date.parse((await get(drFong, '/clock')).now) + 12 * 60_000; // near enough that the syringe is within 10 % at once
    const local = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Macau', dateStyle: 'short', timeStyle: 'short' }).format(new Date(now)).replace(' ', 'T');
    await form.locator('input[type=datetime-local]').fill(local);
    await form.getByLabel('To', { exact: true }).selectOption('cotai-hotlab');
    await form.getByLabel('From', { exact: true }).selectOption('lingnan-nansha');
    await form.getByRole('button', { name: 'Place order' }).click();
    await done(page);
  }, drFong);
}

export async function promised(planner) {
  await attempt('the maker promises it', async () => {
    await go(planner, `/orders?q=${order}`);
    await planner.page.getByRole('button', { name: 'Promise' }).click();
    await planner.page.getByText('promised', { exact: true }).waitFor();
  }, planner);
}

export async function prescribed(drFong) {
  await attempt('the physician prescribes it and signs', async () => {
    await go(drFong, `/doses/${order}`);
    const page = drFong.page;
    await page.locator('summary').filter({ hasText: 'Prescribe' }).click();
    await page.getByLabel('Justification', { exact: false }).first().fill('restaging, benefit outweighs about 2 mSv');
    await page.locator('details[open]').getByRole('button', { name: 'Prescribe' }).click();
    await sign(page);
    await page.getByText(/Prescribed by/).first().waitFor();
  }, drFong);
}

export async function drawn(leiFan) {
  await attempt('the technologist draws it by reading, volume and calibrator', async () => {
    const dose = await get(leiFan, `/clinic/doses/${order}`);
    const now = Date.parse((await get(leiFan, '/clock')).now);
    const vials = (await get(leiFan, '/board')).rows.filter((r) => r.product === 'FDG' && r.kind === 'vial' && r.state === 'available');
    const vial = vials.sort((a, b) => b.activity_bq - a.activity_bq)[0];
    const bq = law.decayed(dose.prescribed_bq, Date.parse(dose.inject_at), now, dose.half_life_s);
    await go(leiFan, `/doses/${order}`);
    const page = leiFan.page;
    await page.locator('#cl-vial').fill(vial.item);
    await page.locator('#cl-volume').fill(((bq / vial.activity_bq) * vial.volume_ml).toFixed(2));
    await page.locator('#cl-cal').fill('DC-5');
    await page.locator('#cl-reading').fill((bq / 1e6).toFixed(1));
    await page.locator('.cl-verdict').waitFor();
    check('the reading is judged at the time of injection', !(await page.locator('.cl-verdict-out').count()), await page.locator('.cl-verdict').innerText());
    await page.keyboard.press('F8');
    await page.locator('.cl-state').getByText('Drawn', { exact: true }).waitFor();
    await page.waitForTimeout(800); // what the draw changed elsewhere is still coming in
    await page.getByRole('button', { name: 'Print label' }).click();
    await page.getByText('Labelled', { exact: true }).waitFor();
  }, leiFan);
}

export async function given(hoKam) {
  await attempt('it is given to the patient of the wristband and to no other', async () => {
    await go(hoKam, `/doses/${order}`);
    const page = hoKam.page;
    await page.getByLabel('Patient on the wristband').fill('P-02');
    await page.locator('.rm-go').click();
    await sign(page);
    await page.locator('dialog.cl-stop').waitFor();
    await page.locator('dialog.cl-stop button').click();
    await page.getByLabel('Patient on the wristband').fill('P-01');
    await page.locator('.rm-go').click();
    await sign(page);
    await page.getByText('Given', { exact: true }).first().waitFor();
  }, hoKam);
}

export async function closed(leiFan) {
  await attempt('the residual closes its account', async () => {
    await go(leiFan, `/doses/${order}`);
    const page = leiFan.page;
    const form = page.locator('form.rm-fields', { has: page.locator('.rm-go') });
    await form.locator('input[inputmode=decimal]').fill('1,5');
    await form.getByLabel('Calibrator').fill('DC-5');
    await page.locator('.rm-go').click();
    await page.getByText(/net/i).first().waitFor();
    const dose = await get(leiFan, `/clinic/doses/${order}`);
    check('net activity is what was given less the residual', dose.net_bq > 0 && Math.abs(dose.net_bq - (dose.given.activity_bq - dose.residual_bq)) < 1e-6 * dose.net_bq + 1e5, JSON.stringify([dose.net_bq, dose.residual_bq]));
  }, leiFan);
}

export const ownOrder = order;
