import { describe, expect, it } from 'vitest';
import { layOut, reach } from './layout';
import type { TraceEdge, TraceNode } from './graph-types';

const node = (id: string, kind: string, layer: number, state?: string): TraceNode => ({ id, kind, layer, label: id, state });
const edge = (from: string, to: string, kind = 'derived'): TraceEdge => ({ from, to, kind });

const nodes = [node('K', 'material', 0), node('W', 'material', 0), node('R', 'bulk', 1), node('B', 'batch', 2), node('V', 'vial', 3),
  node('S1', 'dose', 4, 'given'), node('S2', 'dose', 4, 'here'), node('P1', 'patient', 5, 'given'), node('P3', 'patient', 5, 'booked'), node('he', 'person', 0)];
const edges = [edge('W', 'R'), edge('R', 'B'), edge('K', 'B'), edge('B', 'V'), edge('V', 'S1'), edge('V', 'S2'), edge('S1', 'P1', 'with'), edge('V', 'P3')];

describe('lineage drawing', () => {
  it('collects the doses of a vial and the patients booked on it in one box', () => {
    const box = layOut(nodes, edges).boxes.find((b) => b.id === 'doses:V');
    expect(box?.members.map((m) => [m.node.id, m.state, m.patient])).toEqual([['S1', 'given', 'P1'], ['S2', 'drawn', undefined], ['P3', 'waiting', undefined]]);
  });
  it('does not draw people', () => {
    expect(layOut(nodes, edges).boxes.some((b) => b.id === 'he')).toBe(false);
  });
  it('gives the same picture for the same lineage in any order', () => {
    const a = layOut(nodes, edges);
    const b = layOut([...nodes].reverse(), edges);
    expect(b.boxes.map((x) => [x.id, x.x, x.y]).sort()).toEqual(a.boxes.map((x) => [x.id, x.x, x.y]).sort());
  });
  it('never lets boxes of a layer overlap', () => {
    const { boxes } = layOut(nodes, edges);
    for (const a of boxes) for (const b of boxes) {
      if (a !== b && a.layer === b.layer) expect(a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true);
    }
  });
});

describe('reach', () => {
  it('follows arrows one way only', () => {
    expect([...reach('K', edges, 'forward')].sort()).toEqual(['B', 'K', 'P1', 'P3', 'S1', 'S2', 'V']);
    expect([...reach('B', edges, 'back')].sort()).toEqual(['B', 'K', 'R', 'W']);
  });
});
