import type { SessionBody } from '../../shared/manage-api.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { exportLines } from '../view/shell-lines.ts';

interface CredentialsPanelProps {
  readonly credentials: SessionBody;
  readonly profile: string;
}

/** The secret values, rendered only after the user asked for them. */
export const CredentialsPanel = ({ credentials, profile }: CredentialsPanelProps) => {
  const values = [
    { term: 'Access key id', value: credentials.accessKey },
    { term: 'Secret access key', value: credentials.secretKey },
    { term: 'Session token', value: credentials.sessionToken },
  ];
  return (
    <section class="credentials" aria-label={`Credentials of ${profile}`}>
      <dl>
        {values.map(({ term, value }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>
              <code>{value}</code>
              <CopyButton text={value} target={`the ${term.toLowerCase()}`} />
            </dd>
          </div>
        ))}
      </dl>
      <div class="credentials-foot">
        <CopyButton text={exportLines(credentials)} label="Copy as shell exports" />
        <p>Hidden again after a minute, or when you leave this page.</p>
      </div>
    </section>
  );
};
