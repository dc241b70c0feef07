/** `.acgs/.gitignore`: what belongs to this machine and moment; the rest of `.acgs/` may be committed. */
export const STATE_IGNORE = 'runs/\ncache/\ntmp/\nlock*\n';
