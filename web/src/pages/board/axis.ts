import { dateFormat } from '../../rooms/desk/figures';

// One axis for every strip: twelve hours that begin two hours before now, on an even hour of the place.
export interface Axis { from: number; to: number; hours: number[] }

const hour = 3_600_000;

export function axisAt(now: number, zone: string): Axis {
  const at = now - 2 * hour;
  const parts = dateFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(new Date(at));
  const get = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  const from = Math.floor(at / 60_000) * 60_000 - ((get('hour') % 2) * 60 + get('minute')) * 60_000;
  return { from, to: from + 12 * hour, hours: [0, 2, 4, 6, 8, 10, 12].map((h) => from + h * hour) };
}

export const share = (axis: Axis, t: number) => ((t - axis.from) / (axis.to - axis.from)) * 100;
