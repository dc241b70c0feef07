/** The result of one Rego test. */
export interface RegoTest {
  /** e.g. `acgs.pods_test.test_privileged` */
  readonly name: string;
  readonly passed: boolean;
}
