package dev.churn.domain.usecase.training;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.definition.SilenceTally;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.job.Progress;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.plausibility.TrainingPlausibility.MeanProbabilities;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ScoredSampleTest {
  private static final LocalDate LATEST = LocalDate.parse("2024-02-29");
  private static final LocalDate EVALUATED = LocalDate.parse("2024-01-30");

  /** Says what the feature is. */
  private static final class Told implements Predictor {
    private int asked;

    @Override
    public ModelType type() {
      return ModelType.RANDOM_FOREST;
    }

    @Override
    public FeatureDefinition featureDefinition() {
      return new FeatureDefinition(Set.of(), 1);
    }

    @Override
    public List<FeatureVector> background() {
      return List.of();
    }

    @Override
    public ChurnProbability predict(FeatureVector features) {
      asked++;
      return new ChurnProbability(features.get(Feature.ACTIVITY_TREND));
    }
  }

  /** A table of so many rows at each of two days, half of them of lapsed customers. */
  private record Table(int rows) implements FeatureTables {
    @Override
    public FeatureManifest build(
        FeatureRequest request,
        Content csv,
        OutputStream table,
        Consumer<SilenceTally> silences,
        Progress progress) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void read(InputStream table, FeatureRowConsumer consumer) {
      for (int i = 0; i < rows; i++) {
        // recency 100 is today, 0 is a year ago and more
        FeatureVector active = Vectors.of(100, 0, 0, 100, 400, i % 4 < 2 ? 0.2 : 0.4, 0, 0);
        FeatureVector later = Vectors.of(100, 0, 0, 100, 400, 0.6, 0, 0);
        FeatureVector lapsed = Vectors.of(0, 0, 0, 0, 400, 0.99, 0, 0);
        boolean isLapsed = i % 2 == 1;
        consumer.accept("c" + i, LATEST, isLapsed ? lapsed : later, Optional.empty());
        consumer.accept("c" + i, EVALUATED, isLapsed ? lapsed : active, Optional.of(true));
      }
    }
  }

  private static Optional<MeanProbabilities> means(
      int rows, List<Snapshot> snapshots, Predictor model) {
    var objects = new InMemoryObjectStore();
    RawDataset raw = Samples.raw(new OrganizationId(UUID.randomUUID()), MONDAY);
    FeatureDataset usual = Samples.features(raw, MONDAY);
    Content content = Content.of("table".getBytes(UTF_8));
    objects.put(usual.file().key(), content, "text/csv");
    FeatureManifest manifest = usual.manifest();
    var table =
        new FeatureDataset(
            usual.id(),
            usual.organizationId(),
            new StoredFile(
                usual.file().key(),
                usual.file().filename(),
                "table".length(),
                Digests.sha256(content)),
            usual.sourceId(),
            new FeatureManifest(
                manifest.features(), manifest.definition(), 30, 90, snapshots, rows, 0),
            MONDAY);
    return new ScoredSample(objects, new Table(rows)).means(table, model);
  }

  private static List<Snapshot> snapshots(int rows) {
    return List.of(
        new Snapshot(LATEST, SnapshotRole.SCORE, rows, 0, 0),
        new Snapshot(EVALUATED, SnapshotRole.TEST, rows, rows, 0));
  }

  @Test
  void active_customers_of_both_days_are_predicted() {
    MeanProbabilities means = means(200, snapshots(200), new Told()).orElseThrow();

    assertThat(means.latest()).isEqualTo(0.6, within(1e-12));
    assertThat(means.evaluated()).isEqualTo(0.3, within(1e-12));
  }

  @Test
  void of_many_customers_a_sample_is_predicted() {
    var model = new Told();
    MeanProbabilities means = means(30_001, snapshots(30_001), model).orElseThrow();

    assertThat(model.asked).isBetween(3_000, 10_002);
    assertThat(means.latest()).isEqualTo(0.6, within(1e-9));
  }

  @Test
  void few_customers_or_a_single_day_have_no_means() {
    assertThat(means(60, snapshots(60), new Told())).isEmpty();
    assertThat(means(200, snapshots(200).subList(1, 2), new Told())).isEmpty();
  }

  @Test
  void a_table_without_a_row_of_its_manifest_is_corrupt() {
    assertThatThrownBy(() -> means(200, snapshots(201), new Told()))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining("expected 402 rows of ")
        .hasMessageEndingWith("found 400");
  }
}
