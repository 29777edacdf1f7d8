import { decodeEvent } from './decode-event.js';
import { alertSuperseded } from './platform/alert-superseded.js';
import { platformEvent } from './platform-event.js';

const origin = {
  id: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10',
  source: '/platform/detection',
  recordedtime: '2026-03-02T01:00:01.000Z',
  tenant: 'default',
};

it('is ready to append and reads back under its name', () => {
  const event = platformEvent('AlertSuperseded', alertSuperseded.sample, { ...origin, subject: 'o-7' });
  expect(event.identity).toBe(origin.id);
  const read = decodeEvent({ position: 1, stream: 'alert-1', revision: 1, ...event });
  expect(read).toMatchObject({
    name: 'AlertSuperseded',
    data: alertSuperseded.sample,
    header: { subject: 'o-7', time: origin.recordedtime, source: origin.source },
  });
});

it.each([
  ['an id that is no UUID', {}, { id: '"' }],
  ['a source that is not ours', {}, { source: '/terminals/t-1' }],
  ['a time that does not exist', {}, { time: '2026-02-30T00:00:00Z' }],
  ['data that does not fit', { by: 'nobody' }, {}],
])('throws at %s', (_, data, more) => {
  expect(() => platformEvent('AlertSuperseded', data, { ...origin, ...more })).toThrow(TypeError);
});
