package dev.churn.http.chaos;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the external effects of a server that runs with {@link KillAgent}, and stops the process,
 * or the database, at one of them. An effect is a statement that changes something, a commit, a
 * change of a file or a request to the storage. Each has a place, the method of the program that
 * causes it, and is counted for each place, so that it is the same one in every run.
 *
 * <p>All members are static and use the JDK only: the agent makes methods of the JDK call them.
 */
public final class KillPoints {
  /** A file; effects count from the moment at which it exists. */
  static final String ARMED = "chaos.armed";

  /** The file to which effects are written, or empty. */
  static final String RECORD = "chaos.record";

  /** The effect at which to stop: {@code before|place|number}. */
  static final String POINT = "chaos.point";

  /** The id of the process to kill, or 0 for this one. */
  static final String VICTIM = "chaos.victim";

  private static final File ARMED_FILE = new File(System.getProperty(ARMED, "/nowhere"));
  private static final String REACHED_FILE = ARMED_FILE + ".reached";
  private static final String RECORD_FILE = System.getProperty(RECORD, "");
  private static final String CHOSEN = System.getProperty(POINT, "");
  private static final long VICTIM_ID = Long.getLong(VICTIM, 0);

  /** What repeats by itself happens a different number of times in every run. */
  private static final Set<String> BACKGROUND =
      Set.of("JobTurns", "JobWatch", "RemovalLoop", "WarmUp", "DatabasePing", "LockedProgress");

  /** What only carries out an effect of others. */
  private static final Set<String> CARRIERS =
      Set.of(
          "Database",
          "JdbiTransactions",
          "AtomicFiles",
          "LocalObjectStore",
          "SupabaseObjectStore",
          "Storage",
          "Upload",
          "Uploads",
          "Download",
          "Listing",
          "Buckets",
          "ResumableUploads",
          "ObjectInfo",
          "RetryBudget",
          "BorrowedConnection");

  /** How far the clock is off, as the length of a file: reading a file would be an effect. */
  static final long SECONDS_PER_BYTE = 3600;

  private static final File CLOCK_FILE = new File(ARMED_FILE + ".clock");

  private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);
  private static final Map<String, Integer> COUNTS = new HashMap<>();
  private static boolean spent;

  private KillPoints() {}

  /**
   * Notes that an effect begins.
   *
   * @param what a statement, a file or a request
   */
  public static void enter(String kind, Object what) {
    int[] depth = DEPTH.get();
    depth[0]++;
    if (depth[0] == 1) {
      reach("before", kind, what);
    }
  }

  /** Notes that an effect has happened. */
  public static void exit(String kind, Object what) {
    int[] depth = DEPTH.get();
    if (depth[0] == 1) {
      reach("after", kind, what);
    }
    depth[0]--;
  }

  /** {@return a time as the clock shows it that {@link Killed#shiftClock} has changed} */
  public static Instant shifted(Instant time) {
    long seconds = CLOCK_FILE.length() * SECONDS_PER_BYTE;
    return new File(CLOCK_FILE + ".back").exists()
        ? time.minusSeconds(seconds)
        : time.plusSeconds(seconds);
  }

  private static void reach(String phase, String kind, Object what) {
    if (ARMED_FILE.exists()) {
      place(kind, what).ifPresent(place -> count(phase + "|" + place));
    }
  }

  private static synchronized void count(String place) {
    String point = place + "|" + COUNTS.merge(place, 1, Integer::sum);
    if (!RECORD_FILE.isEmpty()) {
      write(RECORD_FILE, Thread.currentThread().getId() + "|" + point);
    }
    if (point.equals(CHOSEN) && !spent) {
      spent = true;
      write(REACHED_FILE, point);
      if (VICTIM_ID == 0) {
        Runtime.getRuntime().halt(137);
      }
      ProcessHandle.of(VICTIM_ID).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static void write(String file, String line) {
    try (FileOutputStream out = new FileOutputStream(file, true)) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> place(String kind, Object what) {
    Optional<String> effect = kind.equals("sql") ? sql(what) : Optional.of(kind);
    return effect.flatMap(text -> cause().map(cause -> cause + ": " + text));
  }

  private static Optional<String> sql(Object what) {
    Object first = what instanceof Object[] all ? all[0] : what;
    String text = String.valueOf(first).strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    boolean changes =
        text.matches("(insert|update|delete|copy|commit|merge|create|truncate|lock).*")
            || text.matches("with .*(insert into|update|delete from) .*")
            || text.matches("select .*(for update|advisory|nextval).*");
    if (!changes || text.contains("set last_heartbeat")) {
      return Optional.empty();
    }
    String[] words =
        text.replaceFirst("^with .*?(insert into|update|delete from) ", "with $1 ")
            .split("[ (]+", 5);
    return Optional.of(String.join(" ", Arrays.copyOf(words, Math.min(3, words.length))));
  }

  /** {@return the method of the program that causes what happens, or empty for the background} */
  private static Optional<String> cause() {
    return StackWalker.getInstance()
        .walk(
            frames -> {
              String found = null;
              for (var frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
                String type = frame.getClassName();
                if (type.startsWith("com.github.kagkarlsson.") && found == null) {
                  found = "db-scheduler";
                }
                if (!type.startsWith("dev.churn.") || type.contains(".chaos.")) {
                  continue;
                }
                String simple = type.substring(type.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
                if (BACKGROUND.contains(simple)) {
                  return Optional.empty();
                }
                if (found == null && !CARRIERS.contains(simple)) {
                  String method = frame.getMethodName().replaceAll("lambda\\$(\\w+)\\$\\d+", "$1");
                  found = simple + "." + method;
                }
              }
              return Optional.ofNullable(found);
            });
  }
}
