import type { AemmDocument } from './aemm-document.ts';
import { aemmValueKeys, translateValue } from './aemm-values.ts';
import type { InstanceDocument } from './instance-document.ts';

/** In the order in which they apply. */
export function aemmChanges({ metadata, dynamic, userdata }: AemmDocument): readonly InstanceDocument[] {
  const values = metadata?.values ?? {};
  const userData = userdata?.values?.userdata;
  const translated = aemmValueKeys.flatMap((key) => {
    const value: unknown = Object.entries(values).find(([name]) => name === key)?.[1];
    return typeof value === 'string' ? [translateValue(key, value)] : [];
  });
  const tags = values['tags-instance'];
  return [
    ...translated,
    ...(tags === undefined ? [] : [{ tags }]),
    ...acceleratorChanges(values),
    { values: dynamicValues(dynamic?.values ?? {}) },
    { 'identity-document': documentFields(dynamic?.values?.['instance-identity-document'] ?? {}) },
    ...(userData === undefined ? [] : [{ 'user-data': { base64: userData } }]),
  ];
}

type Values = NonNullable<NonNullable<AemmDocument['metadata']>['values']>;
type DynamicValues = NonNullable<NonNullable<AemmDocument['dynamic']>['values']>;

function acceleratorChanges(values: Values): readonly InstanceDocument[] {
  const accelerator = values['elastic-inference-accelerator'];
  const id: unknown = Object.entries(values).find(([key]) => key === 'elastic-inference-associations')?.[1];
  if (accelerator === undefined || typeof id !== 'string') return [];
  return [
    { values: { [`meta-data/elastic-inference/associations/${id}`]: JSON.stringify(accelerator, null, 2) } },
  ];
}

function dynamicValues(values: DynamicValues): Record<string, string> {
  const given: readonly (readonly [path: string, value: string | undefined])[] = [
    ['dynamic/instance-identity/pkcs7', values['instance-identity-pkcs']],
    ['dynamic/instance-identity/signature', values['instance-identity-signature']],
    ['dynamic/fws/instance-monitoring', values['fws-instance-monitoring']],
  ];
  return Object.fromEntries(given.flatMap(([path, value]) => (value === undefined ? [] : [[path, value]])));
}

const fieldNames: readonly string[] = [
  ...['accountId', 'architecture', 'availabilityZone', 'billingProducts', 'devpayProductCodes'],
  ...['marketplaceProductCodes', 'imageId', 'instanceId', 'instanceType', 'kernelId', 'pendingTime'],
  ...['privateIp', 'ramdiskId', 'region', 'version'],
];

/** Configurations that amazon-ec2-metadata-mock has saved itself have these names in small letters. */
const documentFields = (fields: NonNullable<DynamicValues['instance-identity-document']>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      fieldNames.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name,
      value,
    ]),
  );
