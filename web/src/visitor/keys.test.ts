// Which states a tab takes back after a reload (docs/decisions/0009).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VisitorConversation } from '../hl1/index.ts';
import { arriving, because, hired, letIn, NOW, SHARE } from '../hl1/testing.ts';
import { Keys } from './keys.ts';
import { keptTab } from './tab.ts';

/** The only thing of a browser that is needed: the name of a tab. */
function newTab(): void {
  Object.assign(globalThis, { window: { name: '' } });
}

const share = btoa(String.fromCharCode(...SHARE));

async function begun(): Promise<{ keys: Keys; talk: VisitorConversation }> {
  newTab();
  const keys = new Keys();
  await keys.begin();
  keys.takeShare(share);
  const { talk } = keys;
  assert.ok(talk);
  return { keys, talk };
}

/** What the next load of this tab does with a state that the server hands out. */
async function loadedWith(blob: string): Promise<boolean> {
  const tab = keptTab();
  assert.ok(tab);
  const keys = new Keys();
  await keys.comeBack(tab);
  keys.takeShare(share);
  return keys.restore(blob);
}

test('while somebody comes in, the state from before brings the tab back as well', async () => {
  const { keys, talk } = await begun();
  await letIn(talk, await arriving(talk));
  const before = await keys.state();
  await letIn(talk, await arriving(talk, await hired('Noor')));
  await keys.state();

  assert.equal(await loadedWith(before), true);
});

test('while somebody is left out, no state from before brings them back', async () => {
  const { keys, talk } = await begun();
  await letIn(talk, await arriving(talk));
  const before = await keys.state();
  await talk.remove([1], NOW);
  const after = await keys.state();

  await assert.rejects(loadedWith(before), because('refused'));
  assert.equal(await loadedWith(after), true);
});

test('a tab that came back knows the one state it came back by', async () => {
  const { keys, talk } = await begun();
  await letIn(talk, await arriving(talk));
  const before = await keys.state();
  const again = new Keys();
  const tab = keptTab();
  assert.ok(tab);
  await again.comeBack(tab);
  again.takeShare(share);
  await again.restore(before);

  assert.equal(keptTab()?.states.length, 1);
});

test('a page that goes away to come back leaves the name, any other takes it', async () => {
  const { keys } = await begun();
  keys.forget(true);
  assert.ok(keptTab());

  keys.forget();
  assert.equal(window.name, '');
});
