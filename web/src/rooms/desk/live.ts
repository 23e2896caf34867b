import { useLayoutEffect, useRef, type RefObject } from 'react';
import { lastTick, onTick, serverNow } from './clock';

// Texts that count on with the clock, written into the page by hand and a few at a time: no frame of a long list is heavy.
type Write = (now: number) => void;

const atOnce = 6, apart = 34; // two frames of a 60 Hz screen, ms
const writes = new Set<Write>();
let waiting: Write[] = [];
let turn: ReturnType<typeof setTimeout> | undefined;
let leave: (() => void) | null = null;

function writeSome() {
  const now = serverNow(lastTick());
  for (const write of waiting.splice(0, atOnce)) if (writes.has(write)) write(now);
  turn = waiting.length ? setTimeout(writeSome, apart) : undefined;
}

function beat() {
  waiting = [...writes];
  turn ??= setTimeout(writeSome, apart);
}

function follow(write: Write) {
  writes.add(write);
  leave ??= onTick(beat);
  return () => {
    writes.delete(write);
    if (writes.size) return;
    leave?.();
    leave = null;
  };
}

export function put(el: Element, text: string) {
  const node = el.firstChild ?? el.appendChild(document.createTextNode(''));
  if (node.nodeValue !== text) node.nodeValue = text;
}

// `write` says into the element what is true at `now` (ms), at once and, while `going`, at each beat. React gives that element no text of its own.
export function useLive<E extends Element>(write: (el: E, now: number) => void, going = true): RefObject<E | null> {
  const ref = useRef<E>(null);
  const latest = useRef(write);
  useLayoutEffect(() => {
    latest.current = write;
    if (ref.current) write(ref.current, serverNow(lastTick()));
  });
  useLayoutEffect(() => (going ? follow((now) => { if (ref.current) latest.current(ref.current, now); }) : undefined), [going]);
  return ref;
}
