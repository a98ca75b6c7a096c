package dev.churn.http.chaos;

import dev.churn.http.ChurnServer;
import dev.churn.http.chaos.Operation.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Kills servers at the points of operations and looks at what the next server finds. */
final class KillTrial implements AutoCloseable {
  /** Within this many seconds of the restart, accepted work is done; more on a busy machine. */
  private static final int PATIENCE = Integer.getInteger("chaos.patience", 15);

  /** Within this many seconds of a kill of the database, accepted work is done. */
  private static final int DATABASE_PATIENCE = 60;

  /** Within this many seconds of a sweep a server has removed what it noted. */
  private static final int SWEEP_PATIENCE = 10;

  private static final int RECORDED_WITHIN_MILLIS = 3000;

  private final Path folder;
  private final Path agent;
  private final Lab lab;
  private final Map<String, Lab.World> stages = new HashMap<>();
  private final Map<String, Map<String, String>> ids = new HashMap<>();
  private final Map<String, List<State>> states = new HashMap<>();

  KillTrial(Path folder) throws IOException {
    this.folder = folder;
    this.agent = KillAgentJar.build(folder);
    this.lab = new Lab(folder);
    Lab.World empty = lab.newWorld();
    try (var server = empty.start()) {
      ids.put("empty", Operation.newIds(Api.newOrganization(server.url(), "{\"name\": \"Test\"}")));
    }
    stages.put("empty", empty);
  }

  Lab lab() {
    return lab;
  }

  /** Who dies. */
  enum Victim {
    SERVER,
    DATABASE,
    ONE_OF_TWO_SERVERS
  }

  /**
   * What came of a kill.
   *
   * @param accepted how many requests had been answered with success
   * @param recovered seconds from the start of the next server until all work was done
   * @param problems what is wrong, empty if nothing is
   * @param orphans files that no row names, before the sweep
   */
  record Outcome(
      String operation,
      String point,
      boolean reached,
      int accepted,
      double recovered,
      List<String> orphans,
      List<String> problems) {}

  /** {@return the points of an operation, found by watching it} */
  List<String> points(Operation operation) throws IOException {
    Set<String> before = new LinkedHashSet<>();
    Map<String, String> last = new LinkedHashMap<>();
    try (Lab.World world = stage(operation.stage()).copy();
        var server = new Killed(folder, agent, world.variables(), "", 0)) {
      Map<String, String> known = new TreeMap<>(ids.get(operation.stage()));
      server.arm();
      int accepted = operation.run(server.url(), known, 0);
      if (accepted != operation.steps().size()) {
        throw new AssertionError(operation.name() + " was not accepted: " + server.log());
      }
      State.awaitQuiet(world, PATIENCE);
      if (operation.promise() == Promise.ANSWER) {
        Api.pause(RECORDED_WITHIN_MILLIS);
      }
      for (String effect : server.effects()) {
        int bar = effect.indexOf('|');
        String point = effect.substring(bar + 1);
        boolean isCommit = point.contains(": commit|") || point.contains(": move|");
        if (point.startsWith("before|") || isCommit) {
          before.add(point);
        }
        last.put(effect.substring(0, bar), point);
      }
    }
    before.addAll(last.values());
    return few(before);
  }

  /** {@return the points without the middle ones of many at the same place} */
  private static List<String> few(Set<String> points) {
    Map<String, List<String>> byPlace = new LinkedHashMap<>();
    for (String point : points) {
      byPlace
          .computeIfAbsent(point.substring(0, point.lastIndexOf('|')), key -> new ArrayList<>())
          .add(point);
    }
    List<String> few = new ArrayList<>();
    for (List<String> all : byPlace.values()) {
      few.add(all.get(0));
      if (all.size() > 1) {
        few.add(all.get(all.size() - 1));
      }
    }
    return few;
  }

