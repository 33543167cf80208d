/** The bell of a desk that is on the screen. */

import { useEffect, useMemo } from 'preact/hooks';
import type { Desk } from '../desk.ts';
import { words } from '../language.ts';
import { Bell, onLook } from './bell.ts';
import { mayBeHeard } from './sound.ts';

export function useBell(desk: Desk): void {
  const bell = useMemo(() => new Bell(), []);
  const { calls } = words.value.bell;
  useEffect(() => () => bell.close(), [bell]);
  useEffect(() => bell.hears(desk, ({ kind }) => calls[kind]), [bell, desk, calls]);
  useEffect(() => onLook(() => bell.look()), [bell]);
  useEffect(() => {
    addEventListener('pointerdown', mayBeHeard);
    addEventListener('keydown', mayBeHeard);
    return () => {
      removeEventListener('pointerdown', mayBeHeard);
      removeEventListener('keydown', mayBeHeard);
    };
  }, []);
}
