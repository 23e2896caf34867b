// The radiation safety officer at her screens: a room and a point drawn by form, a survey told on the plan, an incident with who
// handled what; and what is defined once for the house, with a refusal at its field.
import { attempt, check } from './checks.mjs';
import { get } from './day.mjs';
import { go } from './browser.mjs';

const fold = (page, name) => page.locator('details').filter({ has: page.locator(`summary:text-is("${name}")`) }).first();

async function open(page, name) {
  const details = fold(page, name);
  await details.locator('summary').click();
  return details;
}
const fill = async (scope, label, value) => scope.getByLabel(label, { exact: true }).fill(value);
const told = (scope) => scope.locator('[role=status] .rm-ok').first().waitFor();

export async function protects(sou) {
  const page = sou.page;
  await attempt('a room, a point and its survey stand on the plan', async () => {
    await go(sou, '/protection?show=rooms');
    let form = await open(page, 'Draw a room');
    for (const [label, value] of [['Room', 'R-1'], ['Name', 'Hot lab'], ['From the left', '0'], ['From the top', '0'], ['Width', '5'], ['Depth', '4'], ['What stands in it (numbers)', 'DC-5']]) await fill(form, label, value);
    await form.getByLabel('Licensed class', { exact: true }).selectOption('C');
    await form.getByRole('button', { name: 'Draw a room' }).click();
    await told(form);
    form = await open(page, 'Set a point');
    for (const [label, value] of [['Point', 'P-1'], ['Name', 'bench 2'], ['From the left', '9'], ['From the top', '2']]) await fill(form, label, value);
    await form.getByRole('button', { name: 'Set a point' }).click();
    await form.getByText('POINT_OUTSIDE_ROOM').waitFor();
    await fill(form, 'From the left', '3');
    await form.getByRole('button', { name: 'Set a point' }).click();
    await page.getByRole('button', { name: /^P-1 bench 2: not yet surveyed/ }).click();
    form = fold(page, 'Survey a point');
    await fill(form, 'Wipe', '62');
    await fill(form, 'Survey meter', 'SM-51');
    await form.getByRole('button', { name: 'Survey a place' }).click();
    await page.getByRole('button', { name: /^P-1 bench 2: contaminated 62/ }).waitFor();
    check('Today warns of it', (await get(sou, '/today')).signals.some((s) => s.code === 'SIGNAL_NOT_CLEARED'));
  }, sou);
  await attempt('an incident says who handled what, and stays open while the point is contaminated', async () => {
    await go(sou, '/protection?show=incidents');
    const form = await open(page, 'Report an incident');
    await fill(form, 'Number of the incident', 'INC-1');
    await fill(form, 'Rooms', 'R-1');
    await fill(form, 'What happened; never a name', 'drops on bench 2');
    await form.locator('input[type=datetime-local]').first().fill('2025-12-17T06:00');
    await form.getByRole('button', { name: 'Report an incident' }).click();
    await page.getByRole('button', { name: 'Who handled what' }).click();
    await page.locator('.pr-timeline li').filter({ hasText: 'bench 2' }).first().waitFor();
    check('the calibrator of the room is in it', (await get(sou, '/trace/handled?incident=INC-1')).lines.some((l) => l.type === 'hotlab.CalibratorChecked'));
  }, sou);
  await attempt('a class too high is refused in words, a tank and a permit are registered', async () => {
    await go(sou, '/protection?show=amounts');
    const form = await open(page, 'Plan a use');
    await fill(form, 'Nuclide', 'Lu-177');
    await form.getByLabel('Operation', { exact: true }).selectOption('simple');
    await fill(form, 'Most of a day', '7.4');
    await form.getByRole('button', { name: 'Plan a use' }).click();
    await form.getByText('WORKPLACE_CLASS_EXCEEDED').waitFor();
    await go(sou, '/waste');
    const tank = await open(page, 'Register a tank');
    await fill(tank, 'Tank', 'T-9');
    await fill(tank, 'Capacity', '0');
    await tank.getByRole('button', { name: 'Register a tank' }).click();
    await tank.locator('.rm-error').first().waitFor();  // at its field
    await fill(tank, 'Capacity', '2000');
    await tank.getByRole('button', { name: 'Register a tank' }).click();
    await told(tank);
  }, sou);
}

export async function definesATherapy(drFong) {
  const page = drFong.page;
  await attempt('a protocol with its limits and a course are defined on screen', async () => {
    await go(drFong, '/doses');
    const form = await open(page, 'Define a protocol');
    for (const [label, value] of [['Number of the protocol', 'PRRT-9'], ['Name, English', 'PRRT'], ['Name, simplified Chinese', 'PRRT'], ['Name, traditional Chinese', 'PRRT'], ['Name, Portuguese', 'PRRT']]) await fill(form, label, value);
    const product = (await get(drFong, '/clinic/doses')).doses.find((d) => d.use === 'therapeutic').product;
    await form.getByLabel('Product', { exact: true }).selectOption(product);
    await fill(form, 'Scan not older than', '60');
    await form.getByRole('button', { name: 'Define a protocol' }).click();
    await form.locator('.rm-error').first().waitFor();  // no scan was named: said at its field
    await fill(form, 'Scan not older than', '');
    await form.getByRole('button', { name: 'Define a protocol' }).click();
    await page.getByText('PRRT-9 ·').first().waitFor();
    check('it is there', (await get(drFong, '/protocols/protocols')).protocols.some((p) => p.protocol === 'PRRT-9'));
  }, drFong);
}
