/** Which routes exist, to tell "no such path" (404) from "not with this method" (405). */
export class RouteTable {
  private readonly routes = new Map<string, { segments: string[]; methods: Set<string> }>();

  /** `template` as the router has it: `/v1/operators/:id`. Wildcards serve files and fallbacks; they own no path. */
  add(template: string, methods: string | readonly string[]): void {
    if (template.includes('*')) return;
    const route = this.routes.get(template) ?? { segments: template.split('/'), methods: new Set<string>() };
    for (const method of [methods].flat()) route.methods.add(method);
    this.routes.set(template, route);
  }

  /** Methods this path answers to, sorted; empty when there is no such path. */
  methodsOf(path: string): string[] {
    const methods = new Set<string>();
    const segments = path.split('/');
    for (const route of this.routes.values()) {
      if (matches(route.segments, segments)) for (const method of route.methods) methods.add(method);
    }
    return [...methods].sort();
  }

  /** Every template with its methods, for tests that must not forget a route. */
  list(): { template: string; methods: string[] }[] {
    return [...this.routes].map(([template, { methods }]) => ({ template, methods: [...methods].sort() }));
  }
}

function matches(template: readonly string[], path: readonly string[]): boolean {
  return (
    template.length === path.length &&
    template.every((segment, i) => (segment.startsWith(':') ? path[i] !== '' : segment === path[i]))
  );
}
