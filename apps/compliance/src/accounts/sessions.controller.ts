import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { signIn, useSetupLink } from '@tillwatch/accounts';
import { isSameOrigin, OpenTo, setSessionCookie } from '@tillwatch/http';
import { CodedError, isCodedError, problem } from '@tillwatch/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { accountsOptions, type AccountsOptions } from './accounts-options.js';
import { SetupBody, SignInBody } from './accounts.dto.js';
import { SetUpDto } from './me.dto.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

/** How one gets in; nobody has shown yet who they are. */
@ApiTags('signing in')
@Controller('v1')
@OpenTo('anybody')
export class SessionsController {
  constructor(@Inject(accountsOptions) private readonly options: AccountsOptions) {}

  @Post('sessions')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Sign in with a password, and a code if there is a second factor / 登录',
    description:
      'Answers with a session cookie. `sign-in-failed` whatever was wrong; ten in a row lock the account for 30 minutes; too many from one address are 429 with `Retry-After`.',
  })
  @ApiBody({ type: SignInBody })
  @ApiOkResponse({ type: SetUpDto })
  async signIn(@Req() request: JsonRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SetUpDto> {
    refuseStrangers(request);
    const body = readJsonBody(SignInBody, request.body);
    const { account, session } = await this.tried(request, () =>
      signIn(this.options.accounts, { ...body, address: request.ip }),
    );
    setSessionCookie(reply, session.secret, this.options.secure);
    void reply.header('cache-control', 'no-store');
    return { username: account.username };
  }

  @Post('setup')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Set a password by a one-time link / 通过一次性链接设置密码',
    description: 'The link that the first start prints makes the first administrator.',
  })
  @ApiBody({ type: SetupBody })
  @ApiOkResponse({ type: SetUpDto })
  async setUp(@Req() request: JsonRequest): Promise<SetUpDto> {
    refuseStrangers(request);
    const body = readJsonBody(SetupBody, request.body);
    const { username } = await this.tried(request, () => useSetupLink(this.options.accounts, body));
    return { username };
  }

  /** Looks at what somebody shows, unless too much that came from their address was wrong. */
  private async tried<Result>({ ip }: JsonRequest, look: () => Promise<Result>): Promise<Result> {
    const forgive = this.options.addressLimit.count(ip);
    try {
      const result = await look();
      forgive();
      return result;
    } catch (error) {
      if (!wasWrong(error)) forgive();
      throw error;
    }
  }
}

/** Who is asked for a code had the password right. */
function wasWrong(error: unknown): boolean {
  return isCodedError(error) && error.status === 401 && error.problem.code !== 'second-factor-required';
}

/** Another site's page must not sign somebody in as somebody else. What is no browser says nothing of pages, and may. */
function refuseStrangers(request: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if ((origin !== undefined || site !== undefined) && !isSameOrigin(request)) {
    throw new CodedError(problem('cross-site'));
  }
}
