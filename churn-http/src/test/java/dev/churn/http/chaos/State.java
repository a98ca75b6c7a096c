package dev.churn.http.chaos;

import dev.churn.domain.model.ModelId;
import dev.churn.http.ChurnServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a world holds and answers, apart from ids and times; equal texts are equal worlds.
 *
 * @param lines counts of rows, statuses, answers and digests of files
 */
record State(List<String> lines) {
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d[.0-9]*(Z|\\+00(:00)?)?");
  private static final Pattern MEASURED =
      Pattern.compile("\"(\\w*(seconds|millis|sha256|file_size|etag|cursor))\":[^,}]*");

  /**
   * Whether predictions are judged before or after the training that the same file began, and so
   * beside a model or without one, depends on which job is taken first.
   */
  private static final Pattern DRIFT = Pattern.compile("\"drift\\w*\":(\\[[^\\]]*]|[^,}]*),?");

  /** The number of a later attempt, which the names of its files have. */
  private static final Pattern ATTEMPT = Pattern.compile("ID_\\d+\\.");

  /** Within this many seconds of a restart the scheduler has forgotten a job that was done. */
  private static final int SCHEDULER_PATIENCE = 60;

  /** The answers that are compared. */
  private static final List<String> ANSWERS =
      List.of(
          "/datasets",
          "/models",
          "/prediction-batches",
          "/deployment",
          "/model-activations",
          "/training-status",
          "/prediction-customers",
          "/monitoring");

  /** What is compared of each target but the default one. */
  private static final List<String> ANSWERS_ABOUT_TARGETS =
      List.of("/datasets", "/models", "/deployment", "/training-status");

  /**
   * All but those of the audit log, which tells of refused and unfinished requests as well, the
   * notes of what is to be removed, which may wait for a later attempt, and drift.
   */
  private static final String TABLES =
      """
      select table_name from information_schema.tables
      where table_schema = current_schema()
        and table_name not like 'databasechangelog%' and table_name not like 'audit%'
        and table_name not in ('removals', 'feature_drift')
      order by 1
      """;

  /** What receipts count, but for rows that a repeated attempt may add. */
  private static final String RECEIPTS =
      """
      select kind || ' ' || sum(item_count) from erasure_items
      where kind not in ('other_rows', 'object_bytes') group by kind order by kind
      """;

  State {
    lines = List.copyOf(lines);
  }

  static State of(Lab.World world, ChurnServer server, String organization) {
    List<String> lines = new ArrayList<>();
    for (String table : world.query(TABLES)) {
      lines.add(table + " " + world.query("select count(*) from " + table));
    }
    lines.add(
        "jobs " + world.query("select kind || ' ' || status from jobs order by kind, status"));
    lines.add("receipts " + world.query(RECEIPTS));
    var api = new Api(server.url(), organization);
    List<String> paths = new ArrayList<>(ANSWERS);
    for (String target : targets(api)) {
      ANSWERS_ABOUT_TARGETS.forEach(path -> paths.add(path + "?target=" + target));
    }
    for (String path : paths) {
      Api.Answer answer = api.get(path);
      lines.add(path + " " + answer.status() + " " + plain(answer.text(), server.url()));
    }
    lines.addAll(digests(world, server.url()));
    return new State(lines);
  }

  private static List<String> targets(Api api) {
    Api.Answer answer = api.get(Api.ORGANIZATIONS + "/" + api.organization() + "/targets");
    return answer
        .json()
        .path("targets")
        .valueStream()
        .map(target -> target.path("name").asString())
        .filter(name -> !name.equals("default"))
        .toList();
  }

