// What people entered while the server could not be reached, kept on this device until it is taken. Each entry has the id of its
// command, so one that had arrived all the same is answered again and not recorded twice. A password is never kept: what needs a
// signature waits for it.
export interface Waiting {
  id: string;
  account: string;
  command: string;
  body: Record<string, unknown>;
  at: string;    // the server's time as far as this device knew it, for the reader
  made: string;  // this device's own clock
  signed: boolean;
  problem?: string;
}

// Acts at the door and at the bench that go on without the server; the rest is refused at once, as it depends on what others do.
const kept = new Set(['hotlab/receive-package', 'hotlab/assay', 'hotlab/check-calibrator', 'production/receive-lot', 'protection/survey-place', 'supply/receive-generator', 'waste/store']);
export const keeps = (command: string) => kept.has(command);

const store = 'outbox';

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open('isotrail', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(store, { keyPath: 'id' });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function within<T>(mode: IDBTransactionMode, work: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  try {
    return await new Promise<T>((done, fail) => {
      const t = db.transaction(store, mode, { durability: 'strict' });
      const asked = work(t.objectStore(store));
      t.oncomplete = () => done(asked.result);
      t.onerror = t.onabort = () => fail(t.error);
    });
  } finally {
    db.close();
  }
}

const listeners = new Set<() => void>();
export function onOutbox(f: () => void) {
  listeners.add(f);
  return () => void listeners.delete(f);
}
const changed = () => listeners.forEach((f) => f());

export async function keep(w: Waiting) {
  await within('readwrite', (s) => s.put(w));
  changed();
}
export async function forget(id: string) {
  await within('readwrite', (s) => s.delete(id));
  changed();
}
// Of everybody who uses this device.
export const unsent = async (): Promise<number> => within('readonly', (s) => s.count());
export const waiting = async (account: string): Promise<Waiting[]> =>
  (await within<Waiting[]>('readonly', (s) => s.getAll())).filter((w) => w.account === account).sort((a, b) => a.made.localeCompare(b.made));
