import { partitionOf } from '../partitions.ts';
import { type Category, optional, text } from './category.ts';
import { availabilityZone, availabilityZoneId } from './names.ts';

/** Where the instance is. */
export const placementCategories: readonly Category[] = [
  text('meta-data/placement/availability-zone', '2008-02-01', availabilityZone),
  text('meta-data/placement/availability-zone-id', '2019-10-01', availabilityZoneId),
  optional('meta-data/placement/group-name', '2020-08-24'),
  optional('meta-data/placement/host-id', '2020-08-24'),
  optional('meta-data/placement/partition-number', '2020-08-24'),
  text('meta-data/placement/region', '2020-08-24', ({ region }) => region),
  text('meta-data/services/domain', '2014-02-25', ({ region }) => partitionOf(region).domain),
  text('meta-data/services/partition', '2015-10-20', ({ region }) => partitionOf(region).name),
];
