// Opens the app where there is no server: the built files are kept on this device, answers of the API never are. The build fills in its
// version and its files.
const version = '__VERSION__';
const files = __FILES__;
const name = `isotrail-${version}`;
const patience = 4_000; // ms a navigation waits for the server

self.addEventListener('install', (e) => e.waitUntil(caches.open(name).then((c) => c.addAll(files))));

// A page that was opened before goes on finding the files of its own version: those of the one before stay.
self.addEventListener('activate', (e) => e.waitUntil((async () => {
  const ours = (await caches.keys()).filter((k) => k.startsWith('isotrail-') && k !== name);
  await Promise.all(ours.slice(0, -1).map((k) => caches.delete(k)));
  await self.clients.claim();
})()));

self.addEventListener('message', (e) => {
  if (e.data === 'take over') void self.skipWaiting();
  if (e.data === 'claim') e.waitUntil(self.clients.claim());
});

async function opened(request) {
  const kept = async () => (await caches.open(name)).match('/');
  const late = new Promise((done) => { setTimeout(() => done(kept()), patience); });
  const fresh = fetch(request).catch(kept);
  return (await Promise.race([fresh, late])) ?? fresh;
}

self.addEventListener('fetch', (e) => {
  const { origin, pathname } = new URL(e.request.url);
  if (e.request.method !== 'GET' || origin !== self.location.origin || /^\/(api|log)\/|^\/healthz$/.test(pathname)) return;
  if (e.request.mode === 'navigate') e.respondWith(opened(e.request));
  else if (files.includes(pathname) || pathname.startsWith('/assets/')) e.respondWith(caches.match(e.request).then((kept) => kept ?? fetch(e.request)));
});
