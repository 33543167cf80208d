/** The script of a consult: both sides of its keys. Fetched by who asks a colleague aside, or is asked. */

import { hand } from '../../ui/late.ts';
import { Aside } from './aside.ts';

hand(Aside);
