/**
 * What a person may set about the instance. Messages complete the sentence "KEY …". Whatever is missing keeps
 * its generated value; `null` takes away what an instance can be without.
 */
import { isIP, isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod/mini';

const Text = z
  .string({ error: 'must be text; put a number in quotes' })
  .check(z.minLength(1, { error: 'must not be empty' }));

const matching = (pattern: RegExp, error: string) => Text.check(z.regex(pattern, { error }));

const Id = (prefix: string) =>
  matching(
    new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
    `must be ${prefix}- and 8 or 17 hexadecimal digits in small letters`,
  );

const Ipv4 = Text.check(z.refine(isIPv4, { error: 'must be an IPv4 address such as 172.31.4.20' }));
const Ipv6 = Text.check(z.refine(isIPv6, { error: 'must be an IPv6 address such as 2001:db8::4' }));
const Block = (version: 4 | 6) =>
  Text.check(
    z.refine(
      (block) => {
        const [address = '', length = ''] = block.split('/');
        return (
          isIP(address) === version &&
          /^\d{1,3}$/.test(length) &&
          Number(length) <= (version === 4 ? 32 : 128)
        );
      },
      { error: version === 4 ? 'must be like 172.31.0.0/16' : 'must be like 2001:db8::/56' },
    ),
  );

const removable = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

const AddressRange = (prefix: string) =>
  z.strictObject({
    id: z.optional(Id(prefix)),
    'ipv4-cidr-block': z.optional(Block(4)),
    'ipv6-cidr-block': removable(Block(6)),
  });

/** EC2 user guide, "Tag your resources": what the keys of tags in instance metadata may be. */
const TagKey = z.string().check(
  z.regex(/^[A-Za-z0-9+\-=.,_:@]+$/, {
    error: 'has a key that EC2 does not show: letters, digits and + - = . , _ : @ are allowed',
  }),
  z.refine((key) => !['.', '..', '_index'].includes(key), { error: 'must not have the key ., .. or _index' }),
);

const Subject = z.strictObject({
  id: z.optional(Id('i')),
  type: z.optional(matching(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'must be like t3.micro')),
  architecture: z.optional(z.enum(['x86_64', 'arm64', 'i386'], { error: 'must be x86_64, arm64 or i386' })),
  hypervisor: z.optional(z.enum(['nitro', 'xen'], { error: 'must be nitro or xen' })),
  'life-cycle': z.optional(Text),
  'reservation-id': z.optional(Id('r')),
  'account-id': z.optional(matching(/^\d{12}$/, 'must be twelve digits, in quotes')),
});

const Image = z.strictObject({
  id: z.optional(Id('ami')),
  'launch-index': z.optional(z.int({ error: 'must be a whole number' })),
  'manifest-path': z.optional(Text),
  'product-codes': z.optional(z.array(Text)),
  'kernel-id': removable(Text),
  'ramdisk-id': removable(Text),
});

const Network = z.strictObject({
  mac: z.optional(
    matching(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'must be like 02:29:96:8f:6a:2d, in small letters'),
  ),
  'interface-id': z.optional(Id('eni')),
  'local-ipv4': z.optional(Ipv4),
  'public-ipv4': removable(Ipv4),
  'ipv6-addresses': z.optional(z.array(Ipv6)),
  'host-name': removable(Text),
  'security-groups': z.optional(z.array(z.strictObject({ id: Id('sg'), name: Text }))),
  subnet: z.optional(AddressRange('subnet')),
  vpc: z.optional(AddressRange('vpc')),
});

const Placement = z.strictObject({
  region: removable(Text),
  'availability-zone': removable(Text),
});

const UserData = z.union([Text, z.strictObject({ file: Text }), z.strictObject({ base64: Text })], {
  error: 'must be text, {file: PATH} or {base64: TEXT}',
});

export const InstanceDocument = z.strictObject({
  instance: z.optional(Subject),
  image: z.optional(Image),
  network: z.optional(Network),
  placement: z.optional(Placement),
  'key-pair': removable(z.strictObject({ name: Text, 'public-key': Text })),
  'block-devices': z.optional(z.record(z.string(), Text)),
  tags: z.optional(z.record(TagKey, z.string({ error: 'must be text; put a number in quotes' }))),
  'user-data': removable(UserData),
  'identity-document': z.optional(
    z.record(z.string(), z.nullable(z.union([z.string(), z.array(z.string())]))),
  ),
  values: z.optional(
    z.record(
      z.string().check(
        z.regex(/^(meta-data|dynamic)\/[^/]/, {
          error: 'has a path that does not begin with meta-data/ or dynamic/',
        }),
      ),
      z.string({ error: 'must be text; put a number in quotes' }),
    ),
  ),
});
export type InstanceDocument = z.infer<typeof InstanceDocument>;

/** For suggestions. */
export const instanceKeys: readonly string[] = [
  ...Object.keys(InstanceDocument.shape),
  ...[Subject, Image, Network, Placement, AddressRange('vpc')].flatMap(({ shape }) => Object.keys(shape)),
  ...['name', 'public-key', 'file', 'base64'],
];
