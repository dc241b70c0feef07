import { ACGS1001 } from './acgs/ACGS1001.js';
import { ACGS1002 } from './acgs/ACGS1002.js';
import { ACGS1101 } from './acgs/ACGS1101.js';
import { ACGS1102 } from './acgs/ACGS1102.js';
import { ACGS1103 } from './acgs/ACGS1103.js';
import { ACGS1201 } from './acgs/ACGS1201.js';
import { ACGS1202 } from './acgs/ACGS1202.js';
import { ACGS1203 } from './acgs/ACGS1203.js';
import { ACGS1204 } from './acgs/ACGS1204.js';
import { ACGS1301 } from './acgs/ACGS1301.js';
import { ACGS1302 } from './acgs/ACGS1302.js';
import { ACGS1303 } from './acgs/ACGS1303.js';
import { ACGS1304 } from './acgs/ACGS1304.js';
import { ACGS1305 } from './acgs/ACGS1305.js';
import { ACGS1306 } from './acgs/ACGS1306.js';
import { ACGS1401 } from './acgs/ACGS1401.js';
import { ACGS1402 } from './acgs/ACGS1402.js';
import { ACGS1403 } from './acgs/ACGS1403.js';
import { ACGS1404 } from './acgs/ACGS1404.js';
import { ACGS1405 } from './acgs/ACGS1405.js';
import { ACGS1406 } from './acgs/ACGS1406.js';
import { ACGS1407 } from './acgs/ACGS1407.js';
import { ACGS1408 } from './acgs/ACGS1408.js';
import { ACGS1409 } from './acgs/ACGS1409.js';
import { ACGS1501 } from './acgs/ACGS1501.js';
import { ACGS1502 } from './acgs/ACGS1502.js';
import { ACGS1503 } from './acgs/ACGS1503.js';
import { ACGS1801 } from './acgs/ACGS1801.js';
import { ACGS1901 } from './acgs/ACGS1901.js';
import { ACGS1902 } from './acgs/ACGS1902.js';
import { type Rule } from './rule.js';

/** Rules of our own, what no other linter looks at. */
export const ACGS_RULES: readonly Rule[] = [
  ACGS1001,
  ACGS1002,
  ACGS1101,
  ACGS1102,
  ACGS1103,
  ACGS1201,
  ACGS1202,
  ACGS1203,
  ACGS1204,
  ACGS1301,
  ACGS1302,
  ACGS1303,
  ACGS1304,
  ACGS1305,
  ACGS1306,
  ACGS1401,
  ACGS1402,
  ACGS1403,
  ACGS1404,
  ACGS1405,
  ACGS1406,
  ACGS1407,
  ACGS1408,
  ACGS1409,
  ACGS1501,
  ACGS1502,
  ACGS1503,
  ACGS1801,
  ACGS1901,
  ACGS1902,
];
