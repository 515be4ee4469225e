import type { InstanceValue } from '../../../shared/instance-api.ts';

const sourceText: Readonly<Record<InstanceValue['source'], string>> = {
  generated: 'generated',
  set: 'set by you',
  profile: 'of the profile',
};

/** Every value with where it is from. */
export const InstanceValues = ({ values }: { values: readonly InstanceValue[] }) => (
  <table class="values">
    <caption class="visually-hidden">Values of the instance</caption>
    <thead>
      <tr>
        <th scope="col">Key</th>
        <th scope="col">Value</th>
        <th scope="col">Source</th>
      </tr>
    </thead>
    <tbody>
      {values.map(({ key, value, source }) => (
        <tr key={key} class={`from-${source}`}>
          <th scope="row">{key}</th>
          <td>{value}</td>
          <td>{sourceText[source]}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
