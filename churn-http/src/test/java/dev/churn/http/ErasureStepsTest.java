package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.job.Progress;
import dev.churn.domain.memory.InMemoryCustomerRecords;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryErasures;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryRemovals;
import dev.churn.domain.memory.Kills;
import dev.churn.domain.memory.Kills.Killed;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.Removals;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.erasure.EraseCustomer;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The job of an erasure is killed after each of its steps and runs again: the customer is gone, the
 * others are there, no file is left over, and the receipt counts everything once. A step is a
 * commit, another change of the database, or a change of an object. Every step erases another
 * customer of the same organization, who is also alone in a dataset and in a batch.
 */
final class ErasureStepsTest {
  private static final String CSV = Scenario.history(60, 3);
  private static final String HEADER = CSV.substring(0, CSV.indexOf('\n') + 1);

  private static final List<String> CUSTOMERS =
      CSV.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).distinct().toList();

  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryObjectStore stored = new InMemoryObjectStore();
  private Instant now = Instant.parse("2024-07-02T08:00:00Z");
  private OrganizationId shop;

  private Churn server(Kills kills) {
    return Churn.builder()
        .inMemory(database)
        .objects(kills.of(stored))
        .transactions(kills.of(database))
        .removals(
            kills.of(
                Removals.class,
                new InMemoryRemovals(database),
                Set.of("note", "claim", "postpone", "done", "forget")))
        .erasures(
            kills.of(
                Erasures.class,
                new InMemoryErasures(database),
                Set.of("add", "note", "end", "key")))
        .customerRecords(
            kills.of(
                CustomerRecords.class,
                new InMemoryCustomerRecords(database),
                Set.of(
                    "removeFrom",
                    "removeLogged",
                    "removeOutcomes",
                    "replace",
                    "replaceInput",
                    "replaceOutput")))
        .features(new RfmFeatures())
        .training(new ChurnModelTraining())
        .clock(() -> now)
        .build();
  }

  private static Content content(String csv) {
    return Content.of(csv.getBytes(UTF_8));
  }

  private RawDataset processed(Churn churn, String csv) {
    RawDataset raw =
        churn.uploads().upload(shop, "events.csv", content(csv), UploadOptions.defaults());
    churn.features().start(shop, raw.id());
    churn.runJobs();
    return raw;
  }

  private void scored(Churn churn, String csv) {
    churn
        .scoring()
        .file(
            shop,
            "events.csv",
            content(csv),
            UploadOptions.defaults(),
            Optional.of(LocalDate.parse("2024-06-30")),
            Optional.empty());
    churn.runJobs();
  }

  private void prepare() {
    try (Churn churn = server(new Kills())) {
      shop = churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
      RawDataset raw = processed(churn, CSV);
      var model =
          churn
              .training()
              .start(
                  shop,
                  ModelSpecification.of(ModelType.LOGISTIC_REGRESSION),
                  Optional.empty(),
                  Optional.empty(),
                  true)
              .model();
      churn.runJobs();
      churn.deployments().activate(shop, model.id(), Optional.empty());
      churn.scoring().dataset(shop, raw.id(), Optional.empty());
      churn.runJobs();
      scored(churn, CSV);
    }
  }

  private static String rowsOf(String customer) {
    return CSV.lines()
        .filter(line -> line.startsWith(customer + ","))
        .map(line -> line + "\n")
        .reduce("", String::concat);
  }

  private List<ObjectKey> objects() {
    List<ObjectKey> keys = new ArrayList<>();
    for (Bucket bucket : Bucket.values()) {
      keys.addAll(stored.list(bucket, ""));
    }
    return keys;
  }

  /** {@return the number of lines with a customer, in all stored files} */
  private long lines(String customer) throws IOException {
    long lines = 0;
    for (ObjectKey key : objects()) {
      try (InputStream in = stored.open(key)) {
        lines +=
            new String(in.readAllBytes(), UTF_8)
                .lines()
                .filter(line -> line.startsWith(customer + ","))
                .count();
      }
    }
    return lines;
  }

  private static List<Long> sizes(Churn churn, OrganizationId organization) {
    return churn.batches().list(organization, PageRequest.first()).items().stream()
        .map(batch -> batch.totalCustomers())
        .map(OptionalLong::orElseThrow)
        .sorted()
        .toList();
  }

  @Test
  void a_kill_after_any_step_of_an_erasure_changes_neither_its_end_nor_its_receipt()
      throws IOException {
    prepare();
    Map<String, Long> shape = Map.of();
    int kills = 0;
    boolean isKilled = true;
    for (int step = 0; isKilled; step++) {
      String customer = CUSTOMERS.get(step);
      int objectsBefore = objects().size();
      String rows = rowsOf(customer);
      long raw = rows.lines().count();
      EraseCustomer.Started started;
      List<Long> sizesBefore;
      long linesBefore;
      try (Churn churn = server(new Kills())) {
        sizesBefore = sizes(churn, shop);
        processed(churn, HEADER + rows);
        scored(churn, HEADER + rows);
        churn
            .predictions()
            .predict(
                shop,
                customer,
                List.of(CustomerEvent.of(LocalDate.parse("2024-06-15"), 10)),
                Optional.of(LocalDate.parse("2024-06-30")));
        started = churn.erasedCustomers().start(shop, customer);
        linesBefore = lines(customer);
      }

      var killer = new Kills();
      boolean isFirst = step == 0; // runs without a kill
      try (Churn churn = server(killer)) {
        killer.after(isFirst ? Long.MAX_VALUE : step);
        churn.erasedCustomers().run(started.job(), Progress.none());
      } catch (Killed e) {
        kills++;
      }
      isKilled = isFirst || killer.hasKilled();
      String name = "step %d, %s".formatted(step, customer);
      try (Churn churn = server(new Kills())) {
        churn.erasedCustomers().run(started.job(), Progress.none());
        assertThat(churn.erasedCustomers().isDone(started.job())).isTrue();
        now = now.plus(Duration.ofDays(2)); // also what was stored and never referred to
        churn.removals().sweep();

        Erasure receipt = churn.erasures().load(shop, started.erasure().id());
        Map<String, Long> counts = new TreeMap<>(receipt.counts());
        assertThat(receipt.endedAt()).as(name).isPresent();
        assertThat(receipt.errorMessage()).as(name).isEmpty();
        assertThat(counts)
            .as(name)
            .containsEntry("raw_rows", 2 * raw)
            .containsEntry("input_rows", raw)
            .containsEntry("output_rows", 2L)
            .containsEntry("prediction_rows", 2L)
            .containsEntry("logged_predictions", 1L)
            .containsEntry("datasets", 1L)
            .containsEntry("batches", 1L);
        // the deleted dataset's table and the deleted batch's two files are not counted by row
        assertThat(lines(customer)).as(name).isZero();
        assertThat(counts.get("feature_rows")).as(name).isPositive().isLessThan(linesBefore);
        shape = isFirst ? counts : shape;
        assertThat(counts.keySet()).as(name).isEqualTo(shape.keySet());
        assertThat(objects()).as(name).hasSize(objectsBefore);
        assertThat(churn.removals().count()).as(name).isZero();
        assertThat(sizes(churn, shop))
            .as(name)
            .isEqualTo(sizesBefore.stream().map(size -> size - 1).toList());
      }
    }
    assertThat(kills).isGreaterThan(20);
  }
}
