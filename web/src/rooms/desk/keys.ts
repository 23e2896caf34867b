import { useEffect, useRef } from 'react';
import { settings } from './settings';

// After `g` the next letter names a page, so it is no key of the page that is open.
let leading = false;
export const lead = (on: boolean) => { leading = on; };

export const writing = (e: KeyboardEvent) => {
  const el = e.target as HTMLElement | null;
  return !!el?.closest?.('input, textarea, select, [contenteditable=true], dialog');
};

// Single letters work only outside text fields and never while a Chinese word is being composed.
export function useKeys(map: Record<string, () => void>) {
  const ref = useRef(map);
  ref.current = map;
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.key.length === 1 && (!settings().letterKeys || leading)) return;
      if (e.isComposing || e.keyCode === 229 || e.ctrlKey || e.altKey || e.metaKey || writing(e)) return;
      const act = ref.current[e.key] ?? ref.current[e.key.toLowerCase()];
      if (!act) return;
      e.preventDefault();
      act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
