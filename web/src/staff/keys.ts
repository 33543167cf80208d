/**
 * What a professional's browser keeps in IndexedDB (SECURITY.md 3.5): keys that cannot be exported, and
 * nothing of what was said. What lies on the disk opens nothing without this browser.
 *
 * - `slips`: what only the server opens, for when it loses a conversation; deleted with its keys.
 * - `conversations`: the keys of the conversations it holds, so that a reload can read on. Each is deleted
 *   when its conversation ends, and all of them at sign-out.
 * - `devices`: one device key for each account that works here. They stay: the roster names them.
 * - `calls`: how who works here wants to be called (bell/settings.ts); it stays.
 */

import type { Kept } from '../hl1/index.ts';
import type { DeviceKey, Devices } from './device.ts';

export interface Keys {
  keep(cid: string, kept: Kept): Promise<void>;
  find(cid: string): Promise<Kept | undefined>;
  /** What the server gave to know this conversation again by, should it lose it; base64. */
  keepSlip(cid: string, slip: string): Promise<void>;
  slips(): Promise<ReadonlyMap<string, string>>;
  drop(cid: string): Promise<void>;
  /** Delete all but these. */
  sweep(held: readonly string[]): Promise<void>;
}

const DATABASE = 'luwte-staff';
/** 1 had no devices, 2 no slips, 3 no calls. */
const VERSION = 4;
const STORES = ['conversations', 'devices', 'slips', 'calls'] as const;

/** The database of this browser; each call is one transaction. */
export class BrowserDatabase {
  private opened: Promise<IDBDatabase> | null = null;

  async ask<T>(
    name: (typeof STORES)[number],
    mode: IDBTransactionMode,
    request: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    this.opened ??= this.open();
    const database = await this.opened.catch((error: unknown) => {
      this.opened = null;
      throw error;
    });
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const asked = request(transaction.objectStore(name));
      // Resolve at the end of the transaction: a deletion that is only requested is not a deletion.
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  }

  private open(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(DATABASE, VERSION);
      opening.onupgradeneeded = () => {
        const { result } = opening;
        for (const name of STORES) {
          if (!result.objectStoreNames.contains(name)) result.createObjectStore(name);
        }
      };
      opening.onsuccess = () => {
        const { result } = opening;
        // A newer page in another tab must not wait for this one.
        result.onversionchange = () => {
          result.close();
          this.opened = null;
        };
        resolve(result);
      };
      opening.onerror = () => reject(opening.error);
      opening.onblocked = () => reject(new Error('blocked'));
    });
  }
}

export class BrowserKeys implements Keys {
  private readonly database: BrowserDatabase;

  constructor(database: BrowserDatabase) {
    this.database = database;
  }

  async keep(cid: string, kept: Kept): Promise<void> {
    await this.database.ask('conversations', 'readwrite', (store) => store.put(kept, cid));
  }

  async find(cid: string): Promise<Kept | undefined> {
    const found = await this.database.ask('conversations', 'readonly', (store) => store.get(cid));
    return found as Kept | undefined;
  }

  async keepSlip(cid: string, slip: string): Promise<void> {
    await this.database.ask('slips', 'readwrite', (store) => store.put(slip, cid));
  }

  async slips(): Promise<ReadonlyMap<string, string>> {
    const cids = await this.database.ask('slips', 'readonly', (store) => store.getAllKeys());
    const slips = await this.database.ask('slips', 'readonly', (store) => store.getAll());
    return new Map(cids.map((cid, at) => [String(cid), String(slips[at])]));
  }

  async drop(cid: string): Promise<void> {
    await this.database.ask('conversations', 'readwrite', (store) => store.delete(cid));
    await this.database.ask('slips', 'readwrite', (store) => store.delete(cid));
  }

  async sweep(held: readonly string[]): Promise<void> {
    const all = (['conversations', 'slips'] as const).map((name) =>
      this.database.ask(name, 'readonly', (store) => store.getAllKeys()),
    );
    for (const cid of new Set((await Promise.all(all)).flat())) {
      if (typeof cid === 'string' && !held.includes(cid)) await this.drop(cid);
    }
  }
}

export class BrowserDevices implements Devices {
  private readonly database: BrowserDatabase;

  constructor(database: BrowserDatabase) {
    this.database = database;
  }

  async find(name: string): Promise<DeviceKey | undefined> {
    const found = await this.database.ask('devices', 'readonly', (store) => store.get(name));
    return found as DeviceKey | undefined;
  }

  async add(name: string, made: DeviceKey): Promise<void> {
    await this.database.ask('devices', 'readwrite', (store) => store.add(made, name));
  }

  async drop(name: string): Promise<void> {
    await this.database.ask('devices', 'readwrite', (store) => store.delete(name));
  }
}
