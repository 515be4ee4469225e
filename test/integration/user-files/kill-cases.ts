import type { KillCase } from './kill-case.ts';
import { rotateCase } from './kill-case-rotate.ts';
import { connectCases } from './kill-cases-connect.ts';
import { keyCases } from './kill-cases-keys.ts';
import { mfaCases } from './kill-cases-mfa.ts';

/** Every command that changes a file of the user. */
export const killCases: readonly KillCase[] = [...keyCases, rotateCase, ...mfaCases, ...connectCases];
