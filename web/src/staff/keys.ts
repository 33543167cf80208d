/**
 * The keys of the conversations this browser holds, so that a reload can read on (SECURITY.md 3.5).
 *
 * In IndexedDB, as CryptoKeys that cannot be exported: what lies on the disk opens nothing without this
 * browser, and there is nothing of what was said. Each is deleted when its conversation ends; at sign-out
 * only these are deleted and never the whole database, because device keys will live beside them.
 */

import type { Kept } from '../hl1/index.ts';

export interface Keys {
  keep(cid: string, kept: Kept): Promise<void>;
  find(cid: string): Promise<Kept | undefined>;
  drop(cid: string): Promise<void>;
  /** Delete all but these. */
  sweep(held: readonly string[]): Promise<void>;
}

const DATABASE = 'luwte-staff';
const STORE = 'conversations';

export class BrowserKeys implements Keys {
  private database: Promise<IDBDatabase> | null = null;

  async keep(cid: string, kept: Kept): Promise<void> {
    await this.ask('readwrite', (store) => store.put(kept, cid));
  }

  async find(cid: string): Promise<Kept | undefined> {
    return (await this.ask('readonly', (store) => store.get(cid))) as Kept | undefined;
  }

  async drop(cid: string): Promise<void> {
    await this.ask('readwrite', (store) => store.delete(cid));
  }

  async sweep(held: readonly string[]): Promise<void> {
    const kept = await this.ask('readonly', (store) => store.getAllKeys());
    for (const cid of kept) {
      if (typeof cid === 'string' && !held.includes(cid)) await this.drop(cid);
    }
  }

  private async ask<T>(
    mode: IDBTransactionMode,
    request: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    this.database ??= open();
    const database = await this.database.catch((error: unknown) => {
      this.database = null;
      throw error;
    });
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = request(transaction.objectStore(STORE));
      // Resolve at the end of the transaction: a deletion that is only requested is not a deletion.
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error('blocked'));
  });
}
