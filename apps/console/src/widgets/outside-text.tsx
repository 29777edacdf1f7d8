import { visibleRuns, visibleText } from '../text/visible.js';

/** As much as a tooltip can sensibly hold. */
const titleCharacters = 2_000;

/** A text that came from outside: inert, isolated from the direction of what surrounds it, nothing in it invisible. */
export function OutsideText({ text, maxCharacters = 300 }: { text: string; maxCharacters?: number }) {
  const cut = text.length > maxCharacters;
  const shown = cut ? `${text.slice(0, maxCharacters)}…` : text;
  return (
    <bdi className="outside" title={cut ? visibleText(text.slice(0, titleCharacters)) : undefined}>
      {visibleRuns(shown).map((run, index) =>
        run.escaped ? (
          <code key={index} className="escape">
            {run.text}
          </code>
        ) : (
          run.text
        ),
      )}
    </bdi>
  );
}
