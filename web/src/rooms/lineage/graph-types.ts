// The trace as the server tells it: things, how each came to be, and who was with it.
export type NodeKind =
  | 'material' | 'target' | 'beam' | 'bulk' | 'batch' | 'vial' | 'dose' | 'patient' | 'package' | 'waste'
  | 'generator' | 'eluate' | 'kit' | 'preparation' | 'sample' | 'border' | 'person' | 'equipment' | 'vehicle';

export interface TraceNode {
  id: string;
  kind: NodeKind | string;
  label: string;
  detail?: string;
  layer: number;
  place?: string;
  at?: string | null;
  state?: string;
  activity_bq?: number | null;
  count?: number; // so many things of one kind at one place, drawn as one
}

export interface TraceEdge {
  from: string;
  to: string;
  kind: 'derived' | 'contained' | 'with' | string;
}

export interface TraceView {
  root: string;
  nodes: TraceNode[];
  edges: TraceEdge[];
  people?: { person: string; name?: string; did: string; at: string; event?: string }[];
  equipment?: { equipment: string; name?: string; did: string; at: string }[];
  packages?: { item?: string; package?: string; consignment?: string; label?: string; at?: string; state?: string }[];
  border?: { consignment: string; post: string; direction: string; declaration: string; at: string; by: string }[];
  events?: { seq: number; type: string; at: string; actor?: string; text?: string; id?: string; amendments?: { id: string; state: string; reason: string }[] }[];
}

export interface RecallView {
  item: string;
  found_ms: number;
  affected: { batches: number; vials: number; doses: number; patients: number; sites: number; jurisdictions: number };
  counts: { items: number; stoppable: number; given: number; holds: number }; // the lists below stop at some hundred
  stoppable: {
    dose?: string; vial?: string; state: 'not_drawn' | 'drawn' | 'in_transit'; patient?: string; order?: string;
    inject_at?: string | null; seconds_left?: number | null; place?: string; holder_org?: string;
  }[];
  given: { dose: string; patient: string; at: string; activity_bq?: number }[];
  holds: { item: string; why: string }[];
  tell: { who: string; role: string; by: string; languages: string[] }[];
  nearest: RecallView['stoppable'][number] | null;
  graph: { nodes: TraceNode[]; edges: TraceEdge[] };
}

export type DotState = 'given' | 'drawn' | 'waiting' | 'lost';

// One dose seen as a dot: filled = given, half = drawn, ring = not yet drawn.
export function dotState(state: string | undefined): DotState {
  switch (state) {
    case 'given': case 'administered': case 'injected': case 'used': return 'given';
    // a syringe exists from the drawing on, so one that is simply here is drawn
    case 'drawn': case 'labelled': case 'in_transit': case 'here': return 'drawn';
    case 'lost': case 'waste': case 'discarded': case 'spent': case 'destroyed': case 'cleared': return 'lost';
    default: return 'waiting';
  }
}
