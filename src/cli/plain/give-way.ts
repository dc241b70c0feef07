/**
 * Thrown on the plain way of a command where it cannot go on as the ordinary one would: `runPlainly` leaves the command line to oclif
 * then, which does all of it again, and explains what is wrong. Only while nothing was written or printed.
 */
export class GiveWay extends Error {
  override readonly name = 'GiveWay';
}
