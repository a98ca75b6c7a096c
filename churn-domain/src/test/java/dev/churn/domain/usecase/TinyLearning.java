package dev.churn.domain.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Interval;
import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.job.Progress;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.port.FeatureEngineering;
import dev.churn.domain.port.ModelTraining;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The smallest features and training that the use cases can be tested with: a file is a list of
 * days, one a line, each of a customer of its own; the only feature is the day of the month, and a
 * customer of an even one churns.
 */
public final class TinyLearning implements FeatureEngineering, ModelTraining {
  /** All trainings that were asked for. */
  public final List<TrainingRequest> requests = new ArrayList<>();

  /** What every training gives. */
  public Evaluation evaluation = Samples.evaluation();

  /** What every training gives if it is asked to compare. */
  public Comparison comparison =
      new Comparison(0.004, new Interval(-0.003, 0.011), 0, new Interval(-0.01, 0.01));

  /** The role of the one snapshot that every table has. */
  public SnapshotRole role = SnapshotRole.LABELLED;

  /** Is done in the middle of every training. */
  public Runnable meanwhile = () -> {};

  @Override
  public CsvProfile profile(
      Content csv, UploadOptions options, LocalDate uploadDay, Progress progress) {
    List<LocalDate> days = days(csv);
    if (days.isEmpty()) {
      throw new ChurnException(ErrorCode.UNPROCESSABLE, "expected a row, found none");
    }
    return new CsvProfile(
        days.size(), 0, List.of(), List.of(), days.get(0), days.get(days.size() - 1), 0);
  }

  @Override
  public FeatureManifest build(
      FeatureRequest request, Content csv, OutputStream table, Progress progress) {
    List<LocalDate> days = days(csv);
    try {
      for (LocalDate day : days) {
        table.write((day + "\n").getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long churned = days.stream().filter(TinyLearning::churned).count();
    return new FeatureManifest(
        FeatureNames.known(),
        new FeatureDefinition(Set.of(), 1),
        request.settings().churnThresholdDays(),
        request.settings().activeWindowDays(),
        List.of(new Snapshot(request.asOf(), role, days.size(), days.size(), churned)),
        days.size(),
        0);
  }

  /** Every day of the file is a customer, who stays if the day lies in the horizon. */
  @Override
  public void outcomes(
      OutcomeRequest request, Content csv, OutcomeConsumer consumer, Progress progress) {
    for (LocalDate day : days(csv)) {
      boolean[] churned = new boolean[request.horizons().size()];
      for (int i = 0; i < churned.length; i++) {
        Horizon horizon = request.horizons().get(i);
        churned[i] = !day.isAfter(horizon.asOf()) || day.isAfter(horizon.lastDay());
      }
      consumer.accept(day.toString(), churned);
    }
  }

  @Override
  public FeatureVector compute(
      Collection<CustomerEvent> events, LocalDate asOf, FeatureDefinition definition) {
    LocalDate first = events.iterator().next().day();
    return vector(first, (double) ChronoUnit.DAYS.between(first, asOf));
  }

  @Override
  public void score(ScoreRequest request, Content csv, RowConsumer consumer, Progress progress) {
    for (LocalDate day : days(csv)) {
      if (!day.isAfter(request.asOf())) {
        FeatureVector features =
            compute(List.of(CustomerEvent.of(day, 0)), request.asOf(), request.definition());
        consumer.accept(day.toString(), request.asOf(), features, Optional.empty());
      }
    }
  }

  @Override
  public Map<String, List<CustomerEvent>> histories(
      UploadOptions options, LocalDate uploadDay, Content csv, Set<String> customers) {
    return days(csv).stream()
        .filter(day -> customers.contains(day.toString()))
        .collect(
            Collectors.toMap(
                LocalDate::toString,
                day -> List.of(new CustomerEvent(day, OptionalDouble.empty(), Optional.empty()))));
  }

  @Override
  public void read(InputStream table, RowConsumer consumer) {
    List<LocalDate> days = days(table);
    LocalDate last = days.get(days.size() - 1);
    for (LocalDate day : days) {
      consumer.accept(day.toString(), last, vector(day, 0), Optional.of(churned(day)));
    }
  }

  private static boolean churned(LocalDate day) {
    return day.getDayOfMonth() % 2 == 0;
  }

  private static FeatureVector vector(LocalDate day, double tenure) {
    return Vectors.of(day.getDayOfMonth(), 0, 0, 0, tenure, 0, 0, 0);
  }

  private static List<LocalDate> days(Content csv) {
    try {
      return days(csv.open());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<LocalDate> days(InputStream file) {
    try (file) {
      return new String(file.readAllBytes(), UTF_8).lines().map(LocalDate::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public TrainingResult train(TrainingRequest request, Progress progress) {
    requests.add(request);
    meanwhile.run();
    var rows = request.set().snapshots().get(0).rows();
    if (rows.size() < 2) {
      throw new ChurnException(ErrorCode.UNPROCESSABLE, "expected 2 rows, found " + rows.size());
    }
    var sample = Samples.trained(Samples.MONDAY);
    return new TrainingResult(
        new EvenChurns(
            request.type() == ModelType.AUTO ? ModelType.GRADIENT_BOOSTING : request.type()),
        evaluation,
        rows.size(),
        0.5,
        sample.parameters(),
        request.incumbent().map(incumbent -> comparison));
  }

  @Override
  public Map<String, String> versions() {
    return Map.of("tiny", "1");
  }

  @Override
  public byte[] encode(ChurnModel model) {
    return model.type().id().getBytes(UTF_8);
  }

  @Override
  public ChurnModel decode(byte[] file) {
    return new EvenChurns(ModelType.parse(new String(file, UTF_8)));
  }

  private record EvenChurns(ModelType type) implements ChurnModel {
    /** A forest's is that of no table: it wants its features computed in its own way. */
    @Override
    public FeatureDefinition featureDefinition() {
      return new FeatureDefinition(Set.of(), type == ModelType.RANDOM_FOREST ? 2 : 1);
    }

    @Override
    public List<FeatureVector> background() {
      return List.of(vector(LocalDate.EPOCH, 0));
    }

    @Override
    public ChurnProbability predict(FeatureVector features) {
      return new ChurnProbability(features.get(Feature.RECENCY_SCORE) % 2 == 0 ? 0.9 : 0.1);
    }
  }
}
