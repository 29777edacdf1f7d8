import { apiPath } from './api.js';

describe('addresses of the API', () => {
  it('leave out parameters that say nothing', () => {
    expect(apiPath(['alerts'], { severity: 'high', rule: '', store: undefined, limit: 50 })).toBe(
      '/v1/alerts?severity=high&limit=50',
    );
    expect(apiPath(['rules'])).toBe('/v1/rules');
  });

  it('encode whatever an id holds', () => {
    expect(apiPath(['operators', '../x?y#z 甲', 'timeline'])).toBe('/v1/operators/..%2Fx%3Fy%23z%20%E7%94%B2/timeline');
    expect(apiPath(['alerts'], { operator: 'a&b=c' })).toBe('/v1/alerts?operator=a%26b%3Dc');
  });
});
