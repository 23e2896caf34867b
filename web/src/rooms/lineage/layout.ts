import { dotState, type DotState, type TraceEdge, type TraceNode } from './graph-types';

// A box of the drawing: one thing, or all doses that came out of one vial.
export interface Box {
  id: string;
  layer: number;
  node?: TraceNode;
  members: { node: TraceNode; patient?: string; state: DotState }[];
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Line {
  from: string;
  to: string;
  kind: string;
  path: string;
}

export interface Drawing {
  boxes: Box[];
  lines: Line[];
  columns: { layer: number; x: number; w: number }[];
  width: number;
  height: number;
}

const COLUMN = 148;
const GAP_X = 26;
const GAP_Y = 16;
const TOP = 40;
const BOX_H = 54;
const DOTS_PER_ROW = 5;

const unseen = new Set(['person', 'equipment', 'vehicle', 'border']);

// Doses become dots in one box per source; people and instruments are listed beside, not drawn.
export function boxesOf(nodes: TraceNode[], edges: TraceEdge[]): { boxes: Box[]; owner: Map<string, string> } {
  const drawn = nodes.filter((n) => !unseen.has(n.kind));
  const byId = new Map(drawn.map((n) => [n.id, n]));
  const parentOf = new Map<string, string>();
  for (const e of edges) {
    if (e.kind !== 'with' && byId.has(e.from) && !parentOf.has(e.to)) parentOf.set(e.to, e.from);
  }
  const owner = new Map<string, string>();
  const boxes = new Map<string, Box>();
  const empty = { x: 0, y: 0, w: COLUMN, h: BOX_H };
  for (const n of drawn) {
    if (n.kind === 'dose') {
      const id = `doses:${parentOf.get(n.id) ?? n.id}`;
      const box = boxes.get(id) ?? { id, layer: n.layer, members: [], ...empty };
      box.members.push({ node: n, state: dotState(n.state) });
      boxes.set(id, box);
      owner.set(n.id, id);
    } else if (n.kind !== 'patient') {
      boxes.set(n.id, { id: n.id, layer: n.layer, node: n, members: [], ...empty });
      owner.set(n.id, n.id);
    }
  }
  attachPatients(drawn, edges, owner, boxes, parentOf, empty);
  for (const b of boxes.values()) {
    if (b.members.length) b.h = [30, 30, 46, 62, 62][new Set(b.members.map((m) => m.state)).size] + Math.ceil(b.members.length / DOTS_PER_ROW) * 24 + 4;
  }
  return { boxes: [...boxes.values()], owner };
}

function attachPatients(nodes: TraceNode[], edges: TraceEdge[], owner: Map<string, string>, boxes: Map<string, Box>,
  parentOf: Map<string, string>, empty: { x: number; y: number; w: number; h: number }) {
  for (const p of nodes.filter((n) => n.kind === 'patient')) {
    let placed = false;
    for (const e of edges) {
      if (e.to !== p.id && e.from !== p.id) continue;
      const other = e.to === p.id ? e.from : e.to;
      const box = boxes.get(owner.get(other) ?? '');
      const member = box?.members.find((m) => m.node.id === other);
      if (!member) continue;
      member.patient = p.label || p.id;
      if (member.state === 'waiting' && dotState(p.state) === 'given') member.state = 'given';
      owner.set(p.id, box!.id);
      placed = true;
    }
    if (!placed) {
      // booked on a vial, nothing drawn yet: still a dot, in the vial's own box of doses
      const id = `doses:${parentOf.get(p.id) ?? p.id}`;
      const box = boxes.get(id) ?? { id, layer: p.layer, members: [], ...empty };
      box.members.push({ node: p, state: p.state === 'here' ? 'waiting' : dotState(p.state) });
      boxes.set(id, box);
      owner.set(p.id, id);
    }
  }
}

function neighbours(edges: TraceEdge[], owner: Map<string, string>) {
  const seen = new Set<string>();
  const links: { from: string; to: string; kind: string }[] = [];
  for (const e of edges) {
    const from = owner.get(e.from);
    const to = owner.get(e.to);
    if (!from || !to || from === to || seen.has(`${from}>${to}`)) continue;
    seen.add(`${from}>${to}`);
    links.push({ from, to, kind: e.kind });
  }
  return links;
}

// Deterministic: barycentre sweeps over fixed layers, ties broken by id, so the picture never jumps.
export function layOut(nodes: TraceNode[], edges: TraceEdge[]): Drawing {
  const { boxes, owner } = boxesOf(nodes, edges);
  const links = neighbours(edges, owner);
  const layers = [...new Set(boxes.map((b) => b.layer))].sort((a, b) => a - b);
  const columns = layers.map((layer, i) => ({ layer, x: 12 + i * (COLUMN + GAP_X), w: COLUMN }));
  const { lanes, hops } = lanesFor(links, new Map(boxes.map((b) => [b.id, b])), layers);
  const all = [...boxes, ...lanes];
  const rows = new Map(layers.map((l) => [l, all.filter((b) => b.layer === l).sort((a, b) => a.id.localeCompare(b.id))]));
  for (let sweep = 0; sweep < 4; sweep++) {
    const order = sweep % 2 ? [...layers].reverse() : layers;
    for (const l of order) sortByNeighbours(rows.get(l)!, hops, rows);
  }
  const tallest = Math.max(0, ...layers.map((l) => columnHeight(rows.get(l)!)));
  for (const c of columns) {
    const list = rows.get(c.layer)!;
    let y = TOP + (tallest - columnHeight(list)) / 2;
    for (const b of list) {
      b.x = c.x;
      b.y = y;
      y += b.h + GAP_Y;
    }
  }
  const at = new Map(all.map((b) => [b.id, b]));
  return {
    boxes, columns,
    lines: links.map((l) => ({ ...l, path: way(l, at, layers) })),
    width: columns.length * (COLUMN + GAP_X) - GAP_X + 24,
    height: TOP + tallest + 16,
  };
}

type Link = { from: string; to: string };

// An edge that skips layers is given a thin lane in each layer it crosses, so it does not run behind boxes.
function lanesFor(links: Link[], at: Map<string, Box>, layers: number[]) {
  const lanes: Box[] = [];
  const hops: Link[] = [];
  for (const l of links) {
    const crossed = between(at.get(l.from)!.layer, at.get(l.to)!.layer, layers);
    let last = l.from;
    for (const layer of crossed) {
      const id = laneId(l, layer);
      lanes.push({ id, layer, members: [], x: 0, y: 0, w: COLUMN, h: 2 });
      hops.push({ from: last, to: id });
      last = id;
    }
    hops.push({ from: last, to: l.to });
  }
  return { lanes, hops };
}

const laneId = (l: Link, layer: number) => `lane:${l.from}>${l.to}:${layer}`;

function between(a: number, b: number, layers: number[]) {
  const inside = layers.filter((l) => l > Math.min(a, b) && l < Math.max(a, b));
  return a < b ? inside : inside.reverse();
}

function way(l: Link, at: Map<string, Box>, layers: number[]): string {
  const ends = [at.get(l.from)!, at.get(l.to)!];
  const stops = [ends[0], ...between(ends[0].layer, ends[1].layer, layers).map((x) => at.get(laneId(l, x))!), ends[1]];
  let path = '';
  for (let i = 1; i < stops.length; i++) {
    const lane = stops[i - 1];
    if (i > 1) path += `M${lane.x} ${lane.y + lane.h / 2}h${lane.w}`;
    path += curve(lane, stops[i]);
  }
  return path;
}

const columnHeight = (list: Box[]) => list.reduce((sum, b) => sum + b.h + GAP_Y, 0) - (list.length ? GAP_Y : 0);

function sortByNeighbours(list: Box[], links: { from: string; to: string }[], rows: Map<number, Box[]>) {
  const rank = new Map<string, number>();
  for (const row of rows.values()) row.forEach((b, i) => rank.set(b.id, (i + 0.5) / row.length));
  const pull = new Map<string, number>();
  for (const b of list) {
    const near = links.flatMap((l) => (l.from === b.id ? [l.to] : l.to === b.id ? [l.from] : []));
    const sum = near.reduce((s, id) => s + (rank.get(id) ?? 0), 0);
    pull.set(b.id, near.length ? sum / near.length : rank.get(b.id)!);
  }
  list.sort((a, b) => pull.get(a.id)! - pull.get(b.id)! || a.id.localeCompare(b.id));
}

function curve(a: Box, b: Box): string {
  const ya = a.y + a.h / 2;
  const yb = b.y + b.h / 2;
  if (a.layer === b.layer) {
    const down = a.y < b.y;
    const x = a.x + a.w / 2;
    return `M${x} ${down ? a.y + a.h : a.y}V${down ? b.y : b.y + b.h}`;
  }
  const right = a.x < b.x;
  const xa = right ? a.x + a.w : a.x;
  const xb = right ? b.x : b.x + b.w;
  const mid = (xa + xb) / 2;
  return `M${xa} ${ya}C${mid} ${ya} ${mid} ${yb} ${xb} ${yb}`;
}

// Everything reachable from one thing along the arrows; used to light up a path.
export function reach(start: string, edges: TraceEdge[], direction: 'back' | 'forward'): Set<string> {
  const hit = new Set([start]);
  const queue = [start];
  while (queue.length) {
    const id = queue.pop()!;
    for (const e of edges) {
      const [here, next] = direction === 'forward' ? [e.from, e.to] : [e.to, e.from];
      if (here === id && !hit.has(next)) {
        hit.add(next);
        queue.push(next);
      }
    }
  }
  return hit;
}
