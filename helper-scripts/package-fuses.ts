/**
 * Sets the fuses: switches in Electron's binary that no setting, argument or environment variable can turn
 * back. Electron Builder calls this when the files of the app are in place, before it signs them.
 */
import { join } from 'node:path';
import { type FuseConfig, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/** What is needed of Electron Builder's `AfterPackContext`. */
export interface PackedApp {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly packager: {
    /** On Linux only. */
    readonly executableName?: string;
    readonly appInfo: { readonly productFilename: string };
  };
}

/** Every fuse that Electron has; why each is set so stands in docs/packaging.md. */
const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} satisfies FuseConfig;

const executable = ({ electronPlatformName, packager }: PackedApp): string => {
  const { productFilename } = packager.appInfo;
  switch (electronPlatformName) {
    case 'darwin':
      return `${productFilename}.app`;
    case 'win32':
      return `${productFilename}.exe`;
    default:
      return packager.executableName ?? productFilename;
  }
};

/**
 * The hook `afterPack` of Electron Builder.
 *
 * @throws Error when the binary has a fuse that is not in the list, as a newer Electron may, or lacks one
 */
export const afterPack = async (app: PackedApp): Promise<void> => {
  await flipFuses(join(app.appOutDir, executable(app)), {
    ...fuses,
    // Changing the binary breaks the signature it came with, and Apple Silicon starts nothing unsigned. A
    // certificate, where there is one, replaces this signature afterwards. Only macOS has the tool for it.
    resetAdHocDarwinSignature: process.platform === 'darwin' && app.electronPlatformName === 'darwin',
  });
};
