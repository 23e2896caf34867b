import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import i18n from 'i18next';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWords } from '../../app/i18n';
import { hear } from '../desk/clock';
import { change } from '../desk/settings';
import DecayTablePage from './DecayTablePage';
import PhysicsPage from './PhysicsPage';

const activity = { type: 'string', 'x-kind': 'activity', 'x-units': ['Bq', 'MBq', 'GBq'], examples: ['252 MBq'] };
const workbench = {
  dataset: 'isotrail-2026.1',
  units: {
    activity: [{ unit: 'Bq', inside: 1, readable: true }, { unit: 'MBq', inside: 1e6, readable: true }, { unit: 'GBq', inside: 1e9, readable: true }],
    time: [{ unit: 's', inside: 1, readable: true }, { unit: 'min', inside: 60, readable: true }, { unit: 'h', inside: 3600, readable: true }],
    share: [{ unit: '%', inside: 0.01, readable: true }],
  },
  calculations: [
    { name: 'decay', title: 'Decay of a nuclide', words: { nuclide: 'Nuclide', activity: 'Activity', reference: 'Reference instant', every: 'Step', count: 'Rows' }, positional: ['nuclide'],
      examples: [{ nuclide: 'F-18', activity: '4.40 GBq', every: '55 min', count: 1 }, { nuclide: 'Tc-99m', activity: '1 GBq' }],
      fields: { required: ['nuclide', 'activity'], properties: { nuclide: { type: 'string' }, activity, reference: { type: 'string', 'x-kind': 'instant' },
        every: { type: 'string', 'x-kind': 'time', 'x-units': ['s', 'min', 'h'], examples: ['35 min'] }, count: { type: 'integer' } } } },
    { name: 'shield', title: 'Shielding', words: {}, positional: [], examples: [], fields: { properties: {} } },
  ],
};
const answer = {
  calculation: 'decay', dataset: 'isotrail-2026.1', formula: 'A = A0 2^(-t/T)',
  inputs: [{ name: 'nuclide', word: 'Nuclide', kind: 'text', typed: 'F-18', value: 'F-18', source: '' }, { name: 'activity', word: 'Activity', kind: 'activity', typed: '4.40 GBq', value: 4.4e9, source: '' },
    { name: 'reference', word: 'Reference instant', kind: 'instant', typed: '', value: '2025-12-17T01:00:00Z', source: '' },
    { name: 'half_life', word: 'Half-life', kind: 'time', typed: '', value: 6584.04, source: 'NUBASE2020 (2020)' }],
  figures: [{ name: 'activity', word: 'Activity', kind: 'activity', value: 3.109e9, u: 31e6 }],
  columns: [{ name: 'at', word: 'Instant', kind: 'instant' }, { name: 'elapsed', word: 'Elapsed', kind: 'time' }, { name: 'F-18', word: 'F-18', kind: 'activity' }, { name: 'share', word: 'Left', kind: 'share' }],
  rows: [['2025-12-17T01:00:00Z', 0, 4.4e9, 1], ['2025-12-17T01:55:00Z', 3300, 3.109e9, 0.70659]],
  curves: [{ name: 'F-18', word: 'F-18', x_word: '', x_kind: 'time', y_kind: 'activity', xs: [0, 1650, 3300], ys: [4.4e9, 3.698e9, 3.109e9] }], notes: [{ code: 'N', text: 'Estimate only.' }],
};
const refused = { title: 'The request is not complete.', status: 400, code: 'BAD_REQUEST', errors: [
  { field: 'activity', code: 'BAD_UNIT', text: '"4 mbq" is no activity.', value: '4 mbq', accepted: 'a number with one of: Bq, MBq, GBq', near: 'MBq' }] };

let asked: Record<string, unknown>[] = [];

beforeAll(startWords);
beforeEach(async () => {
  asked = [];
  vi.stubGlobal('fetch', vi.fn(async (path: string, init?: RequestInit) => {
    if (path === '/api/v1/physics') return Response.json(workbench);
    if (path === '/api/v1/physics/nuclides') return Response.json({ nuclides: [{ nuclide: 'F-18', stable: false, half_life_s: 6584.04 }] });
    if (path === '/api/v1/physics/nuclides/F-18') return Response.json({ nuclide: 'F-18', stable: false, half_life_s: 6584.04, half_life_u_s: 0.5 });
    const body = JSON.parse(String(init?.body ?? '{}')) as Record<string, unknown>;
    asked.push(body);
    return String(body.activity).includes('mbq') ? Response.json(refused, { status: 400 }) : Response.json(answer);
  }));
  hear({ now: '2025-12-17T00:06:40Z', playing: false, zone: 'Asia/Macau' });
  change({ zone: 'Asia/Macau', unit: 'GBq' });
  await i18n.changeLanguage('en');
});

function show(address: string) {
  const root = createRootRoute();
  const at = (path: string, component: () => React.ReactNode) => createRoute({ getParentRoute: () => root, path, component });
  const plain = (t: string) => Object.fromEntries(new URLSearchParams(t));
  const router = createRouter({
    routeTree: root.addChildren([at('/physics', PhysicsPage), at('/physics/table', DecayTablePage), at('/physics/$id', PhysicsPage)]), history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch: plain, stringifySearch: (s) => { const x = new URLSearchParams(s as Record<string, string>).toString(); return x ? `?${x}` : ''; },
  });
  render(<QueryClientProvider client={new QueryClient()}><RouterProvider router={router as never} /></QueryClientProvider>);
  return router;
}

