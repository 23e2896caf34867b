import i18n from 'i18next';
import { useTranslation } from 'react-i18next';
import { serverNow } from './clock';
import { useSettings, type ActivityUnit } from './settings';
import { plainText, written } from './written';

const steps: [number, string][] = [[1e12, 'TBq'], [1e9, 'GBq'], [1e6, 'MBq'], [1e3, 'kBq'], [1, 'Bq']];

// The reader's unit where it fits; far from it the prefix that keeps the number between 1 and 1000.
export function scaled(bq: number, unit: ActivityUnit): [number, string] {
  const size = Math.abs(bq);
  if (unit === 'mCi') return [bq / 37e6, 'mCi'];
  if (unit === 'MBq' && size >= 1e5 && size < 1e12) return [bq / 1e6, 'MBq'];
  if (unit === 'GBq' && size >= 1e12 && size < 1e13) return [bq / 1e9, 'GBq'];
  const [by, name] = steps.find(([s]) => size >= s * 0.9995) ?? steps[4];
  return [bq / by, name];
}

// To make a format costs a hundred times more than to use it.
const numberFormats = new Map<string, Intl.NumberFormat>(), dateFormats = new Map<string, Intl.DateTimeFormat>();
function kept<F>(formats: Map<string, F>, lang: string, options: object, make: () => F): F {
  const key = lang + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, format = make());
  return format;
}
const numberFormat = (lang: string, options: Intl.NumberFormatOptions) => kept(numberFormats, lang, options, () => new Intl.NumberFormat(lang, options));
export const dateFormat = (lang: string, options: Intl.DateTimeFormatOptions) => kept(dateFormats, lang, options, () => new Intl.DateTimeFormat(lang, options));

// Thousands are parted by a thin space in every language, never by a point or comma that could be read as a decimal.
const thin = (format: Intl.NumberFormat, v: number) => (Math.abs(v) < 999 ? format.format(v) : format.formatToParts(v).map((p) => (p.type === 'group' ? '\u202f' : p.value)).join(''));

