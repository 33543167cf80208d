/** Something that opens under a button and closes by Escape, or by doing something elsewhere. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export function usePopover<
  Whole extends HTMLElement = HTMLDivElement,
  First extends HTMLElement = HTMLButtonElement,
>() {
  const [isOpen, setOpen] = useState(false);
  const whole = useRef<Whole>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const first = useRef<First>(null);
  // At once, so that the next key already goes where the eye does.
  useLayoutEffect(() => {
    if (!isOpen) return;
    first.current?.focus();
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) setOpen(false);
    };
    // Not `focusout`: Safari focuses no button that is pressed, and would close before the press counts.
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return {
    isOpen,
    whole,
    opener,
    /** Gets the focus when it opens: the harmless way out. */
    first,
    open: () => setOpen(true),
    toggle: () => setOpen(!isOpen),
    close,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    },
  };
}
