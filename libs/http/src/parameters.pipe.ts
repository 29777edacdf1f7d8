import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { CodedError, problem } from '@tillwatch/kernel';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

/**
 * Makes the class a handler asks for out of query or path parameters. Strict: what the class does not declare, what is
 * given twice and what does not validate is `parameter-invalid` with the parameter's name as path.
 * Bodies are not its business: they are parsed by code that keeps their exact bytes.
 */
export class ParametersPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'query' && type !== 'param') || !metatype || metatype === Object) return value;
    const given = value as Record<string, unknown>;
    const instance = plainToInstance(metatype as new () => object, { ...given });
    for (const [name, text] of Object.entries(given)) {
      if (Array.isArray(text)) throw invalid(name, 'It is given more than once.');
      if (!Object.hasOwn(instance, name)) throw invalid(name, unknownName);
    }
    const [error] = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
    if (error) throw invalid(error.property, sentenceOf(error));
    return instance;
  }
}

const unknownName = 'It is not known here.';

function invalid(name: string, detail: string | undefined): CodedError {
  const path = `/${name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return new CodedError(problem('parameter-invalid', path, detail));
}

/** class-validator's own sentence; it names the property and the rule, never the value. */
function sentenceOf({ constraints = {} }: ValidationError): string | undefined {
  if (constraints['whitelistValidation'] !== undefined) return unknownName;
  const sentence = Object.values(constraints)[0];
  return sentence && `${sentence}.`;
}
