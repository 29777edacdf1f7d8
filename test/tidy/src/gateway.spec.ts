import { files, isTest, sources, textOf } from './repository.js';

/** The gateway's map from `METHOD /path` to the app that answers, as nginx reads it. */
const entries = [...textOf('infra/deploy/nginx.conf').matchAll(/^ {4}"~(\S+ \S+)" (\w+);$/gm)].map(
  ([, pattern, app]) => ({ pattern: new RegExp(pattern!), app: app! }),
);
const appOf = (request: string): string => entries.find(({ pattern }) => pattern.test(request))?.app ?? 'reporting';

/** Every route of an app, with something in the place of its parameters. */
function routesOf(app: string): string[] {
  const controllers = sources.filter((path) => path.startsWith(`apps/${app}/`) && !isTest(path));
  return controllers.flatMap((path) => {
    const text = textOf(path);
    const base = /@Controller\('([^']+)'\)/.exec(text)?.[1];
    if (base === undefined) return [];
    const written = text.replace(/@action\('(\S+)',/g, "@Post(':id/$1')");
    return [...written.matchAll(/^ {2}@(Get|Post|Put|Patch|Delete)\((?:'([^']*)')?\)/gm)].map(([, method, sub]) =>
      `${method!.toUpperCase()} /${base}${sub ? `/${sub}` : ''}`.replace(/:\w+/g, 'x'),
    );
  });
}

it.each(['compliance', 'reporting'])('sends every route of %s there', (app) => {
  const routes = routesOf(app);
  expect(routes.length).toBeGreaterThan(3);
  expect(routes.filter((route) => appOf(route) !== app)).toEqual([]);
});

it('is mounted where compose and the base say it is', () => {
  expect(files).toContain('infra/deploy/nginx.conf');
  expect(textOf('infra/compose.yml')).toContain('./deploy/nginx.conf:/etc/nginx/nginx.conf');
});