  private static List<String> digests(Lab.World world, String url) {
    List<String> digests = new ArrayList<>();
    for (Map.Entry<String, Path> file : world.files("storage").entrySet()) {
      if (file.getKey().startsWith(".tmp") || isOrphan(world, file.getKey())) {
        continue;
      }
      try {
        String text = Files.readString(file.getValue(), StandardCharsets.ISO_8859_1);
        digests.add(plain(file.getKey(), url) + " " + plain(text, url).hashCode());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    digests.sort(null);
    return digests;
  }

  private static String plain(String text, String url) {
    String plain = text.replace(url, "URL");
    plain = TIME.matcher(plain).replaceAll("TIME");
    plain = ID.matcher(plain).replaceAll("ID");
    plain = DRIFT.matcher(plain).replaceAll("");
    plain = ATTEMPT.matcher(plain).replaceAll("ID.");
    return MEASURED.matcher(plain).replaceAll("\"$1\":0");
  }

  /** {@return stored files of which no row knows} */
  static List<String> orphans(Lab.World world) {
    return world.files("storage").keySet().stream()
        .filter(file -> !file.startsWith(".tmp"))
        .filter(file -> isOrphan(world, file))
        .toList();
  }

  /**
   * {@return orphans that nobody will remove soon} A file that was to take the place of another one
   * is noted before it is stored, and removed a day later if it never did.
   */
  static List<String> left(Lab.World world) {
    List<String> left = new ArrayList<>(orphans(world));
    left.removeAll(
        world.query(
            "select target from removals where kind = 'object' and attempts = 0"
                + " and due_at > now() + interval '1 hour'"));
    return left;
  }

  private static boolean isOrphan(Lab.World world, String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    var ids = ID.matcher(name);
    if (!ids.find()) {
      return true;
    }
    String id = ids.group();
    return world
            .query(
                """
                select 1 where exists (select from datasets where bucket || '/' || path = '%1$s')
                  or exists (select from prediction_batches
                    where '%1$s' in (input_bucket || '/' || input_path, output_bucket || '/' || output_path))
                """
                    .formatted(file))
            .isEmpty()
        && world.query("select id from model_metadata where deleted_at is null").stream()
            .map(ModelId::parse)
            .noneMatch(
                model -> model.toString().equals(id) || model.asEvaluated().toString().equals(id));
  }

  /** {@return files that rows name and that are not there} */
  static List<String> missing(Lab.World world) {
    return world
        .query(
            """
            select bucket || '/' || path from datasets
            union all select input_bucket || '/' || input_path from prediction_batches
              where input_path in (select path from datasets)
            union all select output_bucket || '/' || output_path from prediction_batches
              where output_path is not null
            """)
        .stream()
        .filter(file -> !Files.exists(world.home().resolve("storage").resolve(file)))
        .toList();
  }

  /**
   * Waits until no job waits or runs, and then until the scheduler has forgotten them; {@return the
   * seconds that the jobs took}.
   */
  static double awaitQuiet(Lab.World world, int patience) {
    double seconds =
        awaitNone(
            world,
            patience,
            """
        select kind || ' ' || status from jobs where status in ('queued', 'running')
        union all select 'pipeline ' || step || ' ' || status from pipeline_steps
          where status in ('waiting', 'queued', 'running')
        union all select 'deletion' from organizations where deletion_began_at is not null
        union all select 'receipt' from customer_erasures where ended_at is null
        """);
    awaitNone(world, SCHEDULER_PATIENCE, "select task_name from scheduled_tasks");
    return seconds;
  }

  private static double awaitNone(Lab.World world, int patience, String sql) {
    long begin = System.nanoTime();
    while (true) {
      List<String> found = world.query(sql);
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (found.isEmpty()) {
        return seconds;
      }
      if (seconds > patience) {
        throw new AssertionError("unfinished after " + patience + " s: " + found);
      }
      Api.pause(20);
    }
  }

  /** {@return the lines in which two states differ} */
  String difference(State other) {
    List<String> mine = new ArrayList<>(lines);
    other.lines.forEach(mine::remove);
    List<String> theirs = new ArrayList<>(other.lines);
    lines.forEach(theirs::remove);
    return "found " + mine + "\n expected " + theirs;
  }
}
