export { canonicalJson } from './canonical-json.js';
export { systemClock, type Clock } from './clock.js';
export { errorCodes, type ErrorCode } from './error-codes.js';
export { CodedError, isCodedError, problem, type Problem } from './errors.js';
export { hmacSha256Hex, sha256Hex, uuidFromName } from './hash.js';
export { fillIn, languageOf, type Language } from './language.js';
export { silentLog, type Log } from './log.js';
export { fail, ok, type Result } from './result.js';
export { readSettings, SettingError, settingNames, type SettingName, type Settings } from './settings.js';
