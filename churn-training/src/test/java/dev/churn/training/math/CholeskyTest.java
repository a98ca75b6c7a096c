package dev.churn.training.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CholeskyTest {
  /** [[4, 2], [2, 5]] has the determinant 16; its inverse is [[5, −2], [−2, 4]]/16. */
  @Test
  void two_equations_are_solved_as_by_hand() {
    Cholesky decomposed = Cholesky.of(new double[] {4, 2, 5}, 2);

    assertThat(decomposed.logDeterminant()).isCloseTo(Math.log(16), within(1e-12));
    double[] solved = decomposed.solve(new double[] {8, 1});
    assertThat(solved[0]).isCloseTo(38.0 / 16, within(1e-12));
    assertThat(solved[1]).isCloseTo(-12.0 / 16, within(1e-12));
  }
}
