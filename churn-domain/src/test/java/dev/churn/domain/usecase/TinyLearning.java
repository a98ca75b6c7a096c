package dev.churn.domain.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.definition.SilenceTally;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.ActiveWindow;
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
import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelInputs;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ModelCodec;
import dev.churn.domain.port.ModelTraining;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.statistics.Interval;
import dev.churn.domain.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The smallest features and training that the use cases can be tested with: a file is a list of
 * days, one a line, each of a customer of its own; the only feature is the day of the month, and a
 * customer of an even one churns.
 */
public final class TinyLearning
    implements EventFileProfiler,
        EventFiles,
        FeatureTables,
        FeatureCalculator,
        ModelTraining,
        ModelCodec {
  /** All trainings that were asked for. */
  public final List<TrainingRequest> requests = new ArrayList<>();

  /** All outcomes that were asked for. */
  public final List<OutcomeRequest> outcomeRequests = new ArrayList<>();

  /** What every training gives. */
  public Evaluation evaluation = Samples.evaluation();

  /** What every training gives if it is asked to compare. */
  public Comparison comparison =
      new Comparison(0.004, new Interval(-0.003, 0.011), -0.001, new Interval(-0.008, 0.006));

  /** The largest number of rows for which there is memory. */
  public long rowsThatFit = Long.MAX_VALUE;

  /** The role of the one snapshot that every table has. */
  public SnapshotRole role = SnapshotRole.LABELLED;

  /** Customers of days from this one on had an event before every as-of day. */
  public LocalDate knownFrom = LocalDate.MAX;

  /** What a customer spends on a day; NaN if the file has no amounts. */
  public double amount = Double.NaN;

  /** The event types that models watch; tables watch none. */
  public List<String> watched = List.of();

  /** Is done in the middle of every training. */
  public Runnable meanwhile = () -> {};

  @Override
  public ProfiledFile profile(
      Content csv, UploadOptions options, LocalDate uploadDay, Progress progress) {
    List<LocalDate> days = days(csv);
    requireAny(days);
    return new ProfiledFile(
        new CsvProfile(
            days.size(), 0, List.of(), List.of(), days.get(0), days.get(days.size() - 1), 0),
        options);
  }

  @Override
  public FeatureManifest build(
      FeatureRequest request,
      Content csv,
      OutputStream table,
      Consumer<SilenceTally> silences,
      Progress progress) {
    List<LocalDate> days = days(csv);
    try {
      for (LocalDate day : days) {
        table.write((day + "\n").getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    silences.accept(new SilenceTally(request.asOf(), request.asOf(), ActiveWindow.everyone()));
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

  /**
   * Every day of the file is a customer, who stays if the day lies in the horizon; a customer of
   * {@link #knownFrom} and later was there before.
   */
  @Override
  public void outcomes(
      OutcomeRequest request, Content csv, OutcomeConsumer consumer, Progress progress) {
    outcomeRequests.add(request);
    for (LocalDate day : days(csv)) {
      boolean[] known = new boolean[request.horizons().size()];
      boolean[] churned = new boolean[request.horizons().size()];
      for (int i = 0; i < churned.length; i++) {
        Horizon horizon = request.horizons().get(i);
        churned[i] = !day.isAfter(horizon.asOf()) || day.isAfter(horizon.lastDay());
        known[i] = !day.isAfter(horizon.asOf()) || !day.isBefore(knownFrom);
      }
      int[] activeDays = new int[churned.length];
      double[] spend = new double[churned.length];
      for (int i = 0; i < churned.length; i++) {
        activeDays[i] = churned[i] ? 0 : 1;
        spend[i] = amount * activeDays[i];
      }
      consumer.accept(day.toString(), known, churned, activeDays, spend);
    }
  }

  @Override
  public FeatureVector compute(
      Collection<CustomerEvent> events, LocalDate asOf, FeatureDefinition definition) {
    LocalDate first =
        events.stream()
            .map(CustomerEvent::day)
            .filter(day -> !day.isAfter(asOf))
            .min(LocalDate::compareTo)
            .orElseThrow(
                () -> new ChurnException(ErrorCode.UNPROCESSABLE, "expected an event, found none"));
    return vector(first, (double) ChronoUnit.DAYS.between(first, asOf));
  }

  @Override
  public void score(
      ScoreRequest request, Content csv, FeatureRowConsumer consumer, Progress progress) {
    List<LocalDate> days = until(request.asOf(), csv);
    requireAny(days);
    for (LocalDate day : days) {
      FeatureVector features =
          compute(List.of(CustomerEvent.of(day, 0)), request.asOf(), request.definition());
      consumer.accept(day.toString(), request.asOf(), features, Optional.empty());
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
  public Optional<ProfiledFile> profileCopy(
      Content csv, UploadOptions options, LocalDate uploadDay) {
    return days(csv).isEmpty()
        ? Optional.empty()
        : Optional.of(profile(csv, options, uploadDay, Progress.none()));
  }

  @Override
  public long copyWithout(
      UploadOptions options, Content csv, String customer, OutputStream out, Progress progress) {
    List<LocalDate> days = days(csv);
    List<LocalDate> kept = days.stream().filter(day -> !day.toString().equals(customer)).toList();
    try {
      for (LocalDate day : kept) {
        out.write((day + "\n").getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (long) days.size() - kept.size();
  }

  @Override
  public void read(InputStream table, FeatureRowConsumer consumer) {
    List<LocalDate> days;
    try {
      days = days(table);
    } catch (DateTimeParseException e) {
      throw new ChurnException(ErrorCode.CORRUPT, "expected a table, found something else", e);
    }
    LocalDate last = days.get(days.size() - 1);
    for (LocalDate day : days) {
      consumer.accept(day.toString(), last, vector(day, 0), Optional.of(churned(day)));
    }
  }

  private static void requireAny(List<LocalDate> days) {
    if (days.isEmpty()) {
      throw new ChurnException(ErrorCode.UNPROCESSABLE, "expected a row, found none");
    }
  }

  private static boolean churned(LocalDate day) {
    return day.getDayOfMonth() % 2 == 0;
  }

  private static FeatureVector vector(LocalDate day, double tenure) {
    return Vectors.of(day.getDayOfMonth(), 0, 0, 0, tenure, 0, 0, 0);
  }

  private static List<LocalDate> until(LocalDate last, Content csv) {
    return days(csv).stream().filter(day -> !day.isAfter(last)).sorted().toList();
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
  public List<ModelFamily> types() {
    return List.of(
        family(ModelType.LOGISTIC_REGRESSION),
        family(ModelType.RANDOM_FOREST),
        family(ModelType.GRADIENT_BOOSTING),
        family(ModelType.AUTO));
  }

  private static ModelFamily family(ModelType type) {
    return new ModelFamily(
        type,
        "says that customers of an even day churn",
        "in tests",
        ModelFamily.Speed.FAST,
        List.of(),
        List.of());
  }

  @Override
  public ModelSpecification check(ModelSpecification specification) {
    if (types().stream().noneMatch(family -> family.type().equals(specification.type()))) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "expected a known type, found " + specification.type());
    }
    return specification;
  }

  @Override
  public void requireMemory(ModelSpecification specification, long rows, int watchedTypes) {
    if (rows > rowsThatFit) {
      throw new ChurnException(ErrorCode.UNPROCESSABLE, rows + " rows do not fit");
    }
  }

  @Override
  public Optional<String> slowWarning(ModelSpecification specification, long rows) {
    return Optional.empty();
  }

  @Override
  public List<ModelInputs> inputs() {
    return List.of();
  }

  @Override
  public Optional<ModelExport> export(Predictor model) {
    return Optional.empty();
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
    var model =
        new EvenChurns(
            request.type().equals(ModelType.AUTO) ? ModelType.GRADIENT_BOOSTING : request.type(),
            watched);
    return new TrainingResult(
        model,
        model,
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
  public byte[] encode(Predictor model) {
    return model.type().id().getBytes(UTF_8);
  }

  @Override
  public Predictor decode(byte[] file) {
    return new EvenChurns(ModelType.parse(new String(file, UTF_8)), watched);
  }

  private record EvenChurns(ModelType type, List<String> watched) implements Predictor {
    /** A forest's is that of no table: it wants its features computed in its own way. */
    @Override
    public FeatureDefinition featureDefinition() {
      return new FeatureDefinition(Set.of(), type.equals(ModelType.RANDOM_FOREST) ? 2 : 1)
          .watching(watched);
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
