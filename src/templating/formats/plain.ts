import { word } from '../word.js';
import { type Format } from './format.js';

/** Files without a quoting of their own (ignore lists, ini): plain words only. */
export const plain: Format = { quote: (value) => word(value).text, comment: { open: '# ', close: '' } };
