// The radiation safety officer at her screens, by keyboard alone: every form of protection is reached with Tab, filled and sent, a refusal
// is read at its field, and each page is looked at with what was entered. And what is defined once for the house.
import { attempt, check } from './checks.mjs';
import { get } from './day.mjs';
import { go, inspect, picture } from './browser.mjs';
import { fillByKeys, pressByKeys, tabTo } from './keys.mjs';

const fold = (page, name) => page.locator('details').filter({ has: page.locator(`summary:text-is("${name}")`) }).first();
const told = (scope) => scope.locator('[role=status] .rm-ok').first().waitFor();
const password = 'isotrail-showcase';

async function open(page, name) {
  const details = fold(page, name);
  await details.locator('summary').click();
  return details;
}
const fill = async (scope, label, value) => scope.getByLabel(label, { exact: true }).fill(value);

async function looked(sou, show, folder) {
  await inspect(sou, `protection, ${show}, filled`);
  await picture(sou, folder, `protection-${show}.en`);
}

async function people(sou, folder) {
  const { page } = sou;
  await attempt('a dosimeter, a task and a receipt are recorded by keyboard', async () => {
    await go(sou, '/protection');
    const { name } = (await get(sou, '/identity/people')).people.find((p) => p.person === 'lei.fan');
    await fillByKeys(page, 'Record a dosimeter', [['Person', name], ['Quantity', 'lens'], ['Dose', '0.4'], ['First day', '2025-11-01'], ['Last day', '2025-11-30'], ['Dosimeter', 'TLD-81']]);
    await told(fold(page, 'Record a dosimeter'));
    await page.locator('tbody tr', { hasText: name }).filter({ hasText: '0.40 of' }).waitFor();
    await fillByKeys(page, 'Plan a task', [['Number of the task', 'T-81'], ['What is done', 'Dispensing of Lu-177'], ['How often it will be done', '10'], ['Planned for all', '0.5'], ['First day', '2025-12-01'], ['Last day', '2025-12-31']]);
    await page.locator('.pr-task', { hasText: 'Dispensing of Lu-177' }).waitFor();
    await fillByKeys(page, 'Book a receipt', [['Task', 'Dispensing of Lu-177'], ['Person', name], ['Day', '2025-12-16'], ['Dose', '60'], ['Times done (once for all who took part)', '1']]);
    await page.locator('.pr-task', { hasText: 'will end above' }).waitFor();  // ten times 60 µSv are more than 0.5 mSv
    const task = (await get(sou, '/protection/tasks')).tasks.find((k) => k.task === 'T-81');
    check('the receipt is on record', Math.abs(task.received_msv - 0.06) < 1e-9 && task.done === 1, JSON.stringify(task));
    await looked(sou, 'people', folder);
  }, sou);
}

async function rooms(sou, folder) {
  const { page } = sou;
  await attempt('a room, a point and its survey stand on the plan', async () => {
    await pressByKeys(page, 'Room plan');
    await fillByKeys(page, 'Draw a room', [['Room', 'R-1'], ['Name', 'Hot lab'], ['From the left', '0'], ['From the top', '0'], ['Width', '5'], ['Depth', '4'], ['Licensed class', 'C'], ['What stands in it (numbers)', 'DC-5']]);
    await told(fold(page, 'Draw a room'));
    await fillByKeys(page, 'Set a point', [['Point', 'P-1'], ['Name', 'bench 2'], ['From the left', '9'], ['From the top', '2']]);
    await fold(page, 'Set a point').getByText('POINT_OUTSIDE_ROOM').waitFor();
    await fillByKeys(page, 'Set a point', [['From the left', '3']], { opened: true });
    await page.getByRole('button', { name: /^P-1 bench 2: not yet surveyed/ }).waitFor();
    await pressByKeys(page, /^P-1 bench 2: not yet surveyed/, ['g']);
    await surveyed(page, '62');
    await page.getByRole('button', { name: /^P-1 bench 2: contaminated 62/ }).waitFor();
    check('Today warns of it', (await get(sou, '/today')).signals.some((s) => s.code === 'SIGNAL_NOT_CLEARED'));
    await fillByKeys(page, 'Survey another place', [['Place', 'corridor'], ['Wipe', '0.1'], ['Survey meter', 'SM-51']], { submit: 'Survey a place' });
    await page.locator('.rm-row', { hasText: 'corridor' }).getByText('clean').waitFor();
    await looked(sou, 'rooms', folder);
  }, sou);
}

// The point is picked, so its form is open and named.
const surveyed = (page, wipe) => fillByKeys(page, 'Survey a point', [['Wipe', wipe], ['Survey meter', 'SM-51']], { submit: 'Survey a place', opened: true });

