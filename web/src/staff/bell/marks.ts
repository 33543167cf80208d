/**
 * For what was called, as all windows of this browser see it: a database, because what one window reads of
 * `localStorage` may be older than what another has written, most of all when it has slept.
 */

import { isOver, type Mark, NONE } from './calls.ts';

const DATABASE = 'luwte-bell';
const STORE = 'marks';

let opening: Promise<IDBDatabase> | null = null;

/**
 * Change one mark: `change` sees the newest, and no window comes between. Nothing is written if it gives the same.
 * Rejects where a browser keeps nothing; then a window is on its own.
 */
export async function changeMark(name: string, change: (mark: Mark) => Mark): Promise<void> {
  const store = await writing();
  const mark = ((await done(store.get(name))) as Mark | undefined) ?? NONE;
  const next = change(mark);
  if (next !== mark) await done(store.put(next, name));
}

/** Those of conversations that are long over. */
export async function forgetOldMarks(now: number): Promise<void> {
  const store = await writing();
  const [names, marks] = [await done(store.getAllKeys()), await done(store.getAll())];
  const old = names.filter((_, at) => isOver(marks[at] as Mark, now));
  await Promise.all(old.map((name) => done(store.delete(name))));
}

/** Whoever sits down here next was called for none of it. */
export async function forgetMarks(): Promise<void> {
  await done((await writing()).clear());
}

async function writing(): Promise<IDBObjectStore> {
  opening ??= open();
  return (await opening).transaction(STORE, 'readwrite').objectStore(STORE);
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
