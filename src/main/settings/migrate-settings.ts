import { failed, type Result, success } from '../../core/result.ts';
import { defaultSettings, SETTINGS_VERSION, Settings } from '../../shared/settings.ts';

type Content = Readonly<Record<string, unknown>>;

/** Each entry turns the content of its version into that of the next. */
const migrations: readonly ((content: Content) => Content)[] = [
  // 0, without a version: written by hand, or before versions. What is missing gets its default.
  (content) => ({ ...defaultSettings, ...content, version: 1 }),
];

/** Stored content as settings of today's version; the failure says what is wrong with it, in a few words. */
export function migrateSettings(stored: unknown): Result<Settings, string> {
  if (!isContent(stored)) return failed('it is not a JSON object');
  const version = stored.version ?? 0;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return failed(`its version is ${JSON.stringify(version)}`);
  }
  if (version > SETTINGS_VERSION) return failed('a newer Metafob wrote it');
  const content = migrations.slice(version).reduce((older, migrate) => migrate(older), stored);
  const parsed = Settings.safeParse(content);
  if (parsed.success) return success(parsed.data);
  const [issue] = parsed.error.issues;
  return failed(`${issue?.path.join('.')}: ${issue?.message}`);
}

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
