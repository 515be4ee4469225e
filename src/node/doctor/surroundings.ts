import type { Finding } from '../../shared/doctor.ts';
import type { ViewState } from '../../shared/view-state.ts';
import type { SharedProfile } from '../config/aws/shared-profiles.ts';
import type { ConfigProblem } from '../config/config-problem.ts';
import type { KeyringState } from '../secrets/secret-service-lock.ts';
import type { ShellLines } from './shell-lines.ts';

/** Everything that decides whether a program gets Metafob's credentials. Collected once; checks only look. */
export interface Surroundings {
  readonly place: 'shell' | 'service';
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** ms since the epoch, by this machine's clock */
  readonly now: number;
  readonly awsProfile: AwsProfileChoice;
  readonly awsFiles: AwsFiles;
  readonly service: ServiceFacts;
  readonly endpoint: EndpointFacts;
  /** Undefined where no container credentials are configured. */
  readonly container: ContainerFacts | undefined;
  readonly host: HostFacts;
  readonly shell: ShellLines;
}

/** A check: what it has to say about the surroundings. Pure. */
export type Check = (surroundings: Surroundings) => readonly Finding[];

export interface AwsProfileChoice {
  readonly name: string;
  readonly chosenBy: 'option' | 'AWS_PROFILE' | 'AWS_DEFAULT_PROFILE' | 'nothing';
}

export interface AwsFiles {
  readonly profiles: readonly SharedProfile[];
  /** Why the AWS CLI cannot read a file. */
  readonly problems: readonly ConfigProblem[];
}

export type ServiceFacts =
  | {
      readonly kind: 'running';
      /** Origin, without a slash at the end. */
      readonly url: string;
      /** Metadata addresses of single profiles, origins as well. */
      readonly profileUrls: readonly string[];
      /** Undefined for a service of another user. */
      readonly state: ViewState | undefined;
    }
  | { readonly kind: 'not-running'; readonly url: string }
  | {
      readonly kind: 'somebody-else';
      readonly url: string;
      /** Such as `nginx (process 4711)`. */
      readonly holder: string | undefined;
    };

/** Who answers at an address. */
export type Answerer = 'metafob' | 'somebody-else' | 'nobody';

/** Where a program asks for instance metadata. */
export interface EndpointFacts {
  /** As it is written; the address of EC2 where nothing says otherwise. */
  readonly url: string;
  /** Undefined when nothing is set; `file` is `FILE:LINE`. */
  readonly setBy: { readonly name: string; readonly file?: string } | undefined;
  /** Undefined when the text is no address. */
  readonly answerer: Answerer | undefined;
}

export interface ContainerFacts {
  readonly variable: 'AWS_CONTAINER_CREDENTIALS_FULL_URI' | 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
  /** `refused`: Metafob answers, but does not accept the token. */
  readonly answer: 'accepted' | 'refused' | 'other' | 'nobody' | 'token-unreadable';
}

export interface HostFacts {
  /** By which fact this is an EC2 instance. */
  readonly ec2Evidence: string | undefined;
  /** Whether this process is inside a container. */
  readonly isContainer: boolean;
  readonly keyring: KeyringState | undefined;
  /** Undefined where nobody can tell. */
  readonly trayIsShown: boolean | undefined;
  /** Running programs that do the same as Metafob, such as `alppaca (process 4711)`. */
  readonly otherTools: readonly string[];
}
