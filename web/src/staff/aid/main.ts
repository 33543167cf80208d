/** The script of the indicator aid: the lexicon and what finds its phrases. Fetched by who switches the aid on. */

import { lexicon } from 'lexicon:';
import { hand } from '../../ui/late.ts';
import { aidOf } from './matcher.ts';

hand(aidOf(lexicon));
