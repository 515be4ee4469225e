import { expect, test } from 'vitest';
import { stepText } from '../../../src/node/host/addresses/plan.ts';
import {
  planWindowsInstall,
  planWindowsRemoval,
} from '../../../src/node/host/addresses/windows/plan-windows.ts';

// These plans have never been carried out on Windows: the tests say what is meant, not that it works.

const install = `netsh.exe interface ipv4 add address 'Loopback Pseudo-Interface 1' 169.254.169.254 255.255.255.255`;
const remove = `netsh.exe interface ipv4 delete address 'Loopback Pseudo-Interface 1' 169.254.169.254`;

test('the address is added to loopback, and nothing is redirected', () => {
  expect(planWindowsInstall(['127.0.0.1']).steps.map(stepText)).toEqual([install]);
});

test('what is there already is not added again, and is removed', () => {
  expect(planWindowsInstall(['169.254.169.254']).steps).toEqual([]);
  expect(planWindowsRemoval(['169.254.169.254']).steps.map(stepText)).toEqual([remove]);
  expect(planWindowsRemoval(['127.0.0.1']).steps).toEqual([]);
});
