import { fireEvent, render } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { PlanDrawing } from './PlanDrawing';
import type { Plan, Point } from './plan-types';

const point = (id: string, state: Point['state'], x: number): Point => ({ point: id, room: 'R1', name: id, x_m: x, y_m: 2, state, due: '2025-12-24T00:00:00Z', overdue: state === 'overdue' });
const plan: Plan = {
  rooms: [{ room: 'R1', site: 's', name: 'Hot lab', area: 'controlled', x_m: 0, y_m: 0, width_m: 5, height_m: 4, workplace_class: 'B' }, { room: 'R9', site: 'elsewhere', name: 'Not here', area: 'supervised', x_m: 90, y_m: 90, width_m: 5, height_m: 4 }],
  points: [point('P1', 'clean', 1), point('P2', 'contaminated', 2), point('P3', 'overdue', 3), point('P4', 'unsurveyed', 4)],
  monitors: [{ monitor: 'M-N', site: 's', x_m: 2, y_m: 5 }],
};

describe('the room plan', () => {
  it('draws one site to scale, with a shape for each state', () => {
    const { container, queryByText, getByText } = render(<PlanDrawing site="s" name="Hot lab" plan={plan} picked="" onPick={() => {}} />);
    expect(queryByText('Not here')).toBeNull();
    getByText('M-N');
    // 5 m wide, and 5 m high down to the monitor; 0.6 m around.
    expect(container.querySelector('svg')!.getAttribute('viewBox')!.split(' ').map((v) => Math.round(Number(v) * 10) / 10)).toEqual([-0.6, -0.6, 6.2, 6.2]);
    const shape = (state: string) => [...container.querySelector(`.pr-point-${state}`)!.children].slice(1).map((e) => e.tagName.toLowerCase());
    expect(['clean', 'contaminated', 'overdue', 'unsurveyed'].map(shape)).toEqual([['circle'], ['rect'], ['path'], ['circle']]);
  });
  it('picks a point by pointer and by key', () => {
    const pick = vi.fn();
    const { container } = render(<PlanDrawing site="s" name="Hot lab" plan={plan} picked="P2" onPick={pick} />);
    fireEvent.click(container.querySelector('.pr-point-clean')!);
    fireEvent.keyDown(container.querySelector('.pr-point-contaminated')!, { key: 'Enter' });
    expect(pick.mock.calls).toEqual([['P1'], ['']]);
  });
});
