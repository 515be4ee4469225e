import type { ConfigProblem } from './config-problem.ts';
import type { MergedSection, MergedSections } from './merged-sections.ts';
import { nearestWord } from './nearest-word.ts';
import { profileNameOf } from './profile-section-name.ts';
import { AdminSection, AwsSection, MetadataSection, ProfileSection } from './section-schemas.ts';

const allowedKeys = {
  '[aws]': Object.keys(AwsSection.shape),
  '[metadata]': Object.keys(MetadataSection.shape),
  '[profile:NAME]': Object.keys(ProfileSection.shape),
  '[admin]': Object.keys(AdminSection.shape),
} as const;

type SectionKind = keyof typeof allowedKeys;

const kindOf = (section: string): SectionKind | undefined => {
  if (section === 'aws') return '[aws]';
  if (section === 'metadata') return '[metadata]';
  if (section === 'admin') return '[admin]';
  return profileNameOf(section) === undefined ? undefined : '[profile:NAME]';
};

/** Warnings for sections and keys that mean nothing to Metafob; they are ignored, as the original did. */
export const unknownNames = (sections: MergedSections): readonly ConfigProblem[] =>
  [...sections.values()].flatMap((section) => {
    const kind = kindOf(section.name);
    return kind === undefined ? [unknownSection(section)] : unknownKeys(section, kind);
  });

const unknownSection = ({ file, line, name }: MergedSection): ConfigProblem => {
  const suggestion = nearestSection(name);
  const hint = suggestion === undefined ? '' : ` Did you mean [${suggestion}]?`;
  const allowed = Object.keys(allowedKeys).join(', ');
  return { file, line, message: `unknown section [${name}] is ignored.${hint} Sections are ${allowed}.` };
};

/** `[profile dev]` is how the AWS CLI writes it, `[profiles:dev]` a likely slip. */
const nearestSection = (name: string): string | undefined => {
  const profile = /^profiles?[\s:.-]+(.+)$/i.exec(name)?.[1];
  return profile === undefined ? nearestWord(name, ['aws', 'metadata', 'admin']) : `profile:${profile}`;
};

const unknownKeys = (section: MergedSection, kind: SectionKind): readonly ConfigProblem[] =>
  [...section.entries.values()]
    .filter(({ key }) => !allowedKeys[kind].includes(key))
    .map(({ file, line, key }) => ({
      file,
      line,
      key,
      message: `unknown key ${key} in [${section.name}] is ignored. ${hintFor(key, kind)}`,
    }));

const hintFor = (key: string, kind: SectionKind): string => {
  const elsewhere = Object.entries(allowedKeys).find(([, keys]) => keys.includes(key))?.[0];
  if (elsewhere !== undefined) return `It belongs in ${elsewhere}.`;
  const suggestion = nearestWord(key, allowedKeys[kind]);
  const hint = suggestion === undefined ? '' : `Did you mean ${suggestion}? `;
  return `${hint}Keys of ${kind} are ${allowedKeys[kind].join(', ')}.`;
};