// Every figure with its unit, every activity with its tense.
function figuresOf(language: string, unit: ActivityUnit, zone: string) {
  const t = i18n.getFixedT(language, 'desk');
  const lang = ({ en: 'en-GB', pt: 'pt-PT', 'zh-Hant': 'zh-Hant-MO' } as Record<string, string>)[language] ?? language;
  const number = (v: number, digits?: number) => thin(numberFormat(lang, digits === undefined ? { maximumSignificantDigits: 4 } : { minimumFractionDigits: digits, maximumFractionDigits: digits }), v);
  const digits = (v: number, n: number) => thin(numberFormat(lang, { minimumSignificantDigits: n, maximumSignificantDigits: n, roundingMode: 'halfEven' } as Intl.NumberFormatOptions), v);
  const upTo = (v: number, n: number) => thin(numberFormat(lang, { maximumSignificantDigits: n, roundingMode: 'halfEven' } as Intl.NumberFormatOptions), v);
  const parts = (bq: number, n = 3, as: ActivityUnit = unit): [string, string] => {
    const [v, name] = scaled(bq, as);
    return [v === 0 ? '0' : digits(v, n), name];
  };
  const pure = (bq: number) => parts(bq, 3, unit === 'mCi' ? 'GBq' : unit).join(' ');
  // Conventional units lead only on the screen, and the SI value always follows.
  const si = (bq: number) => (unit === 'mCi' ? `${parts(bq).join(' ')} (${pure(bq)})` : pure(bq));
  // A measured activity with U = 2u (k = 2) in the same unit; without an uncertainty as every other.
  const withU = (bq: number, u?: number | null) => {
    if (!u) return si(bq);
    const [v, name] = scaled(bq, unit);
    const text = `(${plainText(written(v, (u * v) / bq, { number, digits, upTo }))}) ${name}`;
    return unit === 'mCi' ? `${text} (${pure(bq)})` : text;
  };
  const part = (iso: string, z: string | undefined, o: Intl.DateTimeFormatOptions) => dateFormat(lang, { timeZone: z || zone, hourCycle: 'h23', ...o }).format(new Date(iso));
  const shortTime = (iso: string, z?: string) => part(iso, z, { hour: '2-digit', minute: '2-digit' });
  const offset = (iso: string, z?: string) => dateFormat('en-GB', { timeZone: z || zone, timeZoneName: 'shortOffset' })
    .formatToParts(new Date(iso)).find((p) => p.type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? '';
  const time = (iso: string, z?: string) => `${shortTime(iso, z)} ${offset(iso, z)}`;
  // "17 dez. 2025": Portuguese would shorten this to digits alone, and 03/04 is two days.
  const date = (iso: string, z?: string) => (lang === 'pt-PT'
    ? (['day', 'month', 'year'] as const).map((k) => part(iso, z, { [k]: k === 'month' ? 'short' : 'numeric' })).join(' ')
    : part(iso, z, { day: 'numeric', month: 'short', year: 'numeric' }));
  const dateTime = (iso: string, z?: string) => `${date(iso, z)} ${time(iso, z)}`;
  // The time alone says enough only on the day it is told from.
  const until = (iso: string, since: string, z?: string) => (date(iso, z) === date(since, z) ? time(iso, z) : dateTime(iso, z));
  const activity = (bq: number, at?: string | null) => (at ? `${si(bq)} ${t('at', { time: time(at) })}` : si(bq));
  return {
    zone, zoneName: zone, lang, unit, number, digits, upTo, parts, siActivity: pure, activity, withU, shortTime, time, date, until,
    activityNow: (bq: number) => t('now_activity', { activity: si(bq) }),
    activityAt: (bq: number, iso: string, z?: string) => `${si(bq)} ${t('at', { time: time(iso, z) })}`,
    // Said on the day of `since`, the time alone will do.
    activityOn: (bq: number, iso: string, since: string, z?: string) => `${si(bq)} ${t('at', { time: until(iso, since, z) })}`,
    dateTime,
    volume: (ml: number) => `${number(ml, 2)} mL`,
    ti: (v: number) => number(Math.max(0, Math.ceil(v * 10 - 1e-9)) / 10, 1),
    duration(s: number) {
      const m = Math.floor(s / 60);
      if (m < 60) return s < 600 && Math.floor(s % 60) > 0 ? t('min_s', { m, s: Math.floor(s % 60) }) : t('min', { m });
      const h = Math.floor(m / 60);
      return h < 48 ? t('h_min', { h, m: m % 60 }) : t('d_h', { d: Math.floor(h / 24), h: h % 24 });
    },
    clock: (s: number) => [s / 3600, (s / 60) % 60, s % 60].map((x) => String(Math.floor(x)).padStart(2, '0')).join(':'),
    nowLocal: () => dateFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(serverNow())).replace(' ', 'T'),
    offset,
    // A day of the calendar, such as 2025-12-17: it has no zone.
    day: (d: string) => date(`${d}T12:00:00Z`, 'UTC'),
    seconds: (iso: string, z?: string) => `${part(iso, z, { hour: '2-digit', minute: '2-digit', second: '2-digit' })} ${offset(iso, z)}`,
    // A line of the record may carry an instant as it is written there; a reader gets it in the time of the place.
    inWords: (text: string, z?: string) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, (iso) => dateTime(iso, z)),
  };
}

export type Figures = ReturnType<typeof figuresOf>;

let made: { key: string; figures: Figures } | null = null;

// One set for all who show figures: the same object until language, unit or zone change, so that it may be handed on to what is memoised.
export function useFigures(): Figures {
  const { language } = useTranslation('desk').i18n;
  const { unit, zone } = useSettings();
  const key = [language, unit, zone].join();
  if (made?.key !== key) made = { key, figures: figuresOf(language, unit, zone) };
  return made.figures;
}
