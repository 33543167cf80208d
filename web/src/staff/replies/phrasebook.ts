/** The script of the phrase book: its phrases in all languages. Fetched by who opens it. */

import { phrasebook } from 'phrasebook:';
import { hand } from '../../ui/late.ts';

hand(phrasebook);
