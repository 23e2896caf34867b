import { useSyncExternalStore } from 'react';
import { unsent } from '../app/outbox';
import { forgetKept } from './kept';

// The service worker that opens the app without a server (sw.js). It needs https or localhost; without either, the page just has to stay open.
let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((l) => l());

// A newer version that is on this device and waits to be used.
export const useNewVersion = () => useSyncExternalStore((l) => { listeners.add(l); return () => listeners.delete(l); }, () => waiting !== null);

const often = 30 * 60_000; // ms between looks for a newer version

async function watch(registration: ServiceWorkerRegistration) {
  const look = () => { waiting = navigator.serviceWorker.controller ? registration.waiting : null; tell(); };
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  // This page came from the server just now, so it is of the version that waits: unless something is unsent, that one takes over unseen.
  if (registration.waiting && !(await unsent())) registration.waiting.postMessage('take over');
  else look();
  // A page that was on its way while its first worker began was not claimed with the others.
  void navigator.serviceWorker.ready.then((r) => { if (!navigator.serviceWorker.controller) r.active?.postMessage('claim'); });
  const ask = () => void registration.update().catch(() => null);
  setInterval(ask, often);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') ask(); });
}

export async function setOffline(on: boolean) {
  if (!('serviceWorker' in navigator)) return;
  if (on) return void navigator.serviceWorker.register('/sw.js').then(watch).catch(() => null);
  for (const r of await navigator.serviceWorker.getRegistrations()) await r.unregister();
  for (const k of await caches.keys()) if (k.startsWith('isotrail-')) await caches.delete(k);
  forgetKept();
}

// The page is loaded anew by the version that takes over.
export function takeOver() {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
  waiting?.postMessage('take over');
}
