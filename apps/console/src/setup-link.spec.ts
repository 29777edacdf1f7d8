import { setupLinkIn } from './setup-link.js';

it('knows the link of the first start from that of an account', () => {
  expect(setupLinkIn('#first=abc')).toEqual({ code: 'abc', isFirst: true });
  expect(setupLinkIn('#code=a-_1')).toEqual({ code: 'a-_1', isFirst: false });
});

it.each(['', '#', '#code=', '#other=1'])('finds none in %j', (hash) => {
  expect(setupLinkIn(hash)).toBeUndefined();
});
