/**
 * What `metafob doctor`, `GET /manage/doctor` and the page “Doctor” tell: why programs on this machine do not
 * get Metafob's credentials, and what mends it. No secret is in a report; of an access key id only the last
 * four characters.
 */
import { z } from 'zod';

/** `problem`: programs do not get Metafob's credentials. `warning`: some do not, or soon will not. */
export const Severity = z.enum(['problem', 'warning', 'note', 'fine']);
export type Severity = z.infer<typeof Severity>;

/** `line` is for the shell of the user, exactly as it is; a sentence says what no line can do. */
export const Fix = z.union([z.strictObject({ line: z.string() }), z.strictObject({ sentence: z.string() })]);
export type Fix = z.infer<typeof Fix>;

export const Finding = z.object({
  /** Names the check, such as `keys-in-environment`; scripts may rely on it. */
  id: z.string(),
  severity: Severity,
  /** One line. */
  title: z.string(),
  /** Full sentences. */
  why: z.string(),
  fix: Fix.optional(),
});
export type Finding = z.infer<typeof Finding>;

/** `GET /manage/doctor` */
export const DoctorReport = z.object({
  /** Whose surroundings these are: a shell's, where programs start, or those of the service itself. */
  place: z.enum(['shell', 'service']),
  /** The AWS profile that a program uses there. */
  awsProfile: z.string(),
  /** The worst first. */
  findings: z.array(Finding),
});
export type DoctorReport = z.infer<typeof DoctorReport>;
