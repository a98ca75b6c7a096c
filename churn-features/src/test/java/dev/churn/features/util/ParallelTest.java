package dev.churn.features.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ParallelTest {
  private static final class Recorded implements Parallel.Part {
    private final List<Integer> given;
    private final int failing;
    private int number;

    Recorded(List<Integer> given, int failing) {
      this.given = given;
      this.failing = failing;
    }

    @Override
    public void make(int newNumber) {
      if (newNumber == failing) {
        throw new ArithmeticException("part " + newNumber);
      }
      number = newNumber;
    }

    @Override
    public void give() {
      given.add(number); // a list for one thread: parts are given in the caller's
    }
  }

  private static void run(int count, int threads, int failing, List<Integer> given) {
    List<Recorded> slots =
        IntStream.range(0, 2 * threads).mapToObj(i -> new Recorded(given, failing)).toList();
    Parallel.inOrder(count, threads, slots);
  }

  @Test
  void parts_are_given_in_order_whatever_the_number_of_threads() {
    for (int threads = 1; threads <= 4; threads++) {
      for (int count : new int[] {0, 1, 7, 500}) {
        List<Integer> given = new ArrayList<>();
        run(count, threads, -1, given);

        assertThat(given).isEqualTo(IntStream.range(0, count).boxed().toList());
      }
    }
  }

  @Test
  void a_part_that_fails_fails_the_whole_after_those_before_it_are_given() {
    for (int threads = 1; threads <= 3; threads++) {
      List<Integer> given = new ArrayList<>();
      int ofThreads = threads;

      assertThatThrownBy(() -> run(50, ofThreads, 20, given))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("part 20");
      assertThat(given).isEqualTo(IntStream.range(0, 20).boxed().toList());
    }
  }
}
