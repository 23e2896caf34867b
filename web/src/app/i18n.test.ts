import { describe, expect, it } from 'vitest';
import { preferred } from './i18n';

const files = import.meta.glob<Record<string, string>>('../locales/*/*.json', { eager: true, import: 'default' });
const all = ['en', 'zh-Hans', 'zh-Hant', 'pt'];
const rooms = [...new Set(Object.keys(files).map((p) => p.split('/').at(-1)!))].sort();
const words = (language: string, room: string) => files[`../locales/${language}/${room}`] ?? {};
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join(',');

describe('the four catalogues', () => {
  it.each(rooms)('%s has the same keys in every language', (room) => {
    const keys = Object.keys(words('en', room)).sort();
    expect(keys.length).toBeGreaterThan(0);
    for (const l of all) expect(Object.keys(words(l, room)).sort(), `${l}/${room}`).toEqual(keys);
  });

  it.each(rooms)('%s has no empty text and the same figures to fill in', (room) => {
    for (const l of all) {
      for (const [key, text] of Object.entries(words(l, room))) {
        expect(text.trim(), `${l}/${room} ${key}`).not.toBe('');
        expect(holes(text), `${l}/${room} ${key}`).toBe(holes(words('en', room)[key]));
      }
    }
  });

  it('are four languages and not conversions of one', () => {
    const same = (a: string, b: string) => rooms.flatMap((r) => Object.entries(words(a, r)).filter(([k, v]) => v === words(b, r)[k] && /[一-鿿]/.test(v))).length;
    expect(same('zh-Hans', 'zh-Hant')).toBeLessThan(rooms.flatMap((r) => Object.keys(words('en', r))).length / 3);
  });

  it('hold every word that the pages ask for by name', () => {
    const sources = import.meta.glob<string>(['../**/*.tsx', '!../**/*.test.tsx'], { eager: true, query: '?raw', import: 'default' });
    const missing: string[] = [];
    for (const [path, text] of Object.entries(sources)) {
      const uses = [...text.matchAll(/const (\w+) = useWords\('(\w+)'\)/g)];
      const names = new Set(uses.map((m) => m[1]));
      const rooms = uses.map((m) => m[2]);
      for (const [, fn, key] of text.matchAll(/\b(\w+)(?:\.or)?\('([a-z0-9_]+)'/g)) {
        if (names.has(fn) && !rooms.some((r) => key in words('en', `${r}.json`))) missing.push(`${path}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
  });
});

describe('the language of a first visit', () => {
  it('is what was kept, then what the browser asks for', () => {
    expect(preferred('pt', ['en'])).toBe('pt');
    expect(preferred(null, ['zh-HK', 'en'])).toBe('zh-Hant');
    expect(preferred(null, ['zh-CN'])).toBe('zh-Hans');
    expect(preferred('xx', ['pt-BR'])).toBe('pt');
    expect(preferred(null, ['de'])).toBe('en');
  });
});
