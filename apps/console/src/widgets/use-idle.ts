import { useEffect } from 'react';

const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Calls back once nobody has touched the page for so long: answers that come by themselves are not somebody. */
export function useIdle(afterMs: number, onIdle: () => void): void {
  useEffect(() => {
    let last = Date.now();
    const touched = (): void => void (last = Date.now());
    for (const sign of signs) addEventListener(sign, touched, { passive: true });
    const timer = setInterval(() => Date.now() - last >= afterMs && onIdle(), 5_000);
    return () => {
      clearInterval(timer);
      for (const sign of signs) removeEventListener(sign, touched);
    };
  }, [afterMs, onIdle]);
}