async function amounts(sou, folder) {
  const { page } = sou;
  await attempt('a class too high is refused in words, a use within it is planned', async () => {
    await pressByKeys(page, 'Activity');
    await fillByKeys(page, 'Plan a use', [['Nuclide', 'Lu-177'], ['Operation', 'simple operation'], ['Most of a day', '7.4']]);
    await fold(page, 'Plan a use').getByText('WORKPLACE_CLASS_EXCEEDED').waitFor();
    await fillByKeys(page, 'Plan a use', [['Nuclide', 'F-18'], ['Operation', 'very simple operation'], ['Most of a day', '0.4']], { opened: true });
    await page.locator('.pr-task td', { hasText: 'very simple operation' }).waitFor();
    await looked(sou, 'amounts', folder);
  }, sou);
}

async function outside(sou, folder) {
  const { page } = sou;
  await attempt('a monitor is set and read', async () => {
    await pressByKeys(page, 'Public');
    await fillByKeys(page, 'Set a monitor', [['Monitor', 'M-1'], ['Place', 'north wall'], ['Natural background', '0.1'], ['Occupancy', '50']]);
    await page.locator('.pr-task', { hasText: 'north wall' }).waitFor();
    await fillByKeys(page, 'Record a reading', [['Monitor', 'north wall'], ['First day', '2025-10-01'], ['Last day', '2025-10-31'], ['Dose shown, background included', '85']]);
    await told(fold(page, 'Record a reading'));
    // 85 µSv less 31 days of 0.1 µSv/h, for somebody there half of the time.
    const monitor = (await get(sou, '/protection/public')).monitors.find((m) => m.monitor === 'M-1');
    check('what the public received is the net of it', Math.abs(monitor.year_msv - (0.085 - 31 * 24 * 0.0001) * 0.5) < 1e-6, `${monitor.year_msv}`);
    await looked(sou, 'public', folder);
  }, sou);
}

async function incidents(sou, folder) {
  const { page } = sou;
  await attempt('an incident says who handled what, and is closed once the point is clean', async () => {
    await pressByKeys(page, 'Incidents');
    await fillByKeys(page, 'Report an incident', [['Number of the incident', 'INC-1'], ['Who handled them, from', '2025-12-17T06:00'], ['Rooms', 'R-1'], ['What happened; never a name', 'drops on bench 2']]);
    await page.locator('.pr-task', { hasText: 'drops on bench 2' }).waitFor();
    await pressByKeys(page, 'Who handled what');
    await page.locator('.pr-timeline li').filter({ hasText: 'bench 2' }).first().waitFor();
    check('the calibrator of the room is in it', (await get(sou, '/trace/handled?incident=INC-1')).lines.some((l) => l.type === 'hotlab.CalibratorChecked'));
    await looked(sou, 'incidents', folder);
    await closes(page);
    await page.locator('.pr-task .rm-refusal').getByText('INCIDENT_NOT_CLEARED').waitFor();
    await pressByKeys(page, 'Room plan');
    await pressByKeys(page, /^P-1 bench 2: contaminated/, ['g']);
    await surveyed(page, '0.1');
    await page.getByRole('button', { name: /^P-1 bench 2: clean/ }).waitFor();
    await pressByKeys(page, 'Incidents');
    await closes(page);
    await page.locator('.pr-task', { hasText: 'drops on bench 2' }).getByText('Cause: a cracked cap').waitFor();
  }, sou);
}

async function closes(page) {
  await fillByKeys(page, 'Close the incident', [['Cause; never a name', 'a cracked cap'], ['Measures', 'caps are looked at before use']]);
  await page.locator('form.rm-sign input[type=password]').waitFor();
  await page.keyboard.type(password);  // the focus is in its field
  await tabTo(page, 'Sign', ['BUTTON']);
  await page.keyboard.press('Enter');
}

async function registers(sou) {
  const { page } = sou;
  await attempt('a tank is refused at its field and registered', async () => {
    await go(sou, '/waste');
    await fillByKeys(page, 'Register a tank', [['Tank', 'T-9'], ['Capacity', '0']]);
    await fold(page, 'Register a tank').locator('.rm-error').first().waitFor();
    await fillByKeys(page, 'Register a tank', [['Capacity', '2000']], { opened: true });
    await told(fold(page, 'Register a tank'));
  }, sou);
}

export async function protects(sou, folder) {
  for (const part of [people, rooms, amounts, outside, incidents]) await part(sou, folder);
  await registers(sou);
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
