import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingInScript, missingInStyle } from './baseline.mjs';

test('what a browser of 2018 cannot do is found by its name', () => {
  const text = `
    [[1]].flatMap((one) => one);
    structuredClone({});
    new ResizeObserver(draw).observe(box);
    Object.fromEntries([]);
    box.replaceChildren();
    window.visualViewport.addEventListener('resize', draw);`;

  assert.deepEqual(missingInScript(text), [
    'ResizeObserver',
    'flatMap',
    'fromEntries',
    'replaceChildren',
    'structuredClone',
    'visualViewport',
  ]);
});

test('what is asked for first may be used, and what is only read', () => {
  const text = `
    const observer = 'ResizeObserver' in window ? new ResizeObserver(draw) : null;
    if (box.replaceChildren) box.replaceChildren();
    typeof structuredClone === 'function' && structuredClone({});
    const view = window.visualViewport;
    box.onkeydown = (event) => event.isComposing || send();`;

  assert.deepEqual(missingInScript(text), []);
});

test('asking for one thing does not allow another', () => {
  assert.deepEqual(missingInScript(`if (a.flat) a.flatMap(b);`), ['flatMap']);
  // The question itself is asked of something that may be missing.
  assert.deepEqual(missingInScript(`if (visualViewport.width) go();`), ['visualViewport']);
});

test('what browsers of 2018 have is not found, nor what the program gives itself', () => {
  const text = `
    fetch('/').then((answer) => answer.json()).finally(done);
    class Line { drop() {} }
    new Line().drop();
    function structuredClone() {}
    structuredClone();`;

  assert.deepEqual(missingInScript(text), []);
});

test('what is excused somewhere is excused so often and no oftener', () => {
  const once = `'a'.replaceAll('b', 'c');`;

  assert.deepEqual(missingInScript(once.repeat(3)), []);
  assert.deepEqual(missingInScript(once.repeat(4)), ['replaceAll']);
});

test('a style sheet is read too', () => {
  const text = `
    a{inset:0;width:min(1px,2px);height:100dvh;color:red;padding:env(safe-area-inset-top)}
    a:is(b,c){aspect-ratio:1}
    @layer one{a{translate:1px}}
    @container (width>1px){a{color:red}}`;

  assert.deepEqual(missingInStyle(text), [
    '@container',
    '@layer',
    'aspect-ratio',
    'dvh',
    'env()',
    'inset',
    'is',
    'min()',
    'translate',
  ]);
});

test('what stands in @supports has been asked for, what is only an ornament does no harm', () => {
  const text = `
    @supports (top:env(safe-area-inset-top)){a{padding:env(safe-area-inset-top)}}
    @media (prefers-reduced-motion:no-preference){a{animation:b 1s}}
    a:focus:not(:focus-visible){outline:none}
    a{text-wrap:balance;display:flex;--inset:0}`;

  assert.deepEqual(missingInStyle(text), []);
});
