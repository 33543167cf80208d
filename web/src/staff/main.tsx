/** The staff page: one script for the professional's desk and the coordinator's page. */

import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('app');
if (root) render(<App />, root);
