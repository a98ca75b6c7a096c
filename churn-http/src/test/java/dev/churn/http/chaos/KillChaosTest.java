package dev.churn.http.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.chaos.KillTrial.Outcome;
import dev.churn.http.chaos.KillTrial.Victim;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills at every step of everything that callers do. */
final class KillChaosTest {
  private static final int LEAST_POINTS = 60;

  /** Part of the names of the operations, or empty for all. */
  private static final String CHOSEN = System.getProperty("chaos.operation", "");

  private static final int MOST = Integer.getInteger("chaos.points", Integer.MAX_VALUE);

  @TempDir Path folder;

  @Test
  void a_server_that_is_killed_at_any_step_loses_nothing_and_does_nothing_twice() throws Exception {
    int points = killAtAll(Victim.SERVER, MOST);
    if (CHOSEN.isEmpty() && MOST == Integer.MAX_VALUE) {
      assertThat(points).isGreaterThanOrEqualTo(LEAST_POINTS);
    }
  }

  @Test
  void a_database_that_is_killed_at_any_step_costs_nothing_but_time() throws Exception {
    killAtAll(Victim.DATABASE, Math.min(MOST, 3));
  }

  @Test
  void one_of_two_servers_finishes_what_the_other_was_killed_at() throws Exception {
    killAtAll(Victim.ONE_OF_TWO_SERVERS, Math.min(MOST, 5));
  }

  private int killAtAll(Victim victim, int mostOfEach) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (var trial = new KillTrial(folder)) {
      for (Operation operation : Operation.all()) {
        if (operation.name().contains(CHOSEN)) {
          List<String> points = trial.points(operation);
          System.out.printf("%s has %d points%n", operation.name(), points.size());
          for (String point : spread(points, mostOfEach)) {
            Outcome outcome = trial.kill(operation, point, victim);
            print(outcome);
            outcomes.add(outcome);
          }
        }
      }
    }
    long reached = outcomes.stream().filter(Outcome::reached).count();
    System.out.printf(
        Locale.ROOT,
        "%s: %d points, %d reached, %d with problems, slowest recovery %.1f s, orphans in %d%n",
        victim,
        outcomes.size(),
        reached,
        outcomes.stream().filter(outcome -> !outcome.problems().isEmpty()).count(),
        outcomes.stream().mapToDouble(Outcome::recovered).max().orElse(0),
        outcomes.stream().filter(outcome -> !outcome.orphans().isEmpty()).count());
    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.problems()).isEmpty());
    return (int) reached;
  }

  /** {@return some of the points, evenly spread} */
  private static List<String> spread(List<String> points, int most) {
    if (points.size() <= most) {
      return points;
    }
    List<String> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(points.get((2 * i + 1) * points.size() / (2 * most)));
    }
    return some;
  }

  private static void print(Outcome outcome) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %d accepted | %.1f s | orphans %s | %s |%n",
        outcome.operation(),
        outcome.point().replace('|', ' '),
        outcome.reached() ? "killed" : "not reached",
        outcome.accepted(),
        outcome.recovered(),
        outcome.orphans(),
        outcome.problems().isEmpty() ? "nothing lost" : outcome.problems());
  }
}
