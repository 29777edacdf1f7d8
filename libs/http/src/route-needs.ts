import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { may, type Principal } from '@tillwatch/api';
import { type Need, needOf } from './needs.js';

export interface RouteNeed {
  /** `GET /v1/operators/:id` */
  route: string;
  /** Absent: nobody may call it. */
  need: Need | 'anybody' | undefined;
}

/** Every route of every controller with what it asks of its caller. */
export function routeNeeds(app: NestFastifyApplication): RouteNeed[] {
  return needsWithin(app.get(ModulesContainer));
}

export function needsWithin(modules: ModulesContainer): RouteNeed[] {
  const controllers = [...modules.values()].flatMap(({ controllers }) =>
    [...controllers.values()].map(({ metatype }) => metatype as new () => object),
  );
  return [...new Set(controllers)].flatMap(routesOf);
}

/** Whether a caller may call a route at all; whether for one thing or another is decided when they do. */
export function mayCall({ roles, stores }: Pick<Principal, 'roles' | 'stores'>, { permission, reach }: Need): boolean {
  return may(roles, permission) && !(stores !== undefined && reach === 'tenant');
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
