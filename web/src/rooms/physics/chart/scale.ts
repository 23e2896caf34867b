import { tenTo } from '../../desk/written';


// Axes of a curve: where a value stands, and which values are named.
export interface Scale { at: (v: number) => number | null; ticks: { v: number; label: string }[] }

const most = 15; // decades; what is smaller than that beside the largest is not seen

function nice(span: number, about: number): number {
  const raw = span / about;
  const ten = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 5, 10].map((m) => m * ten).find((s) => s >= raw * 0.999) ?? 10 * ten;
}

function linear(lo: number, hi: number, a: number, b: number, about: number, name: (v: number) => string): Scale {
  const step = nice(hi - lo || Math.abs(hi) || 1, about);
  const first = Math.floor(lo / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(hi / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { at: (v) => a + ((v - first * step) / ((last - first) * step)) * (b - a), ticks: ticks.map((v) => ({ v, label: name(v) })) };
}

// A horizontal axis ends where its curve ends; only the named values are round.
function exact(lo: number, hi: number, a: number, b: number, about: number, name: (v: number) => string): Scale {
  const step = nice(hi - lo || 1, about);
  const ticks: { v: number; label: string }[] = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi * (1 + 1e-12) + 1e-300; ++i) {
    const v = Number((i * step).toPrecision(12));
    ticks.push({ v, label: name(v) });
  }
  return { at: (v) => a + ((v - lo) / (hi - lo || 1)) * (b - a), ticks };
}

function logarithmic(lo: number, hi: number, a: number, b: number, about: number, name: (v: number) => string): Scale {
  const top = Math.ceil(Math.log10(hi) - 1e-9);
  const bottom = Math.max(top - most, Math.min(top - 1, Math.floor(Math.log10(lo) + 1e-9)));
  const every = Math.max(1, Math.ceil((top - bottom) / about));
  const within = top - bottom <= 2 ? [1, 2, 5] : [1];
  const ticks: { v: number; label: string }[] = [];
  for (let p = bottom; p <= top; ++p) for (const m of within) if (m * 10 ** p <= 10 ** top * 1.001 && (p - bottom) % every === 0) ticks.push({ v: m * 10 ** p, label: name(m * 10 ** p) });
  return { at: (v) => (v > 0 && v >= 10 ** bottom * 0.999 ? a + ((Math.log10(v) - bottom) / (top - bottom)) * (b - a) : null), ticks };
}

function exactLog(lo: number, hi: number, a: number, b: number, name: (v: number) => string): Scale {
  const [from, to] = [Math.log10(lo), Math.log10(hi)];
  const ticks: { v: number; label: string }[] = [];
  for (let p = Math.floor(from); p <= to; ++p) for (const m of to - from <= 3 ? [1, 2, 5] : [1]) if (m * 10 ** p >= lo * 0.999 && m * 10 ** p <= hi * 1.001) ticks.push({ v: m * 10 ** p, label: name(m * 10 ** p) });
  return { at: (v) => (v > 0 ? a + ((Math.log10(v) - from) / (to - from)) * (b - a) : null), ticks };
}

// Points that stand in one ratio to each other over more than a decade want an axis of decades.
export const inDecades = (xs: number[]) => xs.length > 2 && xs[0] > 0 && xs[xs.length - 1] / xs[0] > 10 && Math.abs(Math.log(xs[1] / xs[0]) / Math.log(xs[xs.length - 1] / xs[xs.length - 2]) - 1) < 0.01;

export function axis(values: number[], log: boolean, a: number, b: number, about: number, short: (v: number) => string, upright: boolean): Scale {
  const name = (v: number) => {
    const size = Math.abs(v);
    if (size === 0 || (size < 1e6 && size >= 1e-3)) return short(v);
    const p = Math.floor(Math.log10(size) + 1e-9);
    const m = Number((v / 10 ** p).toPrecision(6));
    return m === 1 ? tenTo(p) : `${short(m)}×${tenTo(p)}`;
  };
  const finite = values.filter((v) => Number.isFinite(v) && (!log || v > 0));
  const lo = finite.reduce((m, v) => Math.min(m, v), Infinity);
  const hi = finite.reduce((m, v) => Math.max(m, v), -Infinity);
  if (!finite.length) return linear(0, 1, a, b, about, name);
  if (log && !upright && hi > lo) return exactLog(lo, hi, a, b, name);
  if (log) return logarithmic(lo, hi, a, b, about, name);
  return upright ? linear(lo > 0 && lo < 0.6 * hi ? 0 : lo, hi, a, b, about, name) : exact(lo, hi, a, b, about, name);
}
