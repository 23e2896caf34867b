import { useSyncExternalStore } from 'react';

export type ActivityUnit = 'MBq' | 'GBq' | 'mCi';
export type Theme = 'light' | 'hotcell' | 'contrast';
export interface Settings { unit: ActivityUnit; theme: Theme; letterKeys: boolean; zone: string; offline: boolean }

const key = 'isotrail.settings';
const start: Settings = { unit: 'GBq', theme: 'light', letterKeys: true, zone: 'UTC', offline: true };

function read(): Settings {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Settings>;
    return { ...start, ...kept };
  } catch {
    return start;
  }
}

let now = read();
const listeners = new Set<() => void>();

export const settings = () => now;

// What a person chose stays with the browser; the zone is not chosen, it is the one of the place where the person works.
export function change(part: Partial<Settings>) {
  now = { ...now, ...part };
  try {
    localStorage.setItem(key, JSON.stringify(now));
  } catch {
    // A browser without storage forgets the choice at the next visit; nothing else depends on it.
  }
  listeners.forEach((l) => l());
}

export const useSettings = () => useSyncExternalStore((l) => { listeners.add(l); return () => listeners.delete(l); }, settings);
