import { DL1000 } from './hadolint/DL1000.js';
import { DL1001 } from './hadolint/DL1001.js';
import { DL3000 } from './hadolint/DL3000.js';
import { DL3001 } from './hadolint/DL3001.js';
import { DL3002 } from './hadolint/DL3002.js';
import { DL3003 } from './hadolint/DL3003.js';
import { DL3004 } from './hadolint/DL3004.js';
import { DL3006 } from './hadolint/DL3006.js';
import { DL3007 } from './hadolint/DL3007.js';
import { DL3008 } from './hadolint/DL3008.js';
import { DL3009 } from './hadolint/DL3009.js';
import { DL3010 } from './hadolint/DL3010.js';
import { DL3011 } from './hadolint/DL3011.js';
import { DL3012 } from './hadolint/DL3012.js';
import { DL3013 } from './hadolint/DL3013.js';
import { DL3014 } from './hadolint/DL3014.js';
import { DL3015 } from './hadolint/DL3015.js';
import { DL3016 } from './hadolint/DL3016.js';
import { DL3018 } from './hadolint/DL3018.js';
import { DL3019 } from './hadolint/DL3019.js';
import { DL3020 } from './hadolint/DL3020.js';
import { DL3021 } from './hadolint/DL3021.js';
import { DL3022 } from './hadolint/DL3022.js';
import { DL3023 } from './hadolint/DL3023.js';
import { DL3024 } from './hadolint/DL3024.js';
import { DL3025 } from './hadolint/DL3025.js';
import { DL3026 } from './hadolint/DL3026.js';
import { DL3027 } from './hadolint/DL3027.js';
import { DL3028 } from './hadolint/DL3028.js';
import { DL3029 } from './hadolint/DL3029.js';
import { DL3030 } from './hadolint/DL3030.js';
import { DL3032 } from './hadolint/DL3032.js';
import { DL3033 } from './hadolint/DL3033.js';
import { DL3034 } from './hadolint/DL3034.js';
import { DL3035 } from './hadolint/DL3035.js';
import { DL3036 } from './hadolint/DL3036.js';
import { DL3037 } from './hadolint/DL3037.js';
import { DL3038 } from './hadolint/DL3038.js';
import { DL3040 } from './hadolint/DL3040.js';
import { DL3041 } from './hadolint/DL3041.js';
import { DL3042 } from './hadolint/DL3042.js';
import { DL3043 } from './hadolint/DL3043.js';
import { DL3044 } from './hadolint/DL3044.js';
import { DL3045 } from './hadolint/DL3045.js';
import { DL3046 } from './hadolint/DL3046.js';
import { DL3047 } from './hadolint/DL3047.js';
import { DL3048 } from './hadolint/DL3048.js';
import { DL3049 } from './hadolint/DL3049.js';
import { DL3050 } from './hadolint/DL3050.js';
import { DL3051 } from './hadolint/DL3051.js';
import { DL3052 } from './hadolint/DL3052.js';
import { DL3053 } from './hadolint/DL3053.js';
import { DL3054 } from './hadolint/DL3054.js';
import { DL3055 } from './hadolint/DL3055.js';
import { DL3056 } from './hadolint/DL3056.js';
import { DL3057 } from './hadolint/DL3057.js';
import { DL3058 } from './hadolint/DL3058.js';
import { DL3059 } from './hadolint/DL3059.js';
import { DL3060 } from './hadolint/DL3060.js';
import { DL3061 } from './hadolint/DL3061.js';
import { DL3062 } from './hadolint/DL3062.js';
import { DL3063 } from './hadolint/DL3063.js';
import { DL3064 } from './hadolint/DL3064.js';
import { DL3065 } from './hadolint/DL3065.js';
import { DL3066 } from './hadolint/DL3066.js';
import { DL3067 } from './hadolint/DL3067.js';
import { DL4000 } from './hadolint/DL4000.js';
import { DL4001 } from './hadolint/DL4001.js';
import { DL4003 } from './hadolint/DL4003.js';
import { DL4004 } from './hadolint/DL4004.js';
import { DL4005 } from './hadolint/DL4005.js';
import { DL4006 } from './hadolint/DL4006.js';
import { type Rule } from './rule.js';

/** hadolint's rules: same ids, same meaning. */
export const HADOLINT_RULES: readonly Rule[] = [
  DL1000,
  DL1001,
  DL3000,
  DL3001,
  DL3002,
  DL3003,
  DL3004,
  DL3006,
  DL3007,
  DL3008,
  DL3009,
  DL3010,
  DL3011,
  DL3012,
  DL3013,
  DL3014,
  DL3015,
  DL3016,
  DL3018,
  DL3019,
  DL3020,
  DL3021,
  DL3022,
  DL3023,
  DL3024,
  DL3025,
  DL3026,
  DL3027,
  DL3028,
  DL3029,
  DL3030,
  DL3032,
  DL3033,
  DL3034,
  DL3035,
  DL3036,
  DL3037,
  DL3038,
  DL3040,
  DL3041,
  DL3042,
  DL3043,
  DL3044,
  DL3045,
  DL3046,
  DL3047,
  DL3048,
  DL3049,
  DL3050,
  DL3051,
  DL3052,
  DL3053,
  DL3054,
  DL3055,
  DL3056,
  DL3057,
  DL3058,
  DL3059,
  DL3060,
  DL3061,
  DL3062,
  DL3063,
  DL3064,
  DL3065,
  DL3066,
  DL3067,
  DL4000,
  DL4001,
  DL4003,
  DL4004,
  DL4005,
  DL4006,
];
