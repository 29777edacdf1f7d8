import { visibleRuns, visibleText } from '../text/visible.js';

/** Longer texts are shown to here; the whole is in the raw data. */
const maxCharacters = 300;

/** A text that came from outside: inert, isolated from the direction of what surrounds it, nothing in it invisible. */
export function OutsideText({ text }: { text: string }) {
  const shown = text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text;
  return (
    <bdi className="outside" title={text.length > maxCharacters ? visibleText(text.slice(0, 2_000)) : undefined}>
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