  /** Kills at a point, starts the next server and looks. */
  Outcome kill(Operation operation, String point, Victim victim) throws Exception {
    List<State> expected = states(operation);
    List<String> problems = new ArrayList<>();
    List<String> orphans = List.of();
    Map<String, String> known = new TreeMap<>(ids.get(operation.stage()));
    int accepted = 0;
    boolean reached = true;
    double recovered = 0;
    try (Lab.World world = stage(operation.stage()).copy()) {
      long process = victim == Victim.DATABASE ? lab.postmaster() : 0;
      ChurnServer other = victim == Victim.ONE_OF_TWO_SERVERS ? world.start() : null;
      try (var server = new Killed(folder, agent, world.variables(), point, process)) {
        server.arm();
        accepted = operation.run(server.url(), known, 0);
        if (victim == Victim.DATABASE) {
          recovered = awaitQuietAfterKill(world);
        } else {
          server.awaitEnd(1000);
        }
        reached = server.isReached();
      }
      long begin = System.nanoTime();
      try (var next = other == null ? world.start() : other) {
        double waited = State.awaitQuiet(world, PATIENCE);
        recovered = victim == Victim.DATABASE ? recovered : (System.nanoTime() - begin) / 1e9;
        if (waited > PATIENCE) {
          problems.add("slow");
        }
        orphans = State.orphans(world);
        List<String> missing = State.missing(world);
        if (!missing.isEmpty()) {
          problems.add("files are missing: " + missing);
        }
        State found = State.of(world, next, known.get(Operation.ORGANIZATION));
        compare(operation, expected, accepted, found, problems);
        int done = expected.lastIndexOf(found);
        boolean isKnown = done <= accepted; // else the next step needs an answer that was lost
        if (problems.isEmpty() && isKnown && done < operation.steps().size()) {
          retry(operation, world, next, known, done, problems);
        }
        List<String> left = leftBySweep(world);
        if (!left.isEmpty()) {
          problems.add("left by the sweep: " + left);
        }
      } catch (AssertionError e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return new Outcome(
        operation.name(), point, reached, accepted, recovered, orphans, List.copyOf(problems));
  }

  /** {@return the seconds until all is done} Attempts of jobs have pauses in between. */
  private double awaitQuietAfterKill(Lab.World world) {
    lab.awaitDatabase();
    try {
      return State.awaitQuiet(world, DATABASE_PATIENCE);
    } catch (IllegalStateException e) { // a job reaches the point only now
      lab.awaitDatabase();
      return State.awaitQuiet(world, DATABASE_PATIENCE);
    }
  }

  private static List<String> leftBySweep(Lab.World world) {
    if (State.orphans(world).isEmpty()) {
      return List.of();
    }
    world.sweep();
    long begin = System.nanoTime();
    List<String> left = State.left(world);
    while (!left.isEmpty() && System.nanoTime() - begin < SWEEP_PATIENCE * 1e9) {
      Api.pause(100);
      left = State.left(world);
    }
    return left;
  }

  private static void compare(
      Operation operation, List<State> expected, int accepted, State found, List<String> problems) {
    int next = Math.min(accepted + 1, operation.steps().size());
    int least = operation.promise() == Promise.ANSWER ? 0 : accepted;
    if (expected.subList(least, next + 1).stream().noneMatch(found::equals)) {
      problems.add(
          "after %d accepted requests: %s"
              .formatted(accepted, found.difference(expected.get(next))));
    }
  }

  private void retry(
      Operation operation,
      Lab.World world,
      ChurnServer server,
      Map<String, String> known,
      int done,
      List<String> problems) {
    operation.run(server.url(), known, done);
    State.awaitQuiet(world, PATIENCE);
    State again = State.of(world, server, known.get(Operation.ORGANIZATION));
    List<State> expected = states.get(operation.name());
    State wanted = expected.get(operation.steps().size());
    boolean isTooLate =
        operation.promise() == Promise.EFFECT_IN_TIME && again.equals(expected.get(done));
    if (!again.equals(wanted) && !isTooLate) {
      problems.add("tried again: " + again.difference(wanted));
    }
  }

  /** {@return what there is after none of the steps, after the first, and so on} */
  private List<State> states(Operation operation) {
    List<State> known = states.get(operation.name());
    if (known != null) {
      return known;
    }
    List<State> found = new ArrayList<>();
    for (int steps = 0; steps <= operation.steps().size(); steps++) {
      try (Lab.World world = stage(operation.stage()).copy();
          var server = world.start()) {
        var part =
            new Operation(operation.name(), operation.stage(), operation.steps().subList(0, steps));
        Map<String, String> known2 = new TreeMap<>(ids.get(operation.stage()));
        part.run(server.url(), known2, 0);
        State.awaitQuiet(world, PATIENCE);
        found.add(State.of(world, server, known2.get(Operation.ORGANIZATION)));
      }
    }
    states.put(operation.name(), found);
    return found;
  }

  private Lab.World stage(String name) {
    Lab.World known = stages.get(name);
    if (known != null) {
      return known;
    }
    Operation.Stage stage =
        Operation.stages().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    Lab.World world = stage(stage.from()).copy();
    Map<String, String> known2 = new TreeMap<>(ids.get(stage.from()));
    try (var server = world.start()) {
      var api = new Api(server.url(), known2.get(Operation.ORGANIZATION));
      stage.step().take(api, known2, () -> {});
      State.awaitQuiet(world, PATIENCE);
    }
    stages.put(name, world);
    ids.put(name, known2);
    return world;
  }

  @Override
  public void close() throws IOException {
    lab.close();
    Files.deleteIfExists(agent);
  }
}