describe('the physics workbench', () => {
  it('answers its example at once, with uncertainty, formula, inputs, sources and dataset', async () => {
    show('/physics');
    const figure = (await screen.findAllByText(/3\.109/))[0].closest('dd')!;
    expect(figure.textContent).toContain('3.109 ± 0.062');
    expect(figure.textContent).toContain('k = 2');
    expect(document.querySelector('.ph-law')!.textContent).toBe('A = A0 2−t/T');
    expect(screen.getByText('NUBASE2020 (2020)')).toBeTruthy();
    expect(screen.getByText('Nuclide dataset isotrail-2026.1')).toBeTruthy();
    expect(screen.getByText('Estimate only.')).toBeTruthy();
    expect(asked[0]).toEqual({ nuclide: 'F-18', activity: '4.40 GBq', every: '55 min', count: 1 });
  });

  it('asks again what is typed, and the address asks it too', async () => {
    const router = show('/physics/decay?nuclide=F-18&activity=2+GBq');
    await screen.findAllByText(/3\.109/);
    expect(asked[0]).toEqual({ nuclide: 'F-18', activity: '2 GBq' });
    fireEvent.change(screen.getByLabelText('Activity'), { target: { value: '5' } });
    await waitFor(() => expect(asked.at(-1)).toEqual({ nuclide: 'F-18', activity: '5 GBq' }));
    await waitFor(() => expect(router.state.location.searchStr).toContain('activity=5+GBq'));
  });

  it('a refused input is told at its field with what is accepted, and no figure stands beside it', async () => {
    show('/physics/decay?nuclide=F-18&activity=4+mbq');
    const error = await screen.findByText('Accepted: a number with one of: Bq, MBq, GBq');
    const field = screen.getByLabelText('Activity');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(field.getAttribute('aria-describedby')!)!.contains(error)).toBe(true);
    expect(screen.queryByText(/3\.109/)).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: '4 MBq' }));
    await screen.findAllByText(/3\.109/);
    expect(asked.at(-1)).toEqual({ nuclide: 'F-18', activity: '4 MBq' });
  });

  it('a figure is shown in the unit that is chosen for it', async () => {
    const router = show('/physics/decay?nuclide=F-18&activity=2+GBq');
    fireEvent.change((await screen.findAllByLabelText('Unit of Activity'))[0], { target: { value: 'MBq' } });
    await screen.findByText(/^3\s109$/);
    await waitFor(() => expect(router.state.location.searchStr).toContain('show=activity%3AMBq'));
    expect(asked.length).toBe(1);
  });

  it('a curve is read by keys and is a table too', async () => {
    show('/physics');
    const curve = await screen.findByRole('slider', { name: 'F-18' });
    fireEvent.keyDown(curve, { key: 'End' });
    expect(curve.getAttribute('aria-valuetext')).toBe('55 min: F-18 3.109 GBq');
    fireEvent.keyDown(curve, { key: 'ArrowLeft' });
    expect(curve.getAttribute('aria-valuetext')).toContain('3.698 GBq');
    const twin = within(screen.getByRole('region', { name: 'F-18: As a table', hidden: true }));
    expect(twin.getAllByRole('row', { hidden: true }).length).toBe(4);
    fireEvent.click(screen.getByRole('button', { name: 'Log' }));
    expect(screen.getByRole('button', { name: 'Log' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('is copied as whole numbers in the units on the screen', async () => {
    let copied = '';
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: async (text: string) => { copied = text; } } });
    show('/physics/decay?nuclide=F-18&activity=2+GBq&show=activity:MBq');
    await screen.findByText(/^3\s109$/);
    fireEvent.click(screen.getByRole('button', { name: 'Copy as CSV' }));
    await screen.findByText('Copied');
    expect(copied).toContain('activity,Activity,3109,MBq,31\n');
    expect(copied).toContain('half_life,Half-life,109.734,min,,NUBASE2020 (2020)\n');
    expect(copied).toContain('at,elapsed (min),F-18 (GBq),share (%)\n2025-12-17T01:55:00Z,55,3.109,70.659'.split('\n')[1]);
    vi.unstubAllGlobals();
  });
});

it('the decay table names nuclide, half-life with source, dataset, reference and every step', async () => {
  show('/physics/table?nuclide=F-18&activity=4.40+GBq&reference=2025-12-17T09:00:00[Asia/Macau]&every=55+min&count=1&item=FDG-251217-A.V1');
  const sheet = await screen.findByRole('region', { name: 'Decay table' });
  for (const text of ['4.400 GBq at 17 Dec 2025 09:00:00 UTC+8', 'NUBASE2020 (2020)', 'isotrail-2026.1', 'FDG-251217-A.V1', '0.70659', '3.109']) expect(sheet.textContent).toContain(text);
  await waitFor(() => expect(sheet.textContent).toContain('(109.734 ± 0.017) min, k = 2'));
  expect(asked[0]).toEqual({ nuclide: 'F-18', activity: '4.40 GBq', reference: '2025-12-17T09:00:00[Asia/Macau]', every: '55 min', count: 1 });
});
