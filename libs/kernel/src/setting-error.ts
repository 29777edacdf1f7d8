/** A setting does not have the required form: `message` says so in English, `zh` in Chinese. */
export class SettingError extends Error {
  override readonly name = 'SettingError';

  constructor(
    message: string,
    readonly zh: string,
  ) {
    super(message);
  }
}
