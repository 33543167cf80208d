/** Two soft tones, made here: nothing to fetch, and no file that says what it is for. */

const TONES = [
  { hertz: 587.33, from: 0 },
  { hertz: 880, from: 0.18 },
] as const;
const SECONDS = 0.5;
const LOUDNESS = 0.12;

let context: AudioContext | null = null;

/** Browsers make no sound before somebody has touched the page; once is enough for all of a shift. */
export function mayBeHeard(): void {
  context ??= 'AudioContext' in window ? new AudioContext() : null;
  if (context?.state === 'suspended') context.resume().catch(() => {});
}

export function ring(): void {
  mayBeHeard();
  if (!context) return;
  for (const { hertz, from } of TONES) {
    const start = context.currentTime + from;
    const loudness = context.createGain();
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + SECONDS);
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + SECONDS);
  }
}
