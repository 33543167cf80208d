/** Requests to the staff origin: JSON, with our cookie, answers as values and never as exceptions. */

import type { Code } from '../wire/frames.ts';
import { socketUrl } from '../wire/link.ts';

export type Answer<T> =
  | { readonly isOk: true; readonly value: T }
  | { readonly isOk: false; readonly code: Code | 'offline'; readonly retryAfter: number };

export interface Me {
  readonly name: string;
  readonly role: 'professional' | 'supervisor' | 'coordinator';
}

/** Where the chat server is; empty where it serves this page itself. */
let server = '';

/** Say where the chat server is: once, before anything is drawn. */
export function reach(api: string): void {
  server = api;
}

/** Where the desk's socket goes. */
export function socketAddress(): string {
  return socketUrl(server, location.origin);
}

/** Where a file of the staff origin is, for a link. */
export function addressOf(path: string): string {
  return server + path;
}

export function get<T>(path: string): Promise<Answer<T>> {
  return ask<T>(path, { method: 'GET' });
}

export function post<T>(path: string, body: unknown = {}): Promise<Answer<T>> {
  return ask<T>(path, {
    method: 'POST',
    // A form on another site cannot send this header, so it cannot use our cookie.
    headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'luwte' },
    body: JSON.stringify(body),
  });
}

async function ask<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  let response: Response;
  try {
    // "include": the page may lie on another host of the same site than the server.
    response = await fetch(server + path, { ...init, credentials: 'include', cache: 'no-store' });
  } catch {
    return { isOk: false, code: 'offline', retryAfter: 0 };
  }
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return { isOk: true, value: body as T };
  const refusal = (body ?? {}) as { code?: Code; retry_after?: number };
  return {
    isOk: false,
    code: refusal.code ?? 'unavailable',
    retryAfter: refusal.retry_after ?? 0,
  };
}
