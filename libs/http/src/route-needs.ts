import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Need, needOf } from './needs.js';

export interface RouteNeed {
  /** `GET /v1/operators/:id` */
  route: string;
  /** Absent: nobody may call it. */
  need: Need | 'anybody' | undefined;
}

/** Every route of every controller with what it asks of its caller, for tests that must not forget one. */
export function routeNeeds(app: NestFastifyApplication): RouteNeed[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap(({ controllers }) =>
    [...controllers.values()].map(({ metatype }) => metatype as new () => object),
  );
  return [...new Set(controllers)].flatMap(routesOf);
}

function routesOf(controller: new () => object): RouteNeed[] {
  const base = pathOf(controller);
  const { prototype } = controller;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = Object.getOwnPropertyDescriptor(prototype, name)?.value as object | undefined;
    const method = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
    if (method === undefined) return [];
    const path = [base, pathOf(handler!)].filter((part) => part !== '').join('/');
    return [{ route: `${RequestMethod[method]} /${path}`, need: needOf(handler!, controller) }];
  });
}

function pathOf(target: object): string {
  const path = (Reflect.getMetadata(PATH_METADATA, target) as string | undefined) ?? '';
  return path.replace(/^\/|\/$/g, '');
}
