/**
 * The version directories of the instance metadata service, oldest first: up to 2016-04-19 as in the EC2 user
 * guide, later ones as instances list them.
 */
export const datedVersions: readonly string[] = [
  '1.0',
  '2007-01-19',
  '2007-03-01',
  '2007-08-29',
  '2007-10-10',
  '2007-12-15',
  '2008-02-01',
  '2008-09-01',
  '2009-04-04',
  '2011-01-01',
  '2011-05-01',
  '2012-01-12',
  '2014-02-25',
  '2014-11-05',
  '2015-10-20',
  '2016-04-19',
  '2016-06-30',
  '2016-09-02',
  '2018-03-28',
  '2018-08-17',
  '2018-09-24',
  '2019-10-01',
  '2020-10-27',
  '2021-01-03',
  '2021-03-23',
  '2021-07-15',
  '2022-09-24',
  '2024-04-11',
];

export const LATEST = 'latest';

/** What `GET /` lists. */
export const versions: readonly string[] = [...datedVersions, LATEST];

const known: ReadonlySet<string> = new Set(versions);

export const isVersion = (name: string): boolean => known.has(name);

/**
 * Whether a version directory shows what was introduced with `since` (which need not be a listed version).
 * The names are made so that their alphabetical order is that of time, `latest` last.
 */
export const shows = (version: string, since: string): boolean => since <= version;
