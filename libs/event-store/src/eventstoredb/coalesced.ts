/**
 * Answers what is asked while an answer is under way together, with the next one: one call for many callers, and no
 * waiting when nobody else asks. `work` answers in the order of its questions.
 */
export function coalesced<Question, Answer>(
  work: (questions: Question[]) => Promise<Answer[]>,
): (question: Question) => Promise<Answer> {
  let waiting: { question: Question; resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    await undefined; // what is asked in this turn goes together
    while (waiting.length > 0) {
      const asked = waiting;
      waiting = [];
      try {
        const answers = await work(asked.map(({ question }) => question));
        asked.forEach(({ resolve }, i) => resolve(answers[i]!));
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    isRunning = false;
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (!isRunning) void run();
    });
}
