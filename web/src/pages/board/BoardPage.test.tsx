import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { fireEvent, render, screen } from '@testing-library/react';
import i18n from 'i18next';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startWords } from '../../app/i18n';
import { hear } from '../../rooms/desk/clock';
import { change } from '../../rooms/desk/settings';
import BoardPage from './BoardPage';

const at = '2025-12-17T00:06:40Z';
const vial = {
  item: 'FDG-251217-A.V1', kind: 'vial', nuclide: 'F-18', half_life_s: 6584, activity_bq: 6.16e9, at, calibration: { activity_bq: 4.4e9, at: '2025-12-17T01:00:00Z' }, volume_ml: 18,
  site: 'cotai-hotlab', zone: 'Asia/Macau', state: 'in_transit', eta: '2025-12-17T00:47:00Z', to_site: 'cotai-hotlab', consignment: 'C-1', usable_until: '2025-12-17T07:35:00Z', slack_minutes: 21, released: null,
  coverage: [{ order: 'ORD-01', patient: 'P-01', inject_at: '2025-12-17T01:15:00Z', needed_bq: 2.5e8, volume_ml_after: 16.9, covered: true, slack_minutes: 200 }],
};
const waste = { ...vial, item: 'W-1', kind: 'waste', state: 'spent', eta: null, usable_until: null, slack_minutes: null, coverage: [], calibration: null };
const answers: Record<string, unknown> = {
  '/api/v1/board': { now: at, rows: [vial, waste], tiles: { usable: { activity_bq: 6.16e9, items: 1 }, patients: { covered: 1, total: 1 }, margin: { minutes: 21, item: vial.item, order: 'ORD-01', patient: 'P-01' }, waiting_release: { count: 0 } } },
  '/api/v1/session': { account: 'a', person: 'a', name: 'A', org: 'o', site: 'cotai-hotlab', roles: [], permissions: ['*.read'] },
};

beforeAll(startWords);
beforeEach(() => {
  vi.stubGlobal('fetch', vi.fn(async (path: string) => new Response(JSON.stringify(answers[path] ?? {}), { status: path in answers ? 200 : 404 })));
  hear({ now: at, playing: false, zone: 'Asia/Macau' });
  change({ zone: 'Asia/Macau', unit: 'GBq' });
});

async function show(address: string) {
  const root = createRootRoute({ component: BoardPage, notFoundComponent: BoardPage });
  const plain = (t: string) => Object.fromEntries(new URLSearchParams(t));
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: [address] }), parseSearch: plain, stringifySearch: (s) => `?${new URLSearchParams(s as Record<string, string>).toString()}` });
  render(<QueryClientProvider client={new QueryClient()}><RouterProvider router={router as never} /></QueryClientProvider>);
  await screen.findByText('W-1');
}

it('a row tells number, unit and what is wrong, and opens its panel', async () => {
  await i18n.changeLanguage('en');
  await show('/board');
  const row = screen.getByRole('button', { name: /FDG-251217-A\.V1/ });
  expect(row.textContent).toContain('6.16 GBq');
  expect(row.textContent).toContain('21 min slack');
  fireEvent.click(row);
  const panel = await screen.findByRole('complementary', { name: 'Selected item' });
  expect(panel.textContent).toContain('6.160 GBq now');
  expect(panel.textContent).toContain('4.40 GBq at 09:00 UTC+8');
  expect(panel.textContent).toContain('1 of 1 served');
});

it('the same board is a table one key away', async () => {
  await show('/board');
  fireEvent.keyDown(window, { key: 'v' });
  const table = await screen.findByRole('table');
  expect(table.textContent).toContain('6.16 GBq now');
  expect(table.textContent).toContain('1 of 1');
});

it('arrows walk the rows', async () => {
  await show('/board');
  const first = screen.getByRole('button', { name: /FDG-251217-A\.V1/ });
  first.focus();
  fireEvent.keyDown(first, { key: 'ArrowDown' });
  expect(document.activeElement?.textContent).toContain('W-1');
});
