import { parentPort, workerData } from 'node:worker_threads';
import { ruleToTry, type Rule } from '@tillwatch/detection';
import { isCodedError, problem } from '@tillwatch/kernel';
import { connect, isUnavailable } from '@tillwatch/postgres';
import { backtest } from '@tillwatch/read-models';
import { triedFile, type Trial, type TrialAnswer } from './trial.js';

/** One for a page of events, one for what was told. */
const connections = 2;

const { sigma, databaseUrl, ...request } = workerData as Trial;
const say = (answer: TrialAnswer): void => parentPort!.postMessage(answer);
const { rule, problems } = ruleToTry(sigma, triedFile);
if (rule) run(rule);
else say({ refused: problems });

/** A line each time it is asked for one. */
function run(rule: Rule): void {
  const database = connect({ url: databaseUrl, applicationName: 'tillwatch-backtest', maxConnections: connections });
  const lines = backtest(database, { ...request, rule })[Symbol.asyncIterator]();
  parentPort!.on('message', () => {
    lines.next().then(
      ({ done, value }) => say(done ? { over: true } : { line: value }),
      (error: unknown) => {
        const code = isUnavailable(error) ? 'unavailable' : 'internal';
        say({ failed: isCodedError(error) ? error.problem : problem(code) });
      },
    );
  });
  say({ ready: true });
}
