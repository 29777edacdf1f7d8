import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import {
  ApiFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { openIdMinutes } from '@tillwatch/accounts';
import { NoParameters, OpenTo, setSessionCookie } from '@tillwatch/http';
import { CodedError, type ErrorCode, isCodedError, problem } from '@tillwatch/kernel';
import { IsOptional, IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accountsOptions, type AccountsOptions } from './accounts-options.js';

const longest = 4_096;

function Given(): PropertyDecorator {
  return (target, key) => {
    ApiPropertyOptional()(target, key);
    for (const rule of [IsOptional(), IsString(), Length(1, longest)]) rule(target, key);
  };
}

/** What a provider sends people back with (OpenID Connect Core, 3.1.2.5; RFC 9207; session management). */
class CallbackParameters {
  @Given() code?: string;
  @Given() state?: string;
  @Given() iss?: string;
  @Given() session_state?: string;
  @Given() error?: string;
  @Given() error_description?: string;
  @Given() error_uri?: string;
}

class WaysDto {
  @ApiProperty({ description: 'People may sign in by an OpenID provider, at `/v1/sign-in/openid`.' }) openid!: boolean;
}

/** Where the console says in words why somebody was not let in. */
const refusedPlaces: Partial<Record<ErrorCode, string>> = {
  'sign-in-failed': '/#refused=openid',
  'role-missing': '/#refused=role-missing',
};

const keptName = 'tillwatch-openid';
const keptPath = '/v1/sign-in';

@ApiTags('signing in')
@Controller('v1/sign-in')
@OpenTo('anybody')
export class OpenIdController {
  constructor(@Inject(accountsOptions) private readonly options: AccountsOptions) {}

  @Get()
  @ApiOperation({ summary: 'How people can sign in / 可用的登录方式' })
  @ApiOkResponse({ type: WaysDto })
  ways(@Query() _: NoParameters): WaysDto {
    return { openid: this.options.openId !== undefined };
  }

  @Get('openid')
  @ApiOperation({ summary: 'Leave for the identity provider / 跳转到身份提供方' })
  @ApiFoundResponse()
  async begin(@Query() _: NoParameters, @Res() reply: FastifyReply): Promise<void> {
    const { url, kept } = await this.openId().begin();
    this.keep(reply, kept, openIdMinutes * 60);
    await reply.status(302).header('location', url).header('cache-control', 'no-store').send();
  }

  @Get('openid/callback')
  @ApiOperation({ summary: 'Come back from the identity provider / 从身份提供方返回' })
  @ApiFoundResponse()
  async finish(
    @Query() _: CallbackParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [, query = ''] = request.url.split('?', 2);
    this.keep(reply, '', 0); // it was for one way
    try {
      const { session } = await this.openId().finish(query, keptOf(request), request.ip);
      setSessionCookie(reply, session.secret, this.options.secure);
      await this.leaveFor(reply, '/#session=openid');
    } catch (error) {
      const place = isCodedError(error) ? refusedPlaces[error.problem.code] : undefined;
      if (place === undefined) throw error;
      await this.leaveFor(reply, place);
    }
  }

  private openId() {
    const { openId } = this.options;
    if (!openId) throw new CodedError(problem('not-found'));
    return openId;
  }

  private leaveFor(reply: FastifyReply, place: string): FastifyReply {
    return reply.status(302).header('location', place).header('cache-control', 'no-store').send();
  }

  /** Lax: the way back begins at the provider's page. */
  private keep(reply: FastifyReply, kept: string, seconds: number): void {
    const flags = `Path=${keptPath}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${this.options.secure ? '; Secure' : ''}`;
    void reply.header('set-cookie', `${keptName}=${kept}; ${flags}`);
  }
}

function keptOf({ headers }: FastifyRequest): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === keptName)?.[1];
}
