import { useTranslation } from 'react-i18next';
import { useWords } from './words';

const steps: [number, string][] = [[1e12, 'TBq'], [1e9, 'GBq'], [1e6, 'MBq'], [1e3, 'kBq'], [1, 'Bq']];

// Every figure with its unit, every activity with its tense.
export function useFigures() {
  const { i18n } = useTranslation();
  const t = useWords('desk');
  const zone = 'Asia/Macau';
  const lang = ({ en: 'en-GB', pt: 'pt-PT', 'zh-Hant': 'zh-Hant-MO' } as Record<string, string>)[i18n.language] ?? i18n.language;
  const number = (v: number, digits?: number) => new Intl.NumberFormat(lang, digits === undefined ? { maximumSignificantDigits: 4 } : { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(v);
  const si = (bq: number) => {
    const [size, unit] = steps.find(([s]) => Math.abs(bq) >= s) ?? steps[4];
    return `${new Intl.NumberFormat(lang, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 }).format(bq / size)} ${unit}`;
  };
  const part = (iso: string, z: string | undefined, o: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(lang, { timeZone: z || zone, hourCycle: 'h23', ...o }).format(new Date(iso));
  const shortTime = (iso: string, z?: string) => part(iso, z, { hour: '2-digit', minute: '2-digit' });
  const offset = (iso: string, z?: string) => new Intl.DateTimeFormat('en-GB', { timeZone: z || zone, timeZoneName: 'shortOffset' })
    .formatToParts(new Date(iso)).find((p) => p.type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? '';
  const time = (iso: string, z?: string) => `${shortTime(iso, z)} ${offset(iso, z)}`;
  const date = (iso: string, z?: string) => part(iso, z, { day: 'numeric', month: 'short', year: 'numeric' });
  const activity = (bq: number, at?: string | null) => (at ? `${si(bq)} ${t('at', { time: time(at) })}` : si(bq));
  return {
    zone, zoneName: zone, number, siActivity: si, activity, shortTime, time, date,
    activityNow: (bq: number) => t('now_activity', { activity: si(bq) }),
    activityAt: (bq: number, iso: string, z?: string) => `${si(bq)} ${t('at', { time: time(iso, z) })}`,
    dateTime: (iso: string, z?: string) => `${date(iso, z)} ${time(iso, z)}`,
    volume: (ml: number) => `${number(ml, 2)} mL`,
    ti: (v: number) => number(Math.max(0, Math.ceil(v * 10 - 1e-9)) / 10, 1),
    duration(s: number) {
      const m = Math.floor(s / 60);
      if (m < 60) return s < 600 && Math.floor(s % 60) > 0 ? t('min_s', { m, s: Math.floor(s % 60) }) : t('min', { m });
      const h = Math.floor(m / 60);
      return h < 48 ? t('h_min', { h, m: m % 60 }) : t('d_h', { d: Math.floor(h / 24), h: h % 24 });
    },
    clock: (s: number) => [s / 3600, (s / 60) % 60, s % 60].map((x) => String(Math.floor(x)).padStart(2, '0')).join(':'),
    nowLocal: () => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date()).replace(' ', 'T'),
  };
}
