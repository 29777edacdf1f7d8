import { AccountsController } from './accounts.controller.js';
import { MeController } from './me.controller.js';
import { OpenIdController } from './openid.controller.js';
import { SessionsController } from './sessions.controller.js';
import { TokensController } from './tokens.controller.js';

export const accountControllers = [
  AccountsController,
  TokensController,
  MeController,
  SessionsController,
  OpenIdController,
];
