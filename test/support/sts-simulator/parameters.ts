import { validationError } from './service-error.ts';

/** The limits of one request parameter, named as AWS's own model names it (`tokenCode`). */
interface Constraints {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
  /** The pattern as AWS prints it. */
  readonly patternText?: string;
  readonly values?: readonly string[];
  readonly minValue?: number;
  readonly maxValue?: number;
}

const sixDigits: Constraints = { minLength: 6, maxLength: 6, pattern: /^\d*$/, patternText: '[\\d]*' };
const names = { pattern: /^[\w+=,.@-]*$/, patternText: '[\\w+=,.@-]*' };

const text = {
  accessKeyId: { minLength: 16, maxLength: 128, pattern: /^\w*$/, patternText: '[\\w]*' },
  assignmentStatus: { values: ['Any', 'Assigned', 'Unassigned'] },
  authenticationCode1: sixDigits,
  authenticationCode2: sixDigits,
  externalId: { minLength: 2, maxLength: 1224, pattern: /^[\w+=,.@:/-]*$/, patternText: '[\\w+=,.@:\\/-]*' },
  name: { minLength: 2, maxLength: 32, ...names },
  path: { minLength: 1, maxLength: 512, pattern: /^\/(.*\/)?$/, patternText: '(\\u002F)|(\\u002F.*\\u002F)' },
  roleArn: { minLength: 20, maxLength: 2048 },
  roleSessionName: { minLength: 2, maxLength: 64, ...names },
  serialNumber: { minLength: 9, maxLength: 256, pattern: /^[\w+=/:,.@-]*$/, patternText: '[\\w+=/:,.@-]*' },
  status: { values: ['Active', 'Inactive'] },
  tokenCode: sixDigits,
  userName: { minLength: 1, maxLength: 128, ...names },
  virtualMFADeviceName: { minLength: 1, maxLength: 226, ...names },
} as const satisfies Readonly<Record<string, Constraints>>;

type ParameterName = keyof typeof text;

const violations = (name: string, value: string, limits: Constraints): string[] => {
  const { minLength = 0, maxLength = Infinity, minValue = -Infinity, maxValue = Infinity } = limits;
  const numeric = Number(value);
  const checks: readonly (readonly [boolean, string])[] = [
    [value.length < minLength, `Member must have length greater than or equal to ${minLength}`],
    [value.length > maxLength, `Member must have length less than or equal to ${maxLength}`],
    [
      limits.pattern !== undefined && !limits.pattern.test(value),
      `Member must satisfy regular expression pattern: ${limits.patternText}`,
    ],
    [
      limits.values !== undefined && !limits.values.includes(value),
      `Member must satisfy enum value set: [${limits.values?.join(', ')}]`,
    ],
    [numeric < minValue, `Member must have value greater than or equal to ${minValue}`],
    [numeric > maxValue, `Member must have value less than or equal to ${maxValue}`],
  ];
  return checks
    .filter(([violated]) => violated)
    .map(([, rule]) => `Value '${value}' at '${name}' failed to satisfy constraint: ${rule}`);
};

/**
 * Reads the parameters of one request and remembers every broken rule, because AWS reports them together:
 * call `finish` after the last one.
 */
export interface ParameterReader {
  optional(name: ParameterName): string | undefined;
  required(name: ParameterName): string;
  durationSeconds(range: { readonly default: number; readonly max: number }): number;
  /** Throws AWS's ValidationError if anything that was read broke a rule. */
  finish(): void;
}

const wireName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export const readParameters = (parameters: URLSearchParams): ParameterReader => {
  const problems: string[] = [];
  const optional = (name: ParameterName): string | undefined => {
    const value = parameters.get(wireName(name)) ?? undefined;
    if (value !== undefined) problems.push(...violations(name, value, text[name]));
    return value;
  };
  return {
    optional,
    required: (name) => {
      const value = optional(name);
      if (value !== undefined) return value;
      problems.push(`Value null at '${name}' failed to satisfy constraint: Member must not be null`);
      return '';
    },
    durationSeconds: (range) => {
      const value = parameters.get('DurationSeconds');
      if (value === null) return range.default;
      if (!/^-?\d+$/.test(value)) problems.push(`Value '${value}' at 'durationSeconds' is not an integer`);
      problems.push(...violations('durationSeconds', value, { minValue: 900, maxValue: range.max }));
      return Number(value);
    },
    finish: () => {
      if (problems.length === 0) return;
      const heading =
        problems.length === 1
          ? '1 validation error detected'
          : `${problems.length} validation errors detected`;
      throw validationError(`${heading}: ${problems.join('; ')}`);
    },
  };
};
