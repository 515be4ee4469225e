/**
 * Packages the built app for this system:
 *
 *     node helper-scripts/package.mjs [ARGUMENTS for electron-builder]
 *
 * `--dir` makes only the unpacked app. Nothing is ever uploaded.
 */
import { join } from 'node:path';
import { root, run, say } from './prepare/process.mjs';

const given = process.argv.slice(2);

/** Somebody who brings Electron along needs no download. */
const bringsElectron = given.some((argument) => /^(-c|--config)\.electronDist(=|$)/.test(argument));

const withoutElectron = `Electron's binary could not be downloaded (the reason is above), and there is no app without it.
Try again with network access to GitHub; or name a mirror in ELECTRON_MIRROR; or bring a distribution of Electron,
a folder or its zip: npm run package -- -c.electronDist=PATH`;

const withoutPackage = `no package was made (the reason is above). If a tool could not be downloaded, the app alone needs none:
npm run package -- --dir`;

/** Electron's own installer, which does nothing where the binary is there and keeps what it downloads. */
const downloadElectron = () => run('node', [join(root, 'node_modules', 'electron', 'install.js')]);

const makePackages = () => run('electron-builder', [...given, '--publish', 'never']);

const fail = (exitCode, message) => {
  say(message);
  return exitCode;
};

const main = async () => {
  const downloaded = bringsElectron ? 0 : await downloadElectron();
  if (downloaded !== 0) return fail(downloaded, withoutElectron);
  const packaged = await makePackages();
  if (packaged !== 0) return fail(packaged, withoutPackage);
  say('the packages are in dist/packages');
  return 0;
};

process.exitCode = await main();
