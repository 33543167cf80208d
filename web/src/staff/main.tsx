/** The staff page: one script for the professional's desk and the coordinator's page. */

import { render } from 'preact';
import { reach } from './api.ts';
import { App } from './app.tsx';
import { loadConfig } from './config.ts';
import { believe } from './consult/believed.ts';

const root = document.getElementById('app');
loadConfig()
  .then(({ api, roster, demo }) => {
    reach(api);
    believe(roster);
    if (root) render(<App isDemo={demo} />, root);
  })
  .catch(() => {});
