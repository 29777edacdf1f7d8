import { applyDecorators, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';

/** `POST :id/<name>` with a body, answered 200: for a controller all of whose actions answer the same; `more` is put on each. */
export function actions(answer: new () => object, ...more: MethodDecorator[]) {
  return (name: string, summary: string, body: new () => object): MethodDecorator =>
    applyDecorators(
      Post(`:id/${name}`),
      HttpCode(200),
      ApiOperation({ summary }),
      ApiBody({ type: body }),
      ApiOkResponse({ type: answer }),
      ...more,
    );
}
