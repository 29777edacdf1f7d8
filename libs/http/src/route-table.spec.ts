import { RouteTable } from './route-table.js';

const table = new RouteTable();
table.add('/v1/operators/:id', ['GET', 'HEAD']);
table.add('/v1/operators/:id', 'PUT');
table.add('/*', 'GET');

it('knows the methods of a path by its template', () => {
  expect(table.methodsOf('/v1/operators/o-7')).toEqual(['GET', 'HEAD', 'PUT']);
});

it.each(['/v1/operators', '/v1/operators/o-7/x', '/v1.operators/o', '/'])('does not know %s', (path) => {
  expect(table.methodsOf(path)).toEqual([]);
});
