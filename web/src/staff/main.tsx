/** The staff page: one script for the professional's desk and the coordinator's page. */

import { render } from 'preact';
import { reach } from './api.ts';
import { App } from './app.tsx';
import { loadConfig } from './config.ts';

const root = document.getElementById('app');
loadConfig()
  .then(({ api, demo }) => {
    reach(api);
    if (root) render(<App isDemo={demo} />, root);
  })
  .catch(() => {});
